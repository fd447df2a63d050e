import GRDB
import Storage
import SyncCore

/// Rows of what the records of an aggregate come to, for each organisation that sees it.
struct DigestRows {
    private let insert: PreparedStatement
    private let delete: PreparedStatement

    init(_ database: Database) throws {
        insert = try PreparedStatement(
            """
            INSERT INTO digest (organisation, aggregate, records, sum) VALUES (?, ?, ?, ?)
            ON CONFLICT (organisation, aggregate) DO UPDATE SET
                records = excluded.records, sum = excluded.sum
            """,
            in: database
        )
        delete = try PreparedStatement(
            "DELETE FROM digest WHERE organisation = ? AND aggregate = ?",
            in: database
        )
    }

    /// An aggregate without records has no row, as it has no line of the export.
    func write(_ sum: StateSum, of aggregate: RecordID, to organisation: String) throws {
        guard sum != .zero else {
            delete.bind(1, organisation)
            delete.bind(2, aggregate.description)
            return try delete.run()
        }
        insert.bind(1, organisation)
        insert.bind(2, aggregate.description)
        insert.bind(3, sum.records)
        insert.bind(4, blob: sum.bytes)
        try insert.run()
    }

    /// Writes every row, in a database of a program that had none.
    static func writeAll(in database: Database) throws {
        let rows = try DigestRows(database)
        let summer = StateSummer()
        var sums: [String: StateSum] = [:]
        let record = try PreparedStatement(
            """
            SELECT line, aggregate FROM record
            WHERE line IS NOT NULL AND kind <> 'policy_document'
            """,
            in: database
        )
        while try record.step() {
            sums[record.text(1) ?? "", default: .zero] += summer.sum(
                of: try RecordRows.record(record)
            )
        }
        let seen = try PreparedStatement(
            "SELECT id, owner FROM aggregate UNION SELECT aggregate, organisation FROM reader",
            in: database
        )
        while try seen.step() {
            let id = seen.text(0) ?? ""
            guard let sum = sums[id], let organisation = seen.text(1) else { continue }
            try rows.write(sum, of: RecordID(trusted: id), to: organisation)
        }
    }

    // MARK: Reading

    static func total(of organisation: String, in database: Database) throws -> StateSum {
        let row = try PreparedStatement(
            "SELECT records, sum FROM digest WHERE organisation = ?",
            in: database
        )
        defer { row.reset() }
        row.bind(1, organisation)
        var total = StateSum.zero
        while try row.step() { total += try sum(row, 0) }
        return total
    }

    /// What the records of one aggregate come to; zero where there is no row.
    static func sum(
        of aggregate: RecordID,
        for organisation: String,
        in database: Database
    ) throws -> StateSum {
        let row = try PreparedStatement(
            "SELECT records, sum FROM digest WHERE organisation = ? AND aggregate = ?",
            in: database
        )
        defer { row.reset() }
        row.bind(1, organisation)
        row.bind(2, aggregate.description)
        return try row.step() ? try sum(row, 0) : .zero
    }

    static func parts(
        of organisation: String,
        under prefix: String,
        in database: Database
    ) throws -> [StateRange] {
        guard let first = try edge(of: organisation, prefix, "", in: database),
            let last = try edge(of: organisation, prefix, "DESC", in: database)
        else { return [] }
        var parting = StateParting(first: first, last: last)
        let row = try select("aggregate, records, sum", organisation, prefix, "", database)
        defer { row.reset() }
        while try row.step() {
            parting.add(RecordID(trusted: row.text(0) ?? ""), try sum(row, 1))
        }
        return parting.parts
    }

    private static func edge(
        of organisation: String,
        _ prefix: String,
        _ order: String,
        in database: Database
    ) throws -> RecordID? {
        let row = try select("aggregate", organisation, prefix, order, database)
        defer { row.reset() }
        return try row.step() ? row.text(0).map(RecordID.init(trusted:)) : nil
    }

    private static func select(
        _ columns: String,
        _ organisation: String,
        _ prefix: String,
        _ order: String,
        _ database: Database
    ) throws -> PreparedStatement {
        let row = try PreparedStatement(
            """
            SELECT \(columns) FROM digest
            WHERE organisation = ? AND aggregate >= ? AND aggregate < ?
            ORDER BY aggregate \(order)
            """,
            in: database
        )
        row.bind(1, organisation)
        row.bind(2, prefix)
        // Behind every letter of an id.
        row.bind(3, prefix + "~")
        return row
    }

    private static func sum(_ row: PreparedStatement, _ column: Int32) throws -> StateSum {
        guard let sum = StateSum(records: row.integer(column), bytes: row.blob(column + 1)) else {
            throw HubError.unreadable("a digest")
        }
        return sum
    }
}
