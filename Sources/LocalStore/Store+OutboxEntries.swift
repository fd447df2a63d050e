import GRDB
import Storage
package import SyncCore

/// An op of the journal, as its way to the hub is told.
package struct OutboxEntry: Sendable {
    package let seq: Int64
    package let aggregate: RecordID
    package let kind: OpKind
    package let lane: Lane
    /// When it was made.
    package let claimedAt: Instant
    /// When the clock runs out that it meets, in seconds since 1970.
    package let deadline: Int64?
    package let state: State

    package enum State: Sendable {
        case waiting
        /// The hub fails at it.
        case isolated(IsolatedOp)
        /// The hub can never take it.
        case refused(DeadLetter)
        /// The hub has never taken it, and a person has dealt with it otherwise.
        case dropped(DeadLetter, by: String, reason: String)
        case received(hubSeq: Int64, at: Instant)
    }
}

extension Store {
    /// Hands what waits to `body`: legal ops first, the nearest deadline before all, then by lane, oldest first.
    ///
    /// - Throws: `StoreError`, and what `rule` and `body` throw.
    package func forEachWaiting(
        in wanted: Lane? = nil,
        by rule: () throws -> DeadlineRule,
        _ body: (OutboxEntry) throws -> Void
    ) throws {
        let rule = try needed(rule)
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let legal = try LegalQueue(database, by: rule)
                let isolated = Dictionary(
                    uniqueKeysWithValues: try IsolatedOp.all(database).map { ($0.seq, $0) }
                )
                func tell(_ seq: Int64) throws -> Bool {
                    let entry = try Self.outboxEntry(
                        seq,
                        deadline: legal.deadlines[seq],
                        isolated: isolated[seq],
                        in: database
                    )
                    if let entry { try body(entry) }
                    return true
                }
                for lane in Lane.allCases where wanted == nil || wanted == lane {
                    if lane == .legal {
                        for seq in legal.seqs { _ = try tell(seq) }
                    } else {
                        try WaitingRow.forEach(in: lane, database, tell)
                    }
                }
            }
        }
    }

    /// One op and what it says; `nil` where the journal has no such number.
    package func outboxEntry(
        _ seq: Int64,
        by rule: () throws -> DeadlineRule
    ) throws -> (entry: OutboxEntry, body: OpBody?)? {
        let rule = try needed(rule)
        return try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let legal = try LegalQueue(database, by: rule)
                let isolated = try IsolatedOp.all(database).first { $0.seq == seq }
                let entry = try Self.outboxEntry(
                    seq,
                    deadline: legal.deadlines[seq],
                    isolated: isolated,
                    in: database
                )
                return try entry.map { ($0, try Self.op(seq, in: database)?.body) }
            }
        }
    }

    private static func outboxEntry(
        _ seq: Int64,
        deadline: Int64?,
        isolated: IsolatedOp?,
        in database: Database
    ) throws -> OutboxEntry? {
        guard let op = try op(seq, in: database) else { return nil }
        return OutboxEntry(
            seq: seq,
            aggregate: op.header.aggregate,
            kind: op.header.kind,
            lane: Lane(op.header.kind, batch: op.header.batch, body: op.body),
            claimedAt: op.header.claimedAt,
            deadline: deadline,
            state: try isolated.map { .isolated($0) } ?? state(of: op, in: database)
        )
    }

    private static func state(of op: StoredOp, in database: Database) throws -> OutboxEntry.State {
        let seq = op.header.seq
        let receipt = "SELECT hub_seq, received_at FROM receipt WHERE op_seq = ?"
        if let row = try Row.fetchOne(database, sql: receipt, arguments: [seq]) {
            return .received(
                hubSeq: try row.read("hub_seq"),
                at: Instant(milliseconds: try row.read("received_at"))
            )
        }
        let sql = """
            SELECT code, detail, at, dropped_by, dropped_reason FROM dead_letter WHERE op_seq = ?
            """
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [seq]) else {
            return .waiting
        }
        let letter = DeadLetter(
            seq: seq,
            aggregate: op.header.aggregate,
            code: try row.read("code"),
            detail: try row.read("detail"),
            at: Instant(milliseconds: try row.read("at"))
        )
        guard let by: String = try row.read("dropped_by") else { return .refused(letter) }
        return .dropped(letter, by: by, reason: try row.read("dropped_reason") ?? "")
    }
}

extension Store {
    /// A person has dealt with a dead letter otherwise: it is named no more, and stays in journal and history.
    ///
    /// - Returns: `false` where the op is no dead letter that anybody has to deal with.
    /// - Throws: `StoreError`.
    package func drop(
        _ seq: Int64,
        by author: String,
        reason: String,
        at now: Instant
    ) throws -> Bool {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.execute(
                    sql: """
                        UPDATE dead_letter
                        SET dropped_at = ?, dropped_by = ?, dropped_reason = ?
                        WHERE op_seq = ? AND code <> ? AND dropped_at IS NULL
                        """,
                    arguments: [now.milliseconds, author, reason, seq, Self.reissuedCode]
                )
                return database.changesCount > 0
            }
        }
    }

    /// Sends a dead letter once more: it waits again, and stands in the tables again.
    ///
    /// - Returns: `false` where the op is no dead letter.
    /// - Throws: `StoreError`.
    package func retryRefused(_ seq: Int64) throws -> Bool {
        guard let letter = try deadLetters().first(where: { $0.seq == seq }) else { return false }
        // First: while the op is dead this changes nothing, and the next page moves it on again.
        try Self.translating(Replica.file) {
            try replica.queue.write { database in
                try database.execute(
                    sql: "UPDATE cursor SET settled_through = min(settled_through, ?)",
                    arguments: [seq - 1]
                )
            }
        }
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                guard let op = try Self.op(seq, in: database) else { return }
                try database.execute(
                    sql: "DELETE FROM dead_letter WHERE op_seq = ?",
                    arguments: [seq]
                )
                try WaitingRow.insert(
                    seq,
                    op.header.kind,
                    batch: op.header.batch,
                    op.body,
                    in: database
                )
            }
        }
        try refold(letter.aggregate)
        return true
    }
}
