import GRDB
import Storage
import SyncCore

/// What stood in the hub's log until the hub was put back from a backup: copies by which this site can
/// show what the hub had published. They go when the same op comes again.
///
/// Of credit facts no words are kept: a deletion that the hub has lost as well would never reach them.
enum LostLog {
    /// Moves what this site has seen behind a place out of the log, and names the aggregates that it is
    /// about. An entry that became visible there goes as well, however old it is: the hub shows it again
    /// with what had made it visible.
    static func take(
        after seq: Int64,
        in database: Database
    ) throws -> Set<RecordID> {
        let aggregates = try String.fetchSet(
            database,
            sql: "SELECT DISTINCT aggregate_id FROM hub_log WHERE \(HubLogEntry.isBehind)",
            arguments: [seq]
        )
        try database.execute(
            sql: """
                UPDATE hub_log SET body = NULL
                WHERE \(HubLogEntry.isBehind) AND aggregate_id IN (SELECT id FROM credit_fact)
                """,
            arguments: [seq]
        )
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO hub_log_lost (\(HubLogEntry.columns))
                SELECT \(HubLogEntry.columns) FROM hub_log WHERE \(HubLogEntry.isBehind)
                """,
            arguments: [seq]
        )
        let rest = "DELETE FROM hub_log WHERE \(HubLogEntry.isBehind)"
        try database.execute(sql: rest, arguments: [seq])
        return Set(aggregates.map(RecordID.init(trusted:)))
    }

    static func hasAny(_ database: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM hub_log_lost)"
        return try Bool.fetchOne(database.cachedStatement(sql: sql)) ?? false
    }

    /// The op stands in the hub's log again.
    static func strike(_ op: OpID, in database: Database) throws {
        let row = try PreparedStatement(
            "DELETE FROM hub_log_lost WHERE site = ? AND incarnation = ? AND op_seq = ?",
            in: database
        )
        row.bind(1, op.site.description)
        row.bind(2, Int64(op.incarnation))
        row.bind(3, op.seq)
        try row.run()
    }

    /// How many ops of others are missing.
    static func count(_ database: Database) throws -> Int {
        let sql = """
            SELECT count(DISTINCT site || ' ' || incarnation || ' ' || op_seq)
            FROM hub_log_lost WHERE is_own = 0
            """
        return try Int.fetchOne(database, sql: sql) ?? 0
    }
}
