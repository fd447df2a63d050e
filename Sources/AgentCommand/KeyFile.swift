import Signing
import SyncCore

/// Public keys that somebody has in a file, one or several, in any order.
struct KeyFile: StatementVerifier {
    let keys: [SuitePublicKey]

    /// Reads keys in PEM, one block after another, or one as digits: 64 of Ed25519, 130 of SM2.
    /// `nil` for anything else.
    init?(_ text: String) {
        let (begin, end) = ("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----")
        let blocks = text.split(separator: begin, omittingEmptySubsequences: false).dropFirst()
        guard blocks.isEmpty else {
            keys = blocks.compactMap { block in
                guard let body = block.firstRange(of: end).map({ block[..<$0.upperBound] }) else {
                    return nil
                }
                return try? SuitePublicKey(pem: begin + body + "\n")
            }
            guard keys.count == blocks.count else { return nil }
            return
        }
        let digits = text.filter { !$0.isWhitespace }.lowercased()
        let found = [UInt8](hex: digits).flatMap { raw in
            SignatureSuite.allCases.compactMap { try? SuitePublicKey($0, raw: raw) }.first
        }
        guard let key = found else { return nil }
        keys = [key]
    }

    init(_ keys: [SuitePublicKey]) {
        self.keys = keys
    }

    /// The key of a name; where there is none of it, the first.
    func key(_ keyID: String) -> SuitePublicKey? {
        keys.first { $0.fingerprint == keyID } ?? keys.first
    }

    var firstKeyID: String { keys.first?.fingerprint ?? "" }

    func suite(of keyID: String) -> SignatureSuite? {
        keys.first { $0.fingerprint == keyID }?.suite
    }

    func isValid(_ signature: [UInt8], by keyID: String, for message: [UInt8]) -> Bool {
        keys.contains { $0.isValid(signature, by: keyID, for: message) }
    }
}
