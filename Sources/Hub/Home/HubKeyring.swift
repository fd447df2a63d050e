package import Signing
package import SyncCore
import Synchronization

/// The key by which a hub signs, and all public keys by which it has signed. A rotation takes effect for everybody who
/// holds the ring.
///
/// The private key lies in a file of the home, and behind it the list that leads to it. So the file by itself proves its
/// key to a `hub.db` that was put back from before a rotation, and to every site.
package final class HubKeyring: Sendable {
    /// What changes at once.
    struct State: Sendable {
        let key: SuitePrivateKey
        let keys: HubKeys

        /// As `receipt-key.hex` has it. A hub that has had one key only needs no list.
        var file: String {
            let isAlone = keys.count == 1 && key.suite == .ed25519
            return key.raw.hex + "\n" + (isAlone ? "" : keys.json.canonicalText + "\n")
        }
    }

    private let kept: Mutex<State>

    /// A hub that has had one key only.
    package convenience init(_ key: SuitePrivateKey, of hub: RecordID) {
        self.init(State(key: key, keys: HubKeys(hub: hub, first: key.publicKey)))
    }

    /// Reads what `file` gives; `nil` for anything else.
    package convenience init?(file: String, of hub: RecordID) {
        let lines = file.split(separator: "\n")
        guard let raw = lines.first.flatMap({ [UInt8](hex: String($0)) }), lines.count < 3
        else { return nil }
        guard lines.count == 2 else {
            guard let key = try? SuitePrivateKey(.ed25519, raw: raw) else { return nil }
            self.init(key, of: hub)
            return
        }
        guard let json = try? JSONParser.parse(Array(lines[1].utf8)),
            let keys = try? HubKeys(json: json), keys.hub == hub,
            let key = try? SuitePrivateKey(keys.present.suite, raw: raw),
            key.publicKey == keys.present
        else { return nil }
        self.init(State(key: key, keys: keys))
    }

    private init(_ state: State) {
        kept = Mutex(state)
    }

    var state: State { kept.withLock { $0 } }

    /// What signs now.
    package var key: SuitePrivateKey { state.key }

    /// What the home keeps in `receipt-key.hex`.
    package var file: String { state.file }

    /// What has ever signed.
    package var keys: HubKeys { state.keys }

    /// Signs with another key from now on.
    func use(_ state: State) { kept.withLock { $0 = state } }
}
