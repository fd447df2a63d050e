import GRDB
import SyncCore

// No digest covers the place up to which the hub's log was read. It stands here twice, though: as the cursor, and
// among the places where the site has been.

extension Replica {
    /// Reads how far the hub's log was read, at a start: a site that went on from elsewhere would miss something.
    ///
    /// - Throws: `StoreError.damaged` where the cursor is no place where the site has been.
    static func checkCursor(_ database: Database) throws {
        let cursor = try cursor(database)
        let sql = """
            SELECT count(*) FROM cursor LEFT JOIN cursor_history AS place ON place.seq = cursor.seq
                AND place.epoch = cursor.epoch AND place.mark = cursor.mark
            WHERE place.seq IS NULL OR shard <> ?
            """
        let strange = try Int.fetchOne(database, sql: sql, arguments: [SyncCore.Cursor.cityShard])
        let places = "SELECT count(*) FROM cursor_history"
        guard strange == 0, try cursor != nil || Int.fetchOne(database, sql: places) == 0 else {
            throw StoreError.damaged(file: file, detail: "cursor")
        }
    }

    /// What is wrong with the place up to which the hub's log was read, and what was settled there; `nil` where
    /// nothing is. `dead` are the own ops that the hub has refused.
    ///
    /// - Throws: `StoreError.damaged`.
    static func faultOfCursor(dead: Set<Int64>, in database: Database) throws -> String? {
        try checkCursor(database)
        let marks = try String.fetchAll(database, sql: "SELECT mark FROM cursor_history")
        guard marks.allSatisfy({ Mark($0) != nil }) else { return "cursor_history" }
        let seq = try Int64.fetchOne(
            database,
            sql: """
                SELECT seq FROM hub_log
                WHERE at_seq > 0 AND at_seq < seq
                    OR at_seq > (SELECT ifnull(max(seq), 0) FROM cursor)
                ORDER BY seq
                """
        )
        if let seq { return "hub_log \(seq)" }
        return try isSettledTooFar(dead: dead, in: database) ? "cursor" : nil
    }

    /// Whether an own op counts as settled that is neither in the hub's log nor refused.
    private static func isSettledTooFar(dead: Set<Int64>, in database: Database) throws -> Bool {
        let settled = try settledThrough(database)
        let sql = "SELECT op_seq FROM hub_log WHERE is_own = 1 AND op_seq <= ?"
        let own = try Int64.fetchSet(database, sql: sql, arguments: [settled])
        return own.union(dead.filter { $0 <= settled }).count != settled
    }
}
