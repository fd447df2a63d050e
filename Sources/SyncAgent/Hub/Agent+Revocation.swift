import LocalStore
import SyncCore

// That the hub has revoked a site is kept, so that a person learns it who looks days later, without the network.

extension Agent {
    /// What was asked before the hub revoked the site may still be answered for so long.
    private static let lateAnswerMilliseconds: Int64 = 60 * 1000

    /// Notes a fault that is a revocation, once the store is at hand.
    func noteRevocation(by fault: HubFault) throws {
        guard fault == .revoked else { return }
        revokedAt = clock()
        try keepRevocation()
    }

    /// The same for what was heard while the store was lent.
    func keepRevocation() throws {
        guard let revokedAt else { return }
        try store?.noteRevoked(at: revokedAt)
    }

    /// Whether an answer says nothing about how the hub stands with the site. A later one says that it takes its
    /// word again, as after the hub was put back from a backup.
    func isRevoked(at now: Instant) -> Bool {
        guard let moment = revokedAt else { return false }
        if abs(now.milliseconds(since: moment)) < Self.lateAnswerMilliseconds { return true }
        revokedAt = nil
        return false
    }
}
