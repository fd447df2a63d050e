/// A way to sign, by the name that stands in each signed statement.
package enum SignatureSuite: String, CaseIterable, Sendable {
    /// RFC 8032, over a tree of SHA-256.
    case ed25519 = "ed25519-sha256"
}

/// A private key of any suite. Only `raw` gives it away.
package enum SuitePrivateKey: Sendable {
    case ed25519(Ed25519PrivateKey)

    /// A new key from OpenSSL's random numbers.
    package static func generate(_ suite: SignatureSuite) -> SuitePrivateKey {
        switch suite {
        case .ed25519: .ed25519(.generate())
        }
    }

    /// A key that was kept as `raw`.
    package init(_ suite: SignatureSuite, raw: [UInt8]) throws(SigningError) {
        switch suite {
        case .ed25519: self = .ed25519(try Ed25519PrivateKey(raw: raw))
        }
    }

    /// The key itself, 32 bytes, to be kept where nobody else reads.
    package var raw: [UInt8] {
        switch self {
        case .ed25519(let key): key.raw
        }
    }

    /// The half that may be known.
    package var publicKey: SuitePublicKey {
        switch self {
        case .ed25519(let key): .ed25519(key.publicKey)
        }
    }
}

/// A public key of any suite.
package enum SuitePublicKey: Hashable, Sendable {
    case ed25519(Ed25519PublicKey)

    /// Takes what `raw` gives.
    package init(_ suite: SignatureSuite, raw: [UInt8]) throws(SigningError) {
        switch suite {
        case .ed25519: self = .ed25519(try Ed25519PublicKey(raw: raw))
        }
    }

    /// Reads a SubjectPublicKeyInfo in PEM.
    package init(pem: String) throws(SigningError) {
        self = .ed25519(try Ed25519PublicKey(pem: pem))
    }

    package var suite: SignatureSuite {
        switch self {
        case .ed25519: .ed25519
        }
    }

    /// The key as it is.
    package var raw: [UInt8] {
        switch self {
        case .ed25519(let key): key.raw
        }
    }

    /// The SubjectPublicKeyInfo in PEM, as `openssl` reads it.
    package var pem: String {
        switch self {
        case .ed25519(let key): key.pem
        }
    }

    /// The SHA-256 of the DER SubjectPublicKeyInfo, in lower-case hexadecimal digits.
    package var fingerprint: String {
        switch self {
        case .ed25519(let key): key.fingerprint
        }
    }

    /// Whether the owner of the private key signed exactly this message.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): key.isValid(signature, for: message)
        }
    }
}
