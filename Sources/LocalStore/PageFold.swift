import GRDB
import Signing
import Storage
import SyncCore

/// One page of the feed on its way into the tables.
///
/// The frames about one aggregate are folded together. Where the tables refuse what comes of some, nothing is kept,
/// and the page is folded anew with a savepoint for each aggregate: those that are refused are folded frame by
/// frame, and the frames that are to blame go to the quarantine. Savepoints for every page would cost a copy of each
/// page of the file that an aggregate touches.
struct PageFold {
    let site: Site
    let journal: Database
    let replica: Database
    /// Places of ops that the journal has and that are no dead letters, so that the tables show them already.
    private var own: Set<Int64> = []
    /// Whether words were taken out of the log.
    private(set) var hasErased = false
    private let isMissingSome: Bool
    /// Whether each aggregate has a savepoint.
    private let isApart: Bool
    private let sha256 = SHA256()

    /// The tables have refused something, and nobody has asked which.
    struct Refused: Error {}

    /// An op that has come.
    private struct Arrival {
        let op: StampedOp
        let isOwn: Bool
        let frame: FeedFrame
    }

    init(site: Site, journal: Database, replica: Database, apart: Bool) throws {
        self.site = site
        self.journal = journal
        self.replica = replica
        isMissingSome = try LostLog.hasAny(replica)
        isApart = apart
    }

    mutating func run(_ page: FeedPage) throws -> AppliedPage {
        var result = AppliedPage(cursor: page.cursor)
        var arrivals: [RecordID: [Arrival]] = [:]
        var order: [RecordID] = []
        for frame in page.frames {
            guard let arrival = try arrival(frame) else { continue }
            let aggregate = arrival.op.header.aggregate
            if arrivals[aggregate] == nil { order.append(aggregate) }
            arrivals[aggregate, default: []].append(arrival)
        }
        for frame in page.unreadable {
            result.quarantined += 1
            try Quarantine.insert(
                frame.bytes,
                at: frame.seq ?? page.cursor.seq,
                epoch: page.cursor.epoch,
                about: frame.aggregate,
                .unreadable,
                "",
                in: replica
            )
        }
        for aggregate in order {
            for (arrival, fault) in try take(arrivals[aggregate] ?? [], &result) {
                result.quarantined += 1
                try Quarantine.insert(
                    arrival.frame.json.canonical,
                    at: arrival.op.stamp.seq,
                    epoch: arrival.op.stamp.epoch,
                    about: aggregate,
                    .constraint,
                    fault,
                    in: replica
                )
            }
        }
        let settled = try settledThrough()
        // A hub without news says so all day.
        let isKnown =
            try order.isEmpty && page.unreadable.isEmpty && Replica.cursor(replica) == page.cursor
            && Replica.settledThrough(replica) == settled
        if !isKnown { try Replica.setCursor(page.cursor, settledThrough: settled, in: replica) }
        return result
    }

    /// Tries again what waits; says how much of it was taken in.
    mutating func retry(_ waiting: [QuarantinedFrame], at cursor: SyncCore.Cursor) throws -> Int {
        var result = AppliedPage(cursor: cursor)
        var released = 0
        // Since when the site would have seen them, nobody knows any more.
        _ = try Replica.forgetWay(in: replica)
        for one in waiting {
            guard let frame = FeedFrame(decoding: one.bytes), let arrival = try arrival(frame),
                arrival.op.stamp.seq <= cursor.seq, try take([arrival], &result).isEmpty
            else { continue }
            try Quarantine.delete(one.n, in: replica)
            released += 1
        }
        try Replica.setCursor(cursor, settledThrough: settledThrough(), in: replica)
        return released
    }

    /// Takes in what has come about one aggregate; gives back what the tables refuse, with their words.
    private mutating func take(
        _ arrivals: [Arrival],
        _ result: inout AppliedPage
    ) throws -> [(Arrival, String)] {
        do {
            result.changes += try attempt(arrivals, at: result.cursor.seq)
            return []
        } catch let error as DatabaseError where error.blamesValues {
            guard isApart else { throw Refused() }
            guard arrivals.count > 1 else {
                return arrivals.map { ($0, error.message ?? "\(error.extendedResultCode)") }
            }
            var refused: [(Arrival, String)] = []
            for arrival in arrivals { refused += try take([arrival], &result) }
            return refused
        }
    }

