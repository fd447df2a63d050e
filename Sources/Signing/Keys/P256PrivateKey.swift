import COpenSSL

/// A private key on the curve P-256, for certificates. Only `pem` gives it away.
package struct P256PrivateKey: Sendable {
    private static let label = "PRIVATE KEY"

    let key: OpenSSLKey

    /// A new key from OpenSSL's random numbers.
    package static func generate() -> P256PrivateKey {
        guard let key = copenssl_generate_p256()
        else { preconditionFailure("OpenSSL could not make a P-256 key") }
        return P256PrivateKey(key: OpenSSLKey(owning: key))
    }

    private init(key: OpenSSLKey) {
        self.key = key
    }

    /// Reads PKCS#8 without a password, and makes sure that both halves belong together.
    package init(pem: String) throws(SigningError) {
        guard let content = PEM.content(of: pem, label: Self.label),
            let envelope = DER.decoded(
                content,
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
        guard key.isP256 else { throw .otherKind(.privateKey) }
        guard Self.isConsistent(key) else { throw .malformed(.privateKey) }
        self.init(key: key)
    }

    private static func isConsistent(_ key: OpenSSLKey) -> Bool {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil)
        else { preconditionFailure("OpenSSL has no memory to check a key") }
        defer { EVP_PKEY_CTX_free(context) }
        return EVP_PKEY_check(context) == 1
    }

    /// The key itself as PKCS#8, to be kept where nobody else reads.
    package var pem: String {
        guard let envelope = EVP_PKEY2PKCS8(key.pointer)
        else { preconditionFailure("OpenSSL could not encode a P-256 key") }
        defer { PKCS8_PRIV_KEY_INFO_free(envelope) }
        return PEM.text(
            label: Self.label,
            DER.encoded { i2d_PKCS8_PRIV_KEY_INFO(envelope, $0) }
        )
    }
}
