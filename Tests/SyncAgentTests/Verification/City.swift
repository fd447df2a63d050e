import Documents
import LocalStore
import Policy
import SyncAgent
import Signing
import SyncCore
import TestSupport

/// A log that puts the ops of some sites in an order, as a hub does: everybody sees everything.
struct City {
    static let hub = RecordID(trusted: "01c00000-0000-7000-8000-000000000001")
    static let hubKey = Ed25519PrivateKey.generate().publicKey
    private(set) var ops: [StampedOp] = []
    private var hashes: [OpID: [UInt8]] = [:]
    private var mark = Mark.origin

    /// What a site has written goes into the log.
    mutating func push(_ site: CitySite, at moment: Instant? = nil) throws {
        let receivedAt = moment ?? site.now
        var receipts: [PushOutcome] = []
        for op in try site.store.waitingOps() {
            let id = OpID(
                site: op.header.site,
                incarnation: op.header.incarnation,
                seq: op.header.seq
            )
            guard hashes.updateValue(op.seal.hash, forKey: id) == nil else { continue }
            let stamp = OpStamp(
                seq: Int64(ops.count + 1),
                receivedAt: receivedAt,
                organisation: site.organisation,
                party: site.role.party
            )
            let body = try op.body.flatMap { OpBody(json: try JSONParser.parse($0)) }
            ops.append(StampedOp(header: op.header, body: body, stamp: stamp))
            mark = mark.next(opHash: op.seal.hash, receivedAt: receivedAt)
            receipts.append(.received(receipt(id, op, stamp), []))
        }
        _ = try site.store.keep(
            PushAnswer(outcomes: receipts, time: receivedAt),
            at: receivedAt
        )
    }

    /// The hub itself says something.
    mutating func authorise(_ patch: Patch, of aggregate: RecordID, at moment: Instant) {
        let seq = Int64(ops.count + 1)
        let header = OpHeader(
            site: Self.hub,
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: 0).next(at: moment),
            claimedAt: moment,
            aggregate: aggregate,
            kind: .change,
            batch: nil,
            base: seq - 1
        )
        let stamp = OpStamp(
            seq: seq,
            receivedAt: moment,
            organisation: "杭州市市场监督管理局",
            party: .authority
        )
        let body = OpBody(author: "监管员", patches: [patch])
        ops.append(StampedOp(header: header, body: body, stamp: stamp))
    }

    /// What the site does not have of the log.
    @discardableResult
    func pull(_ site: CitySite) throws -> AppliedPage {
        let after = try site.store.cursor()?.seq ?? 0
        let own = try site.store.site().id
        let frames = ops.dropFirst(Int(after)).map { op -> FeedFrame in
            guard op.header.site == own else { return .change(op) }
            let hash = hashes[op.header.id] ?? []
            return .own(incarnation: 1, seq: op.header.seq, hash: hash, op.stamp)
        }
        let cursor = SyncCore.Cursor(epoch: 1, seq: Int64(ops.count), mark: mark)
        return try site.store.apply(FeedPage(frames: frames, cursor: cursor, isLast: true))
    }

    /// Pushes and pulls every site until all have read the whole log.
    mutating func synchronise(_ sites: CitySite...) throws {
        for site in sites { try push(site) }
        for site in sites { try pull(site) }
    }

    /// Two sites of a unit that have moved one scale, neither knowing of the other, the second a minute
    /// later; both have heard of it.
    mutating func movedTwice() throws -> (first: CitySite, second: CitySite, id: RecordID) {
        var first = try CitySite(.userUnit, seed: 1)
        var second = try CitySite(.userUnit, seed: 3)
        let id = try first.add()
        try synchronise(first, second)
        try first.set(id, [.location: "3号仓"])
        second.now = Instant(milliseconds: second.now.milliseconds + 60_000)
        try second.set(id, [.location: "5号仓"])
        try synchronise(first, second)
        return (first, second, id)
    }

    private func receipt(_ id: OpID, _ op: WireOp, _ stamp: OpStamp) -> Receipt {
        let statement = ReceiptStatement(
            hub: Self.hub,
            op: id,
            hash: op.seal.hash,
            aggregate: op.header.aggregate,
            epoch: 1,
            seq: stamp.seq,
            receivedAt: stamp.receivedAt
        )
        // What a site keeps is checked by its client; nothing here depends on a signature.
        let root = ReceiptRoot(
            hub: Self.hub,
            root: op.seal.hash,
            count: 1,
            suite: .ed25519,
            keyID: "test",
            signature: []
        )
        return Receipt(statement: statement, root: root, position: 0, path: [])
    }
}
