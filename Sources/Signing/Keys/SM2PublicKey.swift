import COpenSSL

/// The key that tells whether an SM2 signature with SM3 is genuine.
package struct SM2PublicKey: Sendable {
    /// Bytes in a key: a byte 4 and the two coordinates.
    package static let length = 65

    /// The key as it is.
    package let raw: [UInt8]

    private let key: OpenSSLKey

    /// Takes a point of the curve.
    package init(raw: [UInt8]) throws(SigningError) {
        guard raw.count == Self.length, raw.first == 4,
            let pointer = DER.decoded(
                Self.prefix + raw,
                by: { d2i_PUBKEY(nil, $0, $1) },
                freedBy: EVP_PKEY_free
            )
        else {
            ERR_clear_error()
            throw .malformed(.publicKey)
        }
        self.init(checked: raw, OpenSSLKey(owning: pointer))
    }

    /// `raw` is the point of the key.
    init(checked raw: [UInt8], _ key: OpenSSLKey) {
        (self.raw, self.key) = (raw, key)
    }

    /// Whether the owner of the private key signed exactly this message. There is one form of a signature: DER.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count <= SM2.signatureLengthMax else { return false }
        return SM2.withContext(for: key) { context in
            let started = EVP_DigestVerifyInit(context, nil, EVP_sm3(), nil, key.pointer)
            precondition(started == 1, "OpenSSL could not begin to verify a signature")
            let isValid =
                EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
            if !isValid { ERR_clear_error() }
            return isValid
        }
    }
}

extension SM2PublicKey: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.raw == right.raw }

    package func hash(into hasher: inout Hasher) { hasher.combine(raw) }
}

extension SM2PublicKey {
    private static let label = "PUBLIC KEY"

    /// All that stands before the point in a SubjectPublicKeyInfo: id-ecPublicKey on the curve sm2p256v1
    /// (1.2.156.10197.1.301).
    private static let prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
        0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
    ]

    /// Reads a SubjectPublicKeyInfo in PEM.
    package init(pem: String) throws(SigningError) {
        guard let content = PEM.content(of: pem, label: Self.label)
        else { throw .malformed(.publicKey) }
        guard content.starts(with: Self.prefix) else { throw .otherKind(.publicKey) }
        try self.init(raw: Array(content.dropFirst(Self.prefix.count)))
    }

    /// The SubjectPublicKeyInfo in PEM, as `openssl` reads it.
    package var pem: String { PEM.text(label: Self.label, Self.prefix + raw) }

    /// The SHA-256 of the DER SubjectPublicKeyInfo, in lower-case hexadecimal digits.
    package var fingerprint: String { SHA256().digest(Self.prefix, raw).hex }
}
