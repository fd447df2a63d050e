import COpenSSL

/// The key that tells whether an Ed25519 signature (RFC 8032) is genuine.
package struct Ed25519PublicKey: Sendable {
    /// Bytes in a key.
    package static let length = 32

    /// The key as it is.
    package let raw: [UInt8]

    private let key: OpenSSLKey

    /// Takes any 32 bytes: bytes that are no point of the curve make a key under which no signature
    /// is valid.
    package init(raw: [UInt8]) throws(SigningError) {
        guard raw.count == Self.length else { throw .malformed(.publicKey) }
        self.init(checked: raw)
    }

    /// `raw` has the right length.
    init(checked raw: [UInt8]) {
        guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, raw, raw.count)
        else { preconditionFailure("OpenSSL has no Ed25519") }
        self.raw = raw
        self.key = OpenSSLKey(owning: key)
    }

    /// Whether the owner of the private key signed exactly this message.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Ed25519PrivateKey.signatureLength else { return false }
        guard let context = EVP_MD_CTX_new()
        else { preconditionFailure("OpenSSL has no memory for a verification") }
        defer { EVP_MD_CTX_free(context) }
        let started = EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer)
        precondition(started == 1, "OpenSSL could not begin to verify a signature")
        let isValid =
            EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        if !isValid { ERR_clear_error() }
        return isValid
    }
}

extension Ed25519PublicKey: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.raw == right.raw
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(raw)
    }
}

extension Ed25519PublicKey {
    private static let label = "PUBLIC KEY"

    /// All that stands before the key in a SubjectPublicKeyInfo (RFC 8410). DER leaves no choice, so
    /// a comparison reads it.
    private static let prefix: [UInt8] = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    /// Reads a SubjectPublicKeyInfo in PEM.
    package init(pem: String) throws(SigningError) {
        guard let content = PEM.content(of: pem, label: Self.label)
        else { throw .malformed(.publicKey) }
        guard content.starts(with: Self.prefix) else {
            let key = DER.decoded(content, by: { d2i_PUBKEY(nil, $0, $1) }, freedBy: EVP_PKEY_free)
            EVP_PKEY_free(key)
            throw key == nil ? .malformed(.publicKey) : .otherKind(.publicKey)
        }
        try self.init(raw: Array(content.dropFirst(Self.prefix.count)))
    }

    /// The SubjectPublicKeyInfo in PEM, as `openssl pkeyutl -verify -pubin -rawin` reads it.
    package var pem: String {
        PEM.text(label: Self.label, Self.prefix + raw)
    }

    /// The SHA-256 of the DER SubjectPublicKeyInfo, in lower-case hexadecimal digits.
    package var fingerprint: String {
        SHA256().digest(Self.prefix, raw).hex
    }
}
