import GRDB
import Storage
package import SyncCore

/// What a page of the feed came to.
package struct AppliedPage: Hashable, Sendable {
    /// Ops that were new to this site.
    package var changes = 0
    /// Conflicts that were not known before and wait for a person.
    package var conflicts = 0
    /// Own ops whose receipts name places that turned out to hold something else: they wait again.
    package var waitingAgain = 0
    /// The life that the site has begun, because the hub had ops of it that the journal has not.
    package var newLife: Int?
    /// Where the site stands now.
    package var cursor: SyncCore.Cursor

    package init(cursor: SyncCore.Cursor) {
        self.cursor = cursor
    }
}

extension Store {
    /// How far this site has read the hub's log; `nil` before the first page.
    package func cursor() throws -> SyncCore.Cursor? {
        try Self.translating(Replica.file) { try replica.queue.read(Replica.cursor) }
    }

    /// Applies a page of the feed: log, tables, conflicts and cursor in one transaction, so the cursor
    /// never names what is not there. A page that comes again changes nothing.
    ///
    /// - Throws: `StoreError`.
    package func apply(_ page: FeedPage) throws -> AppliedPage {
        let newLife = try noteOtherLives(in: page)
        let site = try site()
        var (result, hasErased) = try Self.translating(Journal.file) {
            try journal.queue.read { source in
                try Self.translating(Replica.file) {
                    try replica.queue.write { target in
                        var fold = try PageFold(site: site, journal: source, replica: target)
                        return (try fold.run(page), fold.hasErased)
                    }
                }
            }
        }
        if hasErased { try Self.translating(Replica.file, replica.emptyLog) }
        result.newLife = newLife
        result.waitingAgain = try retireUnkept(through: page.cursor)
        return result
    }
}

/// One page of the feed on its way into the tables.
private struct PageFold {
    let site: Site
    let journal: Database
    let replica: Database
    /// The new ops by aggregate, in the order in which they came.
    private var fresh: [RecordID: [StampedOp]] = [:]
    private var order: [RecordID] = []
    /// Places of ops that the journal has, so that the tables show them already.
    private var own: Set<Int64> = []
    /// Whether words were taken out of the log.
    private(set) var hasErased = false

    init(site: Site, journal: Database, replica: Database) throws {
        self.site = site
        self.journal = journal
        self.replica = replica
    }

    mutating func run(_ page: FeedPage) throws -> AppliedPage {
        var result = AppliedPage(cursor: page.cursor)
        let isMissingSome = try LostLog.hasAny(replica)
        for frame in page.frames {
            guard let (op, isOwn) = try stamped(frame),
                try HubLogEntry.insert(op, isOwn: isOwn, at: page.cursor.seq, in: replica)
            else { continue }
            if isOwn { own.insert(op.stamp.seq) }
            if isMissingSome { try LostLog.strike(op.header.id, in: replica) }
            result.changes += 1
            if fresh[op.header.aggregate] == nil { order.append(op.header.aggregate) }
            fresh[op.header.aggregate, default: []].append(op)
        }
        for aggregate in order {
            result.conflicts += try fold(aggregate, fresh[aggregate] ?? [])
        }
        try Replica.setCursor(page.cursor, settledThrough: settledThrough(), in: replica)
        return result
    }

    private func stamped(_ frame: FeedFrame) throws -> (StampedOp, isOwn: Bool)? {
        switch frame {
        case .checkpoint: return nil
        case .change(let op):
            guard op.header.site == site.id else { return (op, false) }
            return (op, op.isSame(as: try Store.op(op.header.seq, in: journal)))
        case .own(let incarnation, let seq, let hash, let stamp):
            guard let op = try Store.op(seq, in: journal), op.header.incarnation == incarnation
            else { throw StoreError.ownOpMissing(seq: seq) }
            guard op.seal.hash == hash else { throw StoreError.ownOpForked(seq: seq) }
            return (StampedOp(header: op.header, body: op.body, stamp: stamp), true)
        }
    }

    /// Folds the new ops of one aggregate, and says how many new conflicts wait for a person.
    private mutating func fold(_ aggregate: RecordID, _ ops: [StampedOp]) throws -> Int {
        let log = try AggregateLog(of: aggregate, by: site, journal: journal, replica: replica)
        let isNew = Set(ops.map(\.stamp.seq))
        var state = AggregateState()
        var conflicts = 0
        var isPlain = true
        for op in log.settled {
            let outcomes = state.apply(op)
            guard isNew.contains(op.stamp.seq) else { continue }
            isPlain =
                isPlain && own.contains(op.stamp.seq)
                && outcomes.allSatisfy(\.isPredicted)
            for outcome in outcomes {
                conflicts += try ConflictRow.note(outcome, in: op, replica)
            }
        }
        // Own ops that came out as predicted leave the tables as they are.
        if isPlain { return conflicts }
        if state.isErased {
            try HubLogEntry.eraseBodies(of: aggregate, in: replica)
            hasErased = true
        }
        for op in log.pending { _ = state.apply(op) }
        try Replica.rewrite(aggregate, as: state, in: replica)
        return conflicts
    }

    /// The number up to which every own op has come back in the feed, or never will.
    private func settledThrough() throws -> Int64 {
        var through = try Replica.settledThrough(replica)
        let statement = try PreparedStatement(
            "SELECT 1 FROM hub_log WHERE op_seq = ? AND is_own = 1",
            in: replica
        )
        let dead = Set(
            try Int64.fetchAll(
                journal,
                sql: "SELECT op_seq FROM dead_letter WHERE op_seq > ?",
                arguments: [through]
            )
        )
        while true {
            statement.bind(1, through + 1)
            let isSettled = try statement.step()
            if isSettled { try statement.run() }
            guard isSettled || dead.contains(through + 1) else { return through }
            through += 1
        }
    }
}

extension FieldOutcome {
    /// Whether an own op came out as the site had shown it.
    fileprivate var isPredicted: Bool {
        outcome == .applied || (outcome == .noop && rule != .seen)
    }
}
