import GRDB
import Signing
import Storage
import SyncCore

// How ops enter the log.
//
// First every op of the batch is judged, in order, against the log and against the ops before it in
// the batch: it is known already, it is a fork, it can never be taken, or it gets the next number and
// is folded. Nothing is written so far, so a number is never lost to an op that was refused. Then one
// tree is built over the new statements and signed, and `Intake+Rows` writes everything. All of it
// is one transaction.

/// One batch on its way into the log.
struct Intake {
    let database: Database
    let hub: RecordID
    let sender: Sender
    /// The legal time of the new ops of the batch: the hub's clock, never earlier than the log. An op that
    /// comes again with the hub's own receipt keeps the time of that.
    let receivedAt: Instant
    /// The epoch of the new entries.
    let epoch: Int
    var receiptCheck: ReceiptCheck
    var head: LogRows.Head
    var cache: AggregateCache

    var entries: [Entry] = []
    /// Aggregates that the batch has looked at, and those that it has changed in the order in which they came.
    var aggregates: [RecordID: Touched] = [:]
    private(set) var aggregatesInOrder: [RecordID] = []
    /// The aggregates of records that the batch has made and that hang on an instrument.
    var places: [RecordKey: RecordID] = [:]
    private(set) var positions: [OwnName: Int] = [:]
    /// What the log has of the sender's chain beside the ops of the batch.
    var chain = ChainPart()
    /// What the hub has surely not seen before the batch.
    var fresh = FreshIDs()
    /// The roots of what comes again.
    private var roots: ReceiptRoots
    /// Lives of the sender of which it has shown the newest op.
    var shownLives: Set<Int> = []
    var roles: [String: Party?] = [:]
    private let sha256 = SHA256()

    /// An op that is new in the log.
    struct Entry {
        let op: WireOp
        let stamp: OpStamp
        let mark: Mark
        let notes: [PushOutcome.FieldNote]
        let scope: Scope

        var stamped: StampedOp { StampedOp(header: op.header, body: op.readBody, stamp: stamp) }
    }

    /// Who sees an op.
    struct Scope {
        let owner: String
        /// Organisations that read the aggregate already.
        let bodies: Set<String>
        /// Bodies that the op has let in: they see the whole aggregate from here on.
        let newBodies: Set<String>
        /// Whether the op has made the aggregate.
        let isFirst: Bool
    }

    /// An aggregate, and the records of it whose rows the batch may change.
    struct Touched {
        var known: KnownAggregate
        var records: [RecordID] = []
        var isChanged = false
        /// Its rows, where a plain registration of this batch is all that was ever said of it.
        var registration: PlainRegistration?
        /// The place among the entries of a registration that is not folded yet.
        var unfolded: Int?
    }

    /// A record's place among all.
    struct RecordKey: Hashable {
        let kind: RecordKind
        let id: RecordID
    }

    /// What an op came to: said already, or a new entry whose receipt is still to be made.
    enum Verdict {
        case settled(PushOutcome)
        case entry(Int)
    }

    init(
        _ database: Database,
        hub: RecordID,
        keys: HubKeys,
        sender: Sender,
        cache: inout AggregateCache,
        at now: Instant
    ) throws {
        self.database = database
        self.hub = hub
        receiptCheck = ReceiptCheck(keys: keys)
        roots = ReceiptRoots(of: hub, in: database)
        self.sender = sender
        // Taken, not copied: whoever changes an aggregate must hold the only copy.
        self.cache = cache
        cache = AggregateCache()
        head = try LogRows.head(database)
        receivedAt = max(now, try EpochRows.latestTime(database))
        epoch = try EpochRows.current(database).epoch
    }

    /// Gives up what to keep in memory once the batch is committed: aggregates of which it has folded something.
    mutating func cacheAfterwards() -> AggregateCache {
        for (id, touched) in aggregates where touched.unfolded == nil {
            cache.keep(touched.known, of: id)
        }
        defer { cache = AggregateCache() }
        return cache
    }

    /// Judges the ops of a batch, in order. Behind a fork nothing new is taken: it builds on an op that
    /// the log does not have.
    mutating func judge(_ ops: [IncomingOp], showing own: [OwnPlace] = []) throws -> [Verdict] {
        let shown = Shown(own: own, ops: ops)
        let named = ops.map(\.op.header).filter(hasName)
        chain = try ChainPart(named, of: sender.site, in: database)
        fresh = try FreshIDs(ops, in: database)
        var isForked = false
        entries.reserveCapacity(ops.count)
        positions.reserveCapacity(ops.count)
        aggregates.reserveCapacity(ops.count)
        places.reserveCapacity(ops.count)
        return try ops.map { incoming in
            guard !isForked else { return .settled(.fork(seq: incoming.op.header.seq)) }
            let verdict = try judge(incoming, shown)
            if case .settled(.fork) = verdict { isForked = true }
            return verdict
        }
    }

