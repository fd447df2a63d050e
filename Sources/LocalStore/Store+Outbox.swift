import GRDB
import Storage
package import SyncCore

/// What an answer of the hub came to.
package struct KeptAnswer: Hashable, Sendable {
    package var received = 0
    /// What the hub can never take; dead letters now.
    package var refused: [DeadLetter] = []
    /// What the hub cannot take before others have sent again what it has lost.
    package var postponed: Set<Int64> = []

    package init() {}
}

/// A receipt with the op that it is about.
package struct KeptReceipt: Hashable, Sendable {
    package let receipt: Receipt
    /// The fields that did not simply apply.
    package let notes: [PushOutcome.FieldNote]
}

/// An op that the hub can never take.
package struct DeadLetter: Hashable, Sendable {
    package let seq: Int64
    package let aggregate: RecordID
    package let code: String
    package let detail: String
    package let at: Instant
}

extension Store {
    /// Keeps an answer: receipts and refusals in one durable transaction. What was refused leaves the
    /// tables; its op stays in the journal. The receipts have been checked by the caller.
    ///
    /// - Throws: `StoreError`.
    package func keep(_ answer: PushAnswer, at now: Instant) throws -> KeptAnswer {
        var kept = KeptAnswer()
        var buried: [DeadLetter] = []
        let lost = try lostAggregates()
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                var wasIsolated = false
                var receipts = try ReceiptRow.Writer(in: database)
                let waiting = try WaitingRow.Deletion(in: database)
                for outcome in answer.outcomes {
                    switch outcome {
                    case .received(let receipt, let notes):
                        try receipts.insert(receipt, notes)
                        if try waiting.delete(receipt.statement.op.seq) { wasIsolated = true }
                        kept.received += 1
                    case .refused(let seq, let code, _)
                    where try code != Self.reissuedCode
                        && Self.waitsForOthers(seq, lost, in: database):
                        kept.postponed.insert(seq)
                    case .refused(let seq, let code, let detail):
                        buried += try Self.bury(seq, code, detail, at: now, in: database)
                    // Nothing is decided about it: it waits until somebody has said which copy of the
                    // site goes on.
                    case .fork(let seq): try Halt.fork(seq: seq).insert(in: database)
                    }
                }
                if wasIsolated { try IsolatedOp.retryAll(in: database) }
            }
        }
        for letter in buried { try refold(letter.aggregate) }
        // What a copy of this site has said is not refused.
        kept.refused = buried.filter { $0.code != Self.reissuedCode }
        return kept
    }

    /// The receipts of this site, oldest op first.
    package func receipts() throws -> [KeptReceipt] {
        try Self.translating(Journal.file) { try journal.queue.look(ReceiptRow.all) }
    }

    /// The ops that the hub has refused for good and nobody has dealt with; not those that were said again
    /// under another name.
    package func deadLetters() throws -> [DeadLetter] {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = """
                    SELECT op_seq, aggregate_id, code, detail, at
                    FROM dead_letter JOIN outbox USING (op_seq)
                    WHERE code <> 'reissued' AND dropped_at IS NULL
                    ORDER BY op_seq
                    """
                return try Row.fetchAll(database.cachedStatement(sql: sql)).map { row in
                    DeadLetter(
                        seq: try row.read("op_seq"),
                        aggregate: RecordID(trusted: try row.read("aggregate_id")),
                        code: try row.read("code"),
                        detail: try row.read("detail"),
                        at: Instant(milliseconds: try row.read("at"))
                    )
                }
            }
        }
    }

    /// How many ops wait for the hub's word, and when the oldest of them was made.
    package func unreceivedSummary() throws -> (ops: Int64, oldest: Instant?) {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = """
                    SELECT (SELECT count(*) FROM waiting) AS count,
                        (SELECT claimed_at FROM outbox
                            WHERE op_seq = (SELECT min(op_seq) FROM waiting)) AS oldest
                    """
                guard let row = try Row.fetchOne(database.cachedStatement(sql: sql)) else {
                    return (0, nil)
                }
                let oldest: Int64? = try row.read("oldest")
                return (try row.read("count"), oldest.map(Instant.init(milliseconds:)))
            }
        }
    }

    /// Whether an op may be refused only because the hub was put back from a backup: it had the op, or the
    /// op builds on what others have to send again. Then the refusal is not the last word.
    private static func waitsForOthers(
        _ seq: Int64,
        _ lost: Set<String>,
        in database: Database
    ) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM former_receipt WHERE op_seq = ?)"
        if try Bool.fetchOne(database.cachedStatement(sql: sql), arguments: [seq]) == true {
            return true
        }
        guard !lost.isEmpty else { return false }
        let aggregate = "SELECT aggregate_id FROM outbox WHERE op_seq = ?"
        let id = try String.fetchOne(database.cachedStatement(sql: aggregate), arguments: [seq])
        return id.map(lost.contains) ?? false
    }

    private static func bury(
        _ seq: Int64,
        _ code: String,
        _ detail: String,
        at now: Instant,
        in database: Database
    ) throws -> [DeadLetter] {
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO dead_letter (op_seq, code, detail, at) VALUES (?, ?, ?, ?)
                """
        ).execute(arguments: [seq, code, detail, now.milliseconds])
        try WaitingRow.delete(seq, in: database)
        let sql = "SELECT aggregate_id FROM outbox WHERE op_seq = ?"
        let id = try String.fetchOne(database.cachedStatement(sql: sql), arguments: [seq])
        return id.map { id in
            [
                DeadLetter(
                    seq: seq,
                    aggregate: RecordID(trusted: id),
                    code: code,
                    detail: detail,
                    at: now
                )
            ]
        } ?? []
    }
}
