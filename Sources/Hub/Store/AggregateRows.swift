import GRDB
import Storage
import SyncCore

/// Rows of aggregates and of those who may read them.
enum AggregateRows {
    /// Folds an aggregate from the log; `nil` where nobody has registered it.
    static func aggregate(_ id: RecordID, in database: Database) throws -> KnownAggregate? {
        guard let owner = try owner(of: id, in: database) else { return nil }
        var aggregate = KnownAggregate(owner: owner)
        aggregate.bodies = try bodies(of: id, in: database)
        let row = try PreparedStatement(
            "SELECT \(EntryReader.columns) FROM log WHERE aggregate = ? ORDER BY seq",
            in: database
        )
        defer { row.reset() }
        row.bind(1, id.description)
        let reader = EntryReader()
        while try row.step() { _ = aggregate.apply(try reader.stamped(row)) }
        return aggregate
    }

    /// The number of the entry with which an application first asks a body; `nil` where none does.
    static func first(
        naming body: String,
        of id: String,
        in database: Database
    ) throws -> Int64? {
        let row = try PreparedStatement(
            "SELECT \(EntryReader.columns) FROM log WHERE aggregate = ? ORDER BY seq",
            in: database
        )
        defer { row.reset() }
        row.bind(1, id)
        var state = AggregateState()
        let reader = EntryReader()
        while try row.step() {
            let op = try reader.stamped(row)
            _ = state.apply(op)
            if state.bodies.contains(body) { return op.stamp.seq }
        }
        return nil
    }

    static func owner(of id: RecordID, in database: Database) throws -> String? {
        let row = try PreparedStatement("SELECT owner FROM aggregate WHERE id = ?", in: database)
        defer { row.reset() }
        row.bind(1, id.description)
        return try row.step() ? row.text(0) : nil
    }

    static func bodies(of id: RecordID, in database: Database) throws -> Set<String> {
        let sql = "SELECT organisation FROM reader WHERE aggregate = ?"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        row.bind(1, id.description)
        var bodies: Set<String> = []
        while try row.step() {
            if let body = row.text(0) { bodies.insert(body) }
        }
        return bodies
    }
}

extension SQLiteHubStore {
    /// Lets a new organisation read what the authority has given to all. Nobody has read its feed yet,
    /// so every entry stands at its own number.
    static func showDocuments(to code: String, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO visible (organisation, at_seq, log_seq)
                SELECT ?, log.seq, log.seq
                FROM aggregate JOIN log ON log.aggregate = aggregate.id
                WHERE aggregate.owner = 'authority'
                """,
            arguments: [code]
        )
    }

    /// Lets a body that has just been named by the authority read the instruments for which
    /// applications have asked it before, each entry at the number at which it would have become
    /// visible, had the body been known from the start.
    ///
    /// So nothing depends on when it was named: after the hub was put back to before that and it is named
    /// again, a site that had read on from then still finds behind its cursor what it has not read.
    static func admit(newBody code: String, in database: Database) throws {
        // Rare enough to read the log through: what a record says now may be another body.
        let sql = "SELECT DISTINCT aggregate FROM log WHERE instr(body, ?) > 0 ORDER BY aggregate"
        for id in try String.fetchAll(database, sql: sql, arguments: [code]) {
            guard let first = try AggregateRows.first(naming: code, of: id, in: database) else {
                continue
            }
            try database.execute(
                sql: "INSERT INTO reader (aggregate, organisation) VALUES (?, ?)",
                arguments: [id, code]
            )
            try database.execute(
                sql: """
                    INSERT INTO visible (organisation, at_seq, log_seq)
                    SELECT ?, max(seq, ?), seq FROM log WHERE aggregate = ?
                    """,
                arguments: [code, first, id]
            )
        }
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO digest (organisation, aggregate, records, sum)
                SELECT reader.organisation, digest.aggregate, digest.records, digest.sum
                FROM reader JOIN aggregate ON aggregate.id = reader.aggregate
                    JOIN digest ON digest.organisation = aggregate.owner
                        AND digest.aggregate = aggregate.id
                WHERE reader.organisation = ?
                """,
            arguments: [code]
        )
    }
}
