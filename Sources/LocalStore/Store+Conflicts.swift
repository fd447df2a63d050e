import GRDB
import Storage
package import SyncCore

/// Two claims on one field that did not know each other, as this site keeps them.
package struct ConflictRecord: Hashable, Sendable {
    /// What a user types.
    package let n: Int64
    package let aggregate: RecordID
    package let kind: RecordKind
    package let record: RecordID
    package let field: String
    package let rule: MergeRule
    package let outcome: FieldOutcome.Kind
    package let winner: Side
    package let loser: Side
    /// The entry of the hub's log that settled it, where a person has.
    package let resolvedBy: Int64?

    /// The ranks by which it was decided: those in force when the hub received the later claim.
    package let authority: Authority

    /// One of the two claims.
    package struct Side: Hashable, Sendable {
        package let seq: Int64
        package let value: String?
        package let organisation: String
        package let party: Party
        package let site: RecordID
        package let author: String
        package let at: Instant
    }

    /// Whether it still waits for a person.
    package var isOpen: Bool { outcome == .needsHuman && resolvedBy == nil }
}

extension Store {
    /// Every conflict that this site knows of, or the open ones only; oldest first.
    package func conflicts(openOnly: Bool) throws -> [ConflictRecord] {
        try conflicts(where: openOnly ? ConflictRow.isOpen : "1", arguments: [])
    }

    /// The conflict with this number.
    package func conflict(_ n: Int64) throws -> ConflictRecord? {
        try conflicts(where: "n = ?", arguments: [n]).first
    }

    /// The conflicts on one instrument and what hangs on it.
    package func conflicts(on aggregate: RecordID) throws -> [ConflictRecord] {
        try conflicts(where: "aggregate_id = ?", arguments: [aggregate.description])
    }

    /// How many conflicts wait for a person: all that the site knows of, or those with a claim of one
    /// organisation.
    package func openConflicts(of organisation: String? = nil) throws -> Int {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = """
                    SELECT count(*) FROM conflict WHERE \(ConflictRow.isOpen)
                        AND (?1 IS NULL OR ?1 IN (winner_organisation, loser_organisation))
                    """
                let statement = try database.cachedStatement(sql: sql)
                return try Int.fetchOne(statement, arguments: [organisation]) ?? 0
            }
        }
    }

    private func conflicts(
        where condition: String,
        arguments: StatementArguments
    ) throws -> [ConflictRecord] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql =
                    "SELECT \(ConflictRow.columns) FROM conflict WHERE \(condition) ORDER BY n"
                return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
                    .compactMap(ConflictRow.record)
            }
        }
    }
}

/// The rows of `conflict`.
enum ConflictRow {
    static let columns = """
        conflict.*, (SELECT received_at FROM hub_log WHERE hub_log.seq = conflict.seq) AS received
        """
    static let isOpen = "outcome = 'needs-human' AND resolved_by IS NULL"

    /// Keeps the conflicts of one outcome, and closes those that it decides.
    static func note(_ outcome: FieldOutcome, in op: StampedOp, _ database: Database) throws {
        for seq in outcome.replaced {
            let row = try PreparedStatement(
                """
                UPDATE conflict SET resolved_by = ? WHERE record_id = ? AND field = ?
                    AND resolved_by IS NULL AND ? IN (winner_seq, loser_seq)
                """,
                in: database
            )
            row.bind(1, op.stamp.seq)
            row.bind(2, outcome.record.description)
            row.bind(3, outcome.field)
            row.bind(4, seq)
            try row.run()
        }
        for conflict in outcome.conflicts { try insert(conflict, outcome, in: op, database) }
    }

    /// Numbers the conflicts in the order in which the entries that have brought them are seen, which is the order
    /// of whoever reads entry by entry.
    static func number(in database: Database) throws {
        try database.execute(sql: "UPDATE conflict SET n = -n")
        try database.execute(
            sql: """
                UPDATE conflict SET n = place.n FROM (
                    SELECT conflict.n AS former,
                        row_number() OVER (ORDER BY at_seq, conflict.seq, conflict.n DESC) AS n
                    FROM conflict JOIN hub_log ON hub_log.seq = conflict.seq
                ) AS place
                WHERE conflict.n = place.former
                """
        )
    }

    /// Forgets conflicts of which the log has a claim no more, and resolutions that it has no more.
    static func forget(after seq: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM conflict WHERE max(seq, winner_seq, loser_seq) > ?
                    OR seq NOT IN (SELECT seq FROM hub_log)
                """,
            arguments: [seq]
        )
        try database.execute(
            sql: "UPDATE conflict SET resolved_by = NULL WHERE resolved_by > ?",
            arguments: [seq]
        )
    }

    private static func insert(
        _ conflict: ClaimConflict,
        _ outcome: FieldOutcome,
        in op: StampedOp,
        _ database: Database
    ) throws {
        var arguments: StatementArguments = [
            op.stamp.seq, op.header.aggregate.description, outcome.kind.rawValue,
            outcome.record.description, outcome.field, conflict.rule.rawValue,
            conflict.outcome.rawValue,
        ]
        for claim in [conflict.winner, conflict.loser] {
            arguments += [
                claim.seq, claim.value, claim.organisation, claim.party.rawValue,
                claim.site.description, claim.author, claim.claimedAt.milliseconds,
            ]
        }
        try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO conflict (seq, aggregate_id, record_kind, record_id, field,
                    rule, outcome, winner_seq, winner_value, winner_organisation, winner_party,
                    winner_site, winner_author, winner_at, loser_seq, loser_value,
                    loser_organisation, loser_party, loser_site, loser_author, loser_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: arguments)
    }

    static func record(_ row: Row) throws -> ConflictRecord? {
        guard let kind = RecordKind(rawValue: try row.read("record_kind")),
            let rule = MergeRule(rawValue: try row.read("rule")),
            let outcome = FieldOutcome.Kind(rawValue: try row.read("outcome")),
            let winner = try side("winner", of: row), let loser = try side("loser", of: row)
        else { return nil }
        return ConflictRecord(
            n: try row.read("n"),
            aggregate: RecordID(trusted: try row.read("aggregate_id")),
            kind: kind,
            record: RecordID(trusted: try row.read("record_id")),
            field: try row.read("field"),
            rule: rule,
            outcome: outcome,
            winner: winner,
            loser: loser,
            resolvedBy: try row.read("resolved_by"),
            authority: .inForce(at: Instant(milliseconds: try row.read("received") ?? 0))
        )
    }

    private static func side(_ name: String, of row: Row) throws -> ConflictRecord.Side? {
        guard let party = Party(rawValue: try row.read("\(name)_party")) else { return nil }
        return ConflictRecord.Side(
            seq: try row.read("\(name)_seq"),
            value: try row.read("\(name)_value"),
            organisation: try row.read("\(name)_organisation"),
            party: party,
            site: RecordID(trusted: try row.read("\(name)_site")),
            author: try row.read("\(name)_author"),
            at: Instant(milliseconds: try row.read("\(name)_at"))
        )
    }
}
