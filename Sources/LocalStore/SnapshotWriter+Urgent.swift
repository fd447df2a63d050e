import GRDB
package import Policy
import Storage
import SyncCore

extension SnapshotWriter {
    /// Days before the end of a validity from which an instrument wants attention.
    private static let daysAhead = 60
    /// A slice is made where it is no more than this part of the whole; a larger one would not be there much earlier.
    private static let shareMax = 4

    /// Writes, to a file that is not there yet, the rows of a whole one that want attention on a day or soon after:
    /// credit facts and documents, and instruments of which somebody has to do something. A site that has this
    /// file stands at the start of the log.
    ///
    /// - Returns: whether the file was made.
    /// - Throws: `StoreError`; then the file is to be thrown away.
    package static func writeUrgent(from whole: String, to path: String, on day: Day) throws -> Bool
    {
        try Store.translating(Replica.file) {
            let queue = try DatabaseFile.create(path)
            defer { try? queue.close() }
            try Replica.migrator.migrate(queue)
            let isMade = try queue.writeWithoutTransaction { database in
                try withoutJournal(database)
                try database.execute(sql: "ATTACH ? AS whole", arguments: [whole])
                try chooseUrgent(until: day.adding(days: daysAhead).description, in: database)
                guard try isSmall(database) else { return false }
                try database.inTransaction(.immediate) {
                    for (table, id) in tables { try copy(table, by: id, in: database) }
                    return .commit
                }
                try database.execute(sql: "DETACH whole")
                return true
            }
            try queue.close()
            return isMade
        }
    }

    /// The tables with rows about aggregates, and the column that names these; an instrument before what hangs on it.
    private static let tables = [
        ("instrument", "id"), ("verification", "instrument_id"), ("application", "instrument_id"),
        ("credit_fact", "id"), ("policy_document", "id"), ("hub_log", "aggregate_id"),
        ("conflict", "aggregate_id"),
    ]

    /// Names them in a table of the connection. Of registrations that are one instrument all are taken, since
    /// what is said of one counts for another.
    private static func chooseUrgent(until last: String, in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE urgent (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
                INSERT INTO urgent SELECT id FROM whole.credit_fact
                    UNION ALL SELECT id FROM whole.policy_document
                """
        )
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO urgent SELECT id FROM whole.instrument
                WHERE compulsory = 1 AND status <> 'scrapped'
                    AND (latest_result IS NOT 'pass' OR valid_until <= ?)
                """,
            arguments: [last]
        )
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO urgent SELECT instrument_id FROM whole.application
                WHERE state NOT IN ('completed', 'returned', 'withdrawn');
                INSERT OR IGNORE INTO urgent
                    WITH RECURSIVE one (id, other) AS (
                        SELECT id, merged_into FROM whole.instrument WHERE merged_into IS NOT NULL
                        UNION SELECT merged_into, id FROM whole.instrument
                            WHERE merged_into IS NOT NULL
                    ), member (id) AS (
                        SELECT one.id FROM one JOIN urgent ON urgent.id = one.id
                        UNION SELECT one.other FROM one JOIN member ON member.id = one.id
                    )
                    SELECT id FROM member
                """
        )
    }

    /// Whether there is something, and it is little.
    private static func isSmall(_ database: Database) throws -> Bool {
        let sql = """
            SELECT (SELECT count(*) FROM urgent) * ?
                BETWEEN 1 AND (SELECT count(*) FROM whole.instrument)
            """
        return try Bool.fetchOne(database, sql: sql, arguments: [shareMax]) ?? false
    }

    private static func copy(_ table: String, by id: String, in database: Database) throws {
        // Not those that SQLite makes of others.
        let names = "SELECT name FROM pragma_table_info(?)"
        let columns = try String.fetchAll(database, sql: names, arguments: [table])
            .joined(separator: ", ")
        try database.execute(
            sql: """
                INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM whole.\(table)
                WHERE \(id) IN (SELECT id FROM urgent) ORDER BY rowid
                """
        )
    }
}
