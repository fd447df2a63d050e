import GRDB
import Synchronization

/// Every row of a database as text, table by table.
struct Dump: Hashable {
    private let tables: [String: String]

    /// Reads a file that nobody has open, and has SQLite check it. Colours are left out: they are judged,
    /// not kept.
    init(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        tables = try queue.read { database in
            let check = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
            guard check == "ok" else { throw PowerCutFlaw("\(path): \(check ?? "")") }
            let names = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
            var tables: [String: String] = [:]
            for row in try Row.fetchAll(database, sql: names) {
                let sql = try Self.query(row["name"], madeBy: row["sql"], in: database)
                tables[row["name"]] = try String.fetchOne(database, sql: sql)
            }
            return tables
        }
        try queue.close()
    }

    /// All rows of a table in one text, a row a line.
    private static func query(
        _ table: String,
        madeBy schema: String,
        in database: Database
    ) throws -> String {
        if let known = queries.withLock({ $0[schema] }) { return known }
        let columns = try database.columns(in: table).map(\.name)
            .filter { !["color", "violations"].contains($0) }
            .map { "quote(\($0))" }.joined(separator: " || ', ' || ")
        let rows = "SELECT \(columns) AS line FROM \(table) ORDER BY 1"
        let query = "SELECT group_concat(line, char(10)) FROM (\(rows))"
        queries.withLock { $0[schema] = query }
        return query
    }

    /// By the statement that has made the table.
    private static let queries = Mutex<[String: String]>([:])

    /// Whether a text stands anywhere in it.
    func contains(_ text: String) -> Bool { tables.values.contains { $0.contains(text) } }

    /// What differs, for the report.
    func difference(from other: Dump) -> String {
        for table in Set(tables.keys).union(other.tables.keys).sorted() {
            let (mine, others) = (lines(of: table), other.lines(of: table))
            guard mine != others else { continue }
            let extra = mine.subtracting(others).sorted().first ?? ""
            let missing = others.subtracting(mine).sorted().first ?? ""
            return "\(table): \(mine.count) rows for \(others.count), has \(extra.prefix(200)), "
                + "lacks \(missing.prefix(200))"
        }
        return "nothing"
    }

    private func lines(of table: String) -> Set<Substring> {
        Set((tables[table] ?? "").split(separator: "\n"))
    }
}