    /// All of it, or nothing where each aggregate has a savepoint; says how much was new.
    private mutating func attempt(_ arrivals: [Arrival], at place: Int64) throws -> Int {
        guard isApart else { return try fold(arrivals, at: place) }
        var count = 0
        try replica.inSavepoint {
            count = try fold(arrivals, at: place)
            return .commit
        }
        return count
    }

    /// Puts what has come about one aggregate into the log, and folds what of it is new there; says how much.
    private mutating func fold(_ arrivals: [Arrival], at place: Int64) throws -> Int {
        var fresh: [StampedOp] = []
        for arrival in arrivals {
            let op = arrival.op
            let isNew = try HubLogEntry.insert(
                op,
                isOwn: arrival.isOwn,
                at: place,
                by: sha256,
                in: replica
            )
            guard isNew else {
                try HubLogEntry.pass(op.stamp.seq, at: place, in: replica)
                continue
            }
            if arrival.isOwn, try !isDead(op.header.seq) { own.insert(op.stamp.seq) }
            if isMissingSome { try LostLog.strike(op.header.id, in: replica) }
            fresh.append(op)
        }
        if let aggregate = fresh.first?.header.aggregate { try fold(aggregate, fresh) }
        return fresh.count
    }

    /// Whether the hub has refused an own op; one that was said again may come under its first name all the
    /// same, where another home has sent it.
    private func isDead(_ seq: Int64) throws -> Bool {
        let row = try PreparedStatement("SELECT 1 FROM dead_letter WHERE op_seq = ?", in: journal)
        defer { row.reset() }
        row.bind(1, seq)
        return try row.step()
    }

    private func arrival(_ frame: FeedFrame) throws -> Arrival? {
        guard let (op, isOwn) = try stamped(frame) else { return nil }
        return Arrival(op: op, isOwn: isOwn, frame: frame)
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

    /// Folds the new ops of one aggregate, and notes the conflicts that they bring or decide.
    private mutating func fold(_ aggregate: RecordID, _ ops: [StampedOp]) throws {
        let log = try AggregateLog(of: aggregate, by: site, journal: journal, replica: replica)
        let isNew = Set(ops.map(\.stamp.seq))
        var state = AggregateState()
        var isPlain = isFirst(ops, of: log.pending)
        var isRegistration = isRegistration(ops, alone: log)
        for op in log.settled {
            let outcomes = state.apply(op)
            guard isNew.contains(op.stamp.seq) else { continue }
            isRegistration = isRegistration && outcomes.allSatisfy { $0.outcome == .applied }
            isPlain =
                isPlain && own.contains(op.stamp.seq)
                && outcomes.allSatisfy(\.isPredicted)
            for outcome in outcomes { try ConflictRow.note(outcome, in: op, replica) }
        }
        // Own ops that came out as predicted leave the tables as they are.
        if isPlain { return }
        if state.isErased {
            try HubLogEntry.eraseBodies(of: aggregate, in: replica)
            hasErased = true
        }
        if isRegistration, let body = ops.first?.body, try Replica.isNew(aggregate, in: replica) {
            return try Replica.register(aggregate, body.patches, in: replica)
        }
        for op in log.pending { _ = state.apply(op) }
        try Replica.rewrite(aggregate, as: state, in: replica)
    }

    /// Whether an instrument is heard of for the first time, and nothing else is said of it.
    private func isRegistration(_ ops: [StampedOp], alone log: AggregateLog) -> Bool {
        ops.count == 1 && ops.first?.header.kind == .register && log.settled.count == 1
            && log.pending.isEmpty && log.refused.isEmpty
            && ops.first?.body?.isPlainRegistration == true
    }

    /// Whether what has come was first among what waited, and all of that is of one life. Ops of other lives
    /// know each other by their places in the log, which those that wait do not have yet: what the tables show
    /// of them may come out otherwise.
    private func isFirst(_ ops: [StampedOp], of pending: [StampedOp]) -> Bool {
        let headers = (ops + pending).map(\.header)
        return zip(headers, headers.dropFirst()).allSatisfy { one, next in
            one.incarnation == next.incarnation && one.seq < next.seq
        }
    }

    /// The number up to which every own op has come back in the feed, or never will.
    func settledThrough() throws -> Int64 {
        var through = try Replica.settledThrough(replica)
        let statement = try PreparedStatement(
            "SELECT 1 FROM hub_log WHERE op_seq = ? AND is_own = 1",
            in: replica
        )
        let dead = try Store.translating(Journal.file) {
            let sql = "SELECT op_seq FROM dead_letter WHERE op_seq > ?"
            return try Int64.fetchSet(journal.cachedStatement(sql: sql), arguments: [through])
        }
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
