import COpenSSL

/// A key that makes SM2 signatures with SM3 (GB/T 32918.2, GM/T 0003.2). Only `raw` gives it away.
package struct SM2PrivateKey: Sendable {
    /// Bytes in a key.
    package static let length = 32

    /// The half that may be known.
    package let publicKey: SM2PublicKey

    private let key: OpenSSLKey

    /// A new key from OpenSSL's random numbers.
    package static func generate() -> SM2PrivateKey {
        guard let key = copenssl_generate_sm2()
        else { preconditionFailure("OpenSSL could not make an SM2 key") }
        return SM2PrivateKey(owning: OpenSSLKey(owning: key))
    }

    /// A key that was kept as `raw`: a number from 1 to n - 2.
    package init(raw: [UInt8]) throws(SigningError) {
        guard raw.count == Self.length,
            let envelope = DER.decoded(
                Self.prefix + raw,
                by: { d2i_PKCS8_PRIV_KEY_INFO(nil, $0, $1) },
                freedBy: PKCS8_PRIV_KEY_INFO_free
            )
        else { throw .malformed(.privateKey) }
        defer {
            PKCS8_PRIV_KEY_INFO_free(envelope)
            ERR_clear_error()
        }
        guard let pointer = EVP_PKCS82PKEY(envelope) else { throw .malformed(.privateKey) }
        let key = OpenSSLKey(owning: pointer)
        guard Self.isInRange(key) else { throw .malformed(.privateKey) }
        self.init(owning: key)
    }

    private init(owning key: OpenSSLKey) {
        self.key = key
        publicKey = SM2PublicKey(
            checked: Array(key.subjectPublicKeyInfo.suffix(SM2PublicKey.length)),
            key
        )
    }

    private static func isInRange(_ key: OpenSSLKey) -> Bool {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil)
        else { preconditionFailure("OpenSSL has no memory to check a key") }
        defer { EVP_PKEY_CTX_free(context) }
        return EVP_PKEY_private_check(context) == 1
    }

    /// The key itself, to be kept where nobody else reads.
    package var raw: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            let written = copenssl_secret(key.pointer, buffer.baseAddress)
            precondition(written == 1, "OpenSSL could not write an SM2 key")
            count = Self.length
        }
    }

    /// The signature of a message as DER (GM/T 0009: SEQUENCE of r and s); another each time.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        SM2.withContext(for: key) { context in
            let started = EVP_DigestSignInit(context, nil, EVP_sm3(), nil, key.pointer)
            precondition(started == 1, "OpenSSL could not begin to sign")
            return [UInt8](unsafeUninitializedCapacity: SM2.signatureLengthMax) { buffer, count in
                count = SM2.signatureLengthMax
                let status = EVP_DigestSign(
                    context,
                    buffer.baseAddress,
                    &count,
                    message,
                    message.count
                )
                precondition(status == 1, "OpenSSL could not sign with SM2")
            }
        }
    }

    /// All that stands before the number in a PKCS#8 without the public half.
    private static let prefix: [UInt8] = [
        0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
        0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x04, 0x27, 0x30, 0x25,
        0x02, 0x01, 0x01, 0x04, 0x20,
    ]
}

/// What signing and verifying share.
enum SM2 {
    /// The longest of a DER signature over 256 bits is 72 bytes.
    static let signatureLengthMax = 72

    /// The distinguishing identifier where two have agreed on none (GM/T 0009).
    private static let identity = Array("1234567812345678".utf8)

    /// Hands over a context that hashes the identifier before each message.
    static func withContext<Value>(
        for key: OpenSSLKey,
        _ work: (OpaquePointer) -> Value
    ) -> Value {
        guard let context = EVP_MD_CTX_new(),
            let ofKey = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil)
        else { preconditionFailure("OpenSSL has no memory for a signature") }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_CTX_free(ofKey)
        }
        let isNamed = EVP_PKEY_CTX_set1_id(ofKey, identity, Int32(identity.count))
        precondition(isNamed == 1, "OpenSSL takes no SM2 identifier")
        EVP_MD_CTX_set_pkey_ctx(context, ofKey)
        return work(context)
    }
}
