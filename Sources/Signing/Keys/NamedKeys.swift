/// Who signs statements: a key, with the name by which others find the public half.
package protocol StatementSigner: Sendable {
    var suite: SignatureSuite { get }
    /// The fingerprint of the public half.
    var keyID: String { get }
    /// The signature of a message.
    func sign(_ message: [UInt8]) -> [UInt8]
}

/// Who tells whether a statement is signed by the key that it names: one key, or all that somebody has had.
package protocol StatementVerifier: Sendable {
    /// The key that was there before signatures named one.
    var firstKeyID: String { get }
    /// How the named key signs, by which whoever verifies makes the statement; `nil` where it is none of these.
    func suite(of keyID: String) -> SignatureSuite?
    /// Whether the owner of the named key signed exactly this message; no, where it is none of these.
    func isValid(_ signature: [UInt8], by keyID: String, for message: [UInt8]) -> Bool
}

extension Ed25519PrivateKey: StatementSigner {
    package var suite: SignatureSuite { .ed25519 }
    package var keyID: String { publicKey.fingerprint }
}

extension SuitePrivateKey: StatementSigner {
    package var suite: SignatureSuite { publicKey.suite }
    package var keyID: String { publicKey.fingerprint }

    package func sign(_ message: [UInt8]) -> [UInt8] {
        switch self {
        case .ed25519(let key): key.sign(message)
        case .sm2(let key): key.sign(message)
        }
    }
}

extension SuitePublicKey: StatementVerifier {
    package var firstKeyID: String { fingerprint }

    package func suite(of keyID: String) -> SignatureSuite? { keyID == fingerprint ? suite : nil }

    package func isValid(_ signature: [UInt8], by keyID: String, for message: [UInt8]) -> Bool {
        keyID == fingerprint && isValid(signature, for: message)
    }
}

extension Ed25519PublicKey: StatementVerifier {
    package var firstKeyID: String { fingerprint }

    package func suite(of keyID: String) -> SignatureSuite? {
        keyID == fingerprint ? .ed25519 : nil
    }

    package func isValid(_ signature: [UInt8], by keyID: String, for message: [UInt8]) -> Bool {
        keyID == fingerprint && isValid(signature, for: message)
    }
}
