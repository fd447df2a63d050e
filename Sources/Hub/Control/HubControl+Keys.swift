import Logging
package import Signing
import SyncCore

/// The keys by which the hub signs.
extension HubControl {
    func perform(_ request: KeyRequest, _ emit: Emit) async throws {
        let home = surroundings.home
        switch request {
        case .list:
            for number in 1...home.keyring.keys.count { try emit(home.keyring.keys.json(number)) }
        case .rotate(let wish):
            let suite = wish ?? home.receiptKey.suite
            let folder = HomeFolder(path: home.path)
            let keys = try await store.rotateKey(to: suite, at: surroundings.clock()) { text in
                try folder.replaceSecret(text, in: .receiptKey)
            }
            surroundings.logger.notice(
                "receipt key replaced",
                metadata: ["number": "\(keys.count)", "key": "\(keys.present.fingerprint)"]
            )
            try emit(keys.json(keys.count))
        }
    }
}

/// What concerns the keys by which the hub signs.
package enum KeyRequest: Hashable, Sendable {
    case list
    /// The same suite as before where none is named.
    case rotate(SignatureSuite?)

    var json: JSONValue {
        switch self {
        case .list: ["what": "list"]
        case .rotate(let suite): ["suite": .text(suite?.rawValue), "what": "rotate"]
        }
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        switch json["what"] {
        case "list": self = .list
        case "rotate":
            guard let name = json["suite"]?.string else {
                self = .rotate(nil)
                return
            }
            guard let suite = SignatureSuite(rawValue: name) else { return nil }
            self = .rotate(suite)
        default: return nil
        }
    }
}

extension HubKeys {
    /// A key as commands print it.
    fileprivate func json(_ number: Int) -> JSONValue {
        let key = all[number - 1]
        let (from, until) = term(of: number)
        return [
            "number": .integer(Int64(number)),
            "keyID": .string(key.fingerprint),
            "suite": .string(key.suite.rawValue),
            "from": .text(from?.text),
            "until": .text(until?.text),
            "signs": .bool(number == count),
            "pem": .string(key.pem),
        ]
    }
}
