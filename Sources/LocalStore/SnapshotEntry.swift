package import Signing
package import SyncCore

/// An entry of the log for a `SnapshotWriter`, with all that takes no table to find out: so another thread may do it
/// than the one that writes.
package struct SnapshotEntry: Sendable {
    let op: StampedOp
    let body: [UInt8]?
    let place: Int64
    let digest: [UInt8]
    let aggregate: [StampedOp]?
    /// Whether the op is all of the aggregate and comes to what it says.
    let isPlain: Bool

    /// An entry which is seen from the number `place` on; `body` is the canonical form of its body. Where it is the first
    /// about an aggregate, `aggregate` has all ops of that in the order of the log.
    package init(
        _ op: StampedOp,
        _ body: [UInt8]?,
        at place: Int64,
        beginning aggregate: [StampedOp]?,
        by sha256: SHA256
    ) {
        self.op = op
        self.body = body
        self.place = place
        self.aggregate = aggregate
        digest = HubLogEntry.digest(op.header, op.stamp, isOwn: false, body, sha256)
        isPlain = Self.isPlain(aggregate)
    }

    private static func isPlain(_ ops: [StampedOp]?) -> Bool {
        guard let ops, ops.count == 1, let body = ops[0].body else { return false }
        return AggregateState.isPlainRegistration(ops[0], body)
    }
}
