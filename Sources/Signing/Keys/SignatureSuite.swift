/// A way to sign, by the name that stands in each signed statement.
package enum SignatureSuite: String, CaseIterable, Sendable {
    /// RFC 8032, over a tree of SHA-256.
    case ed25519 = "ed25519-sha256"
    /// SM2 (GB/T 32918) with SM3 (GB/T 32905), over a tree of SM3: sm2sign-with-sm3, 1.2.156.10197.1.501.
    case sm2 = "sm2-sm3"

    /// By which statements of one batch are hashed.
    package var digest: Digest {
        switch self {
        case .ed25519: SHA256()
        case .sm2: SM3()
        }
    }
}

/// A private key of any suite. Only `raw` gives it away.
package enum SuitePrivateKey: Sendable {
    case ed25519(Ed25519PrivateKey)
    case sm2(SM2PrivateKey)

    /// A new key from OpenSSL's random numbers.
    package static func generate(_ suite: SignatureSuite) -> SuitePrivateKey {
        switch suite {
        case .ed25519: .ed25519(.generate())
        case .sm2: .sm2(.generate())
        }
    }

    /// A key that was kept as `raw`.
    package init(_ suite: SignatureSuite, raw: [UInt8]) throws(SigningError) {
        switch suite {
        case .ed25519: self = .ed25519(try Ed25519PrivateKey(raw: raw))
        case .sm2: self = .sm2(try SM2PrivateKey(raw: raw))
        }
    }

    /// The key itself, 32 bytes, to be kept where nobody else reads.
    package var raw: [UInt8] {
        switch self {
        case .ed25519(let key): key.raw
        case .sm2(let key): key.raw
        }
    }

    /// The half that may be known.
    package var publicKey: SuitePublicKey {
        switch self {
        case .ed25519(let key): .ed25519(key.publicKey)
        case .sm2(let key): .sm2(key.publicKey)
        }
    }
}

/// A public key of any suite.
package enum SuitePublicKey: Hashable, Sendable {
    case ed25519(Ed25519PublicKey)
    case sm2(SM2PublicKey)

    /// Takes what `raw` gives.
    package init(_ suite: SignatureSuite, raw: [UInt8]) throws(SigningError) {
        switch suite {
        case .ed25519: self = .ed25519(try Ed25519PublicKey(raw: raw))
        case .sm2: self = .sm2(try SM2PublicKey(raw: raw))
        }
    }

    /// Reads a SubjectPublicKeyInfo in PEM.
    package init(pem: String) throws(SigningError) {
        do throws(SigningError) { self = .ed25519(try Ed25519PublicKey(pem: pem)) } catch {
            guard error == .otherKind(.publicKey) else { throw error }
            self = .sm2(try SM2PublicKey(pem: pem))
        }
    }

    package var suite: SignatureSuite {
        switch self {
        case .ed25519: .ed25519
        case .sm2: .sm2
        }
    }

    /// The key as it is.
    package var raw: [UInt8] {
        switch self {
        case .ed25519(let key): key.raw
        case .sm2(let key): key.raw
        }
    }

    /// The SubjectPublicKeyInfo in PEM, as `openssl` reads it.
    package var pem: String {
        switch self {
        case .ed25519(let key): key.pem
        case .sm2(let key): key.pem
        }
    }

    /// The SHA-256 of the DER SubjectPublicKeyInfo, in lower-case hexadecimal digits.
    package var fingerprint: String {
        switch self {
        case .ed25519(let key): key.fingerprint
        case .sm2(let key): key.fingerprint
        }
    }

    /// Whether the owner of the private key signed exactly this message.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): key.isValid(signature, for: message)
        case .sm2(let key): key.isValid(signature, for: message)
        }
    }
}
