import COpenSSL

/// The key that makes Ed25519 signatures (RFC 8032). Only `raw` gives it away.
package struct Ed25519PrivateKey: Sendable {
    /// Bytes in a key.
    package static let length = 32
    /// Bytes in a signature.
    package static let signatureLength = 64

    /// The half that may be known.
    package let publicKey: Ed25519PublicKey

    private let key: OpenSSLKey

    /// A new key from OpenSSL's random numbers.
    package static func generate() -> Ed25519PrivateKey {
        guard let key = copenssl_generate_ed25519()
        else { preconditionFailure("OpenSSL could not make an Ed25519 key") }
        return Ed25519PrivateKey(owning: key)
    }

    /// A key that was kept as `raw`.
    package init(raw: [UInt8]) throws(SigningError) {
        guard raw.count == Self.length else { throw .malformed(.privateKey) }
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, raw, raw.count)
        else { preconditionFailure("OpenSSL has no Ed25519") }
        self.init(owning: key)
    }

    private init(owning key: OpaquePointer) {
        self.key = OpenSSLKey(owning: key)
        publicKey = Ed25519PublicKey(
            checked: Self.bytes(Ed25519PublicKey.length) {
                EVP_PKEY_get_raw_public_key(key, $0, $1)
            }
        )
    }

    /// The key itself, to be kept where nobody else reads.
    package var raw: [UInt8] {
        Self.bytes(Self.length) { EVP_PKEY_get_raw_private_key(key.pointer, $0, $1) }
    }

    /// The signature of a message; the same message has the same one.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        guard let context = EVP_MD_CTX_new()
        else { preconditionFailure("OpenSSL has no memory for a signature") }
        defer { EVP_MD_CTX_free(context) }
        let started = EVP_DigestSignInit(context, nil, nil, nil, key.pointer)
        precondition(started == 1, "OpenSSL could not begin to sign")
        return Self.bytes(Self.signatureLength) {
            EVP_DigestSign(context, $0, $1, message, message.count)
        }
    }

    /// What OpenSSL writes, which is of a known length.
    private static func bytes(
        _ length: Int,
        _ write: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>) -> Int32
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = length
            let status = write(buffer.baseAddress, &count)
            precondition(status == 1 && count == length, "OpenSSL could not write an Ed25519 value")
        }
    }
}
