import LocalStore
import Signing
import SyncCore

// A hub that has replaced its key says so with every page, and its answers name the new one. Then the child task that
// met it fetches the list at once and brings both; the list counts before what came with it is looked at.

extension Agent {
    /// Takes the list of the hub's keys, where it is the known one with new keys behind it.
    ///
    /// - Returns: why it is not taken, and nothing that came with it either.
    func learn(_ told: HubKeys) throws -> HubFault? {
        let keys: HubKeys
        do throws(HubKeyFault) { keys = try joined.hubKeys.following(told) } catch {
            return .keys(error)
        }
        guard keys != joined.hubKeys else { return nil }
        joined = joined.trusting(keys)
        receiptCheck = ReceiptCheck(keys: keys)
        hasLearnt = true
        try keepKeys()
        return nil
    }

    /// Writes down what was learnt, once the store is at hand.
    func keepKeys() throws {
        guard hasLearnt, let store, let present = try store.membership() else { return }
        hasLearnt = false
        // A command that had the store may have learnt more.
        guard let keys = try? present.keys.following(joined.hubKeys), keys != present.keys
        else { return }
        try store.join(present.with(keys))
    }
}

extension Agent.Arrival {
    /// What has come, with the list of keys where it names one that is new here, or one that may not sign any more.
    /// `newest` is the key by which the hub says that it signs now.
    static func introducing(
        _ arrival: Agent.Arrival,
        signed: [KeyUse],
        newest: String? = nil,
        to known: HubKeys,
        by hub: any HubClient
    ) async throws(HubFault) -> Agent.Arrival {
        let isNew = newest.map { $0 != known.present.fingerprint } ?? false
        guard isNew || signed.contains(where: { !$0.isFine(by: known) }) else { return arrival }
        return .introduced(try await hub.keys(), with: arrival)
    }

    /// How the machine is told that this cannot be taken.
    func refused(for fault: HubFault) -> SyncMachine.Event {
        if case .answer(_, _, let number, _, _) = self {
            .pushFailed(fault, number: number)
        } else {
            .pullFailed(fault)
        }
    }
}

/// A key of the hub, and the time of something that it has signed.
struct KeyUse: Equatable {
    let keyID: String
    let time: Instant

    fileprivate func isFine(by known: HubKeys) -> Bool {
        (try? known.check(keyID, signingAt: time)) != nil
    }
}

extension PushAnswer {
    /// The keys of its receipts; of those that are signed alike, one behind the other, once.
    var keyUses: [KeyUse] {
        outcomes.reduce(into: []) { uses, outcome in
            guard case .received(let receipt, _) = outcome else { return }
            let use = KeyUse(keyID: receipt.root.keyID, time: receipt.statement.receivedAt)
            if use != uses.last { uses.append(use) }
        }
    }
}

extension FeedPage {
    /// The key of the head that came along.
    var keyUses: [KeyUse] {
        [treeHead?.signed].compactMap(\.self).map { KeyUse(keyID: $0.keyID, time: $0.head.time) }
    }
}