    /// Judges the next op of the batch.
    private mutating func judge(_ incoming: IncomingOp, _ shown: Shown) throws -> Verdict {
        let op = incoming.op
        let id = op.header.id
        guard hasName(op.header) else {
            return .refused(op, "bad-op", "the op is of another site, or has no number")
        }
        if let position = positions[op.header.ownName] {
            let isSame = entries[position].op.seal.hash == op.seal.hash
            return isSame ? .entry(position) : .settled(.fork(seq: id.seq))
        }
        switch place(of: op) {
        case .known:
            guard let outcome = try LogRows.outcome(of: id, under: &roots, in: database)
            else { throw LogRows.damaged(seq: head.seq) }
            return .settled(outcome)
        case .fork: return .settled(.fork(seq: id.seq))
        case .new:
            try checkLife(of: op, shown)
            return try enter(incoming)
        }
    }

    /// Whether an op is the sender's own and has a number.
    private func hasName(_ header: OpHeader) -> Bool {
        header.site == sender.site && (1..<Int64.max).contains(header.seq)
    }

    // MARK: A new op

    private mutating func enter(_ incoming: IncomingOp) throws -> Verdict {
        let op = incoming.op
        let found = try touched(by: op.header)
        if found == nil, let plain = incoming.registration(receivedAt: receivedAt(of: op)) {
            return try enter(op, as: plain)
        }
        guard let body = incoming.body
        else { return .refused(op, "bad-op", "the body is missing or no body of an op") }
        return try enter(op, body, of: consume found)
    }

    private mutating func enter(
        _ op: WireOp,
        _ body: OpBody,
        of found: consuming Touched?
    ) throws -> Verdict {
        guard try !LifeRows.hasSaid(op, in: database) else {
            return .refused(op, "reissued", "a copy of the site has said this already")
        }
        let id = op.header.aggregate
        guard body.patches.allSatisfy({ $0.kind.isRoot == ($0.id == id) }) else {
            return .refused(op, "bad-op", "a record's id and the op's aggregate differ")
        }
        let isFirst = found == nil
        guard var touched = found.take() ?? made(by: op, body), touched.known.isVisible(to: sender)
        else { return .refused(op, "not-found", "no such instrument") }
        guard try hasItsOwnRecords(op, body, touched.known.state) else {
            return .refused(op, "not-found", "no such record on this instrument")
        }
        guard op.header.kind == .withdraw || body.leavesRecords(in: touched.known.state) else {
            return .refused(op, "bad-op", "a record says too little to be one")
        }
        let stamp = stamp(for: op)
        // The copy in the dictionary goes first, or the write would copy the whole state.
        if !isFirst { aggregates[id] = nil }
        let stamped = StampedOp(header: op.header, body: body, stamp: stamp)
        let notes = fold(stamped, body, in: &touched)
        let scope = Scope(
            owner: touched.known.owner,
            bodies: try readers(of: touched.known),
            newBodies: try newBodies(of: touched.known, after: body),
            isFirst: isFirst
        )
        touched.known.bodies.formUnion(scope.newBodies)
        let entry = Entry(op: op, stamp: stamp, mark: head.mark, notes: notes, scope: scope)
        return append(entry, touched)
    }

    /// Notes a new entry, and its aggregate as it stands behind it.
    mutating func append(_ entry: Entry, _ touched: consuming Touched) -> Verdict {
        let id = entry.op.header.aggregate
        if !touched.isChanged { aggregatesInOrder.append(id) }
        touched.isChanged = true
        aggregates[id] = touched
        positions[entry.op.header.ownName] = entries.count
        entries.append(entry)
        return .entry(entries.count - 1)
    }

    /// Gives the op the next number, and moves the head onto it.
    mutating func stamp(for op: WireOp) -> OpStamp {
        let former = formerStatement(of: op)
        let receivedAt = receivedAt(of: op)
        head = LogRows.Head(
            seq: head.seq + 1,
            mark: head.mark.next(opHash: op.seal.hash, receivedAt: receivedAt, by: sha256)
        )
        return OpStamp(
            seq: head.seq,
            receivedAt: receivedAt,
            organisation: sender.organisation,
            party: sender.party,
            epoch: epoch,
            former: former.map { LogPlace(epoch: $0.epoch, seq: $0.seq) }
        )
    }

    /// The legal time of an op that is new in the log.
    private func receivedAt(of op: WireOp) -> Instant {
        formerStatement(of: op)?.receivedAt ?? receivedAt
    }

    /// What this hub has said of an op that it has lost since, by its own receipt: a deadline that was met
    /// stays met.
    private func formerStatement(of op: WireOp) -> ReceiptStatement? {
        op.receipt.map(\.statement).flatMap { $0.receivedAt <= receivedAt ? $0 : nil }
    }
}
