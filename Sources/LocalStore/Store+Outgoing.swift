import GRDB
import Storage
package import SyncCore

/// The moment at which the clock runs out that runs by some days, in seconds since 1970; `nil` where the law
/// sets none, or the days are no days.
package typealias DeadlineRule = (ReportedDays) -> Int64?

/// What is next in the outbox.
package struct NextOps: Sendable {
    package var outgoing: Outgoing
    /// When the next clock of a legal op that waits runs out, in seconds since 1970.
    package var deadline: Int64?
    /// Whether one has run out already.
    package var isLate: Bool
}

extension Store {
    private static let leastTrialWait: Int64 = 60 * 1000

    /// What goes to the hub next: legal ops first, the one with the nearest deadline before all, then what is
    /// interactive and bulk. What an op builds on in its aggregate goes before it, whatever its lane.
    ///
    /// Deadlines are computed here, by the calendar in force, and never stored. The rule is only asked for
    /// where a clock runs.
    ///
    /// - Throws: `StoreError`, and what `rule` throws.
    package func nextOps(
        _ order: LoadOrder,
        at now: Instant,
        by rule: () throws -> DeadlineRule
    ) throws -> NextOps {
        // Asked for after every page, and mostly nothing waits.
        guard try Self.translating(Journal.file, { try journal.queue.look(WaitingRow.isAny) })
        else {
            return NextOps(outgoing: Outgoing(ops: []), isLate: false)
        }
        let rule = try needed(rule)
        return try Self.translating(Journal.file) {
            try journal.queue.lookLong { database in
                let legal = try LegalQueue(database, by: rule)
                var selection = try OpSelection(order, in: database)
                for seq in legal.seqs { _ = try selection.add(seq) }
                let waits = try IsolatedOp.all(database).map {
                    (seq: $0.seq, wait: $0.wait(at: now, before: legal.deadlines[$0.seq]))
                }
                let urgent = !selection.ops.isEmpty
                if !urgent, let due = waits.first(where: { $0.wait == 0 })?.seq,
                    !order.leaving.contains(due),
                    let op = try selection.alone(due)
                {
                    return legal.next(Outgoing(ops: [op], isTrial: true), at: now)
                }
                for lane in order.second == .bulk
                    ? [Lane.bulk, .interactive] : [.interactive, .bulk]
                {
                    try WaitingRow.forEach(in: lane, database) { try selection.add($0) }
                }
                let outgoing = Outgoing(
                    ops: selection.ops,
                    hasMore: selection.isFull,
                    // One that is due and still behind others is looked at again soon.
                    nextTrial: waits.map { max($0.wait, Self.leastTrialWait) }.min()
                )
                return legal.next(outgoing, at: now)
            }
        }
    }

    /// When the clock of the most urgent legal op that waits runs out, in seconds since 1970.
    package func nearestDeadline(by rule: () throws -> DeadlineRule) throws -> Int64? {
        let rule = try needed(rule)
        return try Self.translating(Journal.file) {
            try journal.queue.look { try LegalQueue($0, by: rule).deadline }
        }
    }

    /// The rule, where a clock runs; asked for outside the databases, since who makes it reads them.
    func needed(_ rule: () throws -> DeadlineRule) throws -> DeadlineRule {
        let runs = try Self.translating(Journal.file) {
            try journal.queue.look { database in
                try WaitingRow.legal(database).contains { $0.days != nil }
            }
        }
        return runs ? try rule() : { _ in nil }
    }

    /// Every op that waits for the hub, oldest first.
    package func waitingOps() throws -> [WireOp] {
        try Self.translating(Journal.file) {
            try journal.queue.lookLong { database in
                let sql = "SELECT op_seq FROM waiting ORDER BY op_seq"
                let ops = try OutgoingOps(in: database)
                return try Int64.fetchAll(database.cachedStatement(sql: sql)).compactMap {
                    try ops.op($0)?.withReceipt(in: database)
                }
            }
        }
    }
}

/// The legal ops that wait, the nearest deadline first, those without one last.
struct LegalQueue {
    private(set) var seqs: [Int64] = []
    /// In seconds since 1970.
    private(set) var deadline: Int64?
    private(set) var deadlines: [Int64: Int64] = [:]

    init(_ database: Database, by rule: DeadlineRule) throws {
        let rows = try WaitingRow.legal(database)
        // Few days, many ops.
        var known: [ReportedDays: Int64] = [:]
        var ranked: [(seq: Int64, deadline: Int64)] = []
        for row in rows {
            let days = row.days
            let end = days.flatMap { known[$0] ?? rule($0) }
            if let days, let end { known[days] = end }
            if let end { deadlines[row.seq] = end }
            ranked.append((row.seq, end ?? .max))
        }
        ranked.sort { ($0.deadline, $0.seq) < ($1.deadline, $1.seq) }
        seqs = ranked.map(\.seq)
        deadline = ranked.first.flatMap { $0.deadline == .max ? nil : $0.deadline }
    }

    /// What goes next, with the clocks that have not run out and whether one has.
    fileprivate func next(_ outgoing: Outgoing, at now: Instant) -> NextOps {
        NextOps(
            outgoing: outgoing,
            deadline: deadlines.values.filter { $0 > now.seconds }.min(),
            isLate: deadline.map { $0 <= now.seconds } ?? false
        )
    }
}
