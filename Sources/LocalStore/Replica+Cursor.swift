import GRDB
import Storage
import SyncCore

// How far the hub's log has been read, and where the site has been before.

extension Replica {
    static func cursor(_ database: Database) throws -> SyncCore.Cursor? {
        let row = try PreparedStatement(
            "SELECT epoch, seq, mark FROM cursor WHERE shard = ?",
            in: database
        )
        defer { row.reset() }
        row.bind(1, SyncCore.Cursor.cityShard)
        guard try row.step() else { return nil }
        guard let mark = row.text(2).flatMap(Mark.init), !row.isNull(0), !row.isNull(1) else {
            throw StoreError.unreadableRow(of: file)
        }
        return SyncCore.Cursor(epoch: Int(row.integer(0)), seq: row.integer(1), mark: mark)
    }

    /// The number up to which every own op is settled.
    static func settledThrough(_ database: Database) throws -> Int64 {
        let sql = "SELECT settled_through FROM cursor WHERE shard = ?"
        return try Int64.fetchOne(
            database.cachedStatement(sql: sql),
            arguments: [SyncCore.Cursor.cityShard]
        ) ?? 0
    }

    /// Moves the cursor, and notes the place.
    static func setCursor(
        _ cursor: SyncCore.Cursor,
        settledThrough: Int64,
        in database: Database
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO cursor (shard, epoch, seq, mark, settled_through)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (shard) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq,
                    mark = excluded.mark, settled_through = excluded.settled_through
                """
        ).execute(arguments: [
            cursor.shard, cursor.epoch, cursor.seq, cursor.mark.hex, settledThrough,
        ])
        try note(cursor, in: database)
    }

    private static func note(_ place: SyncCore.Cursor, in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO cursor_history (seq, epoch, mark) VALUES (?, ?, ?)"
        ).execute(arguments: [place.seq, place.epoch, place.mark.hex])
        let places = try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT seq FROM cursor_history")
        )
        let kept = SyncCore.Cursor.worthKeeping(places, latest: place.seq)
        for seq in places where !kept.contains(seq) {
            try database.cachedStatement(sql: "DELETE FROM cursor_history WHERE seq = ?").execute(
                arguments: [seq])
        }
    }

    /// Forgets all places but the present one, which it gives: for entries of which nobody knows any more
    /// since when the site has seen them. Whoever has to go back behind the present goes back to the start.
    static func forgetWay(in database: Database) throws -> Int64 {
        let place = try cursor(database)?.seq ?? 0
        try database.execute(
            sql: "DELETE FROM cursor_history WHERE seq < ?",
            arguments: [place]
        )
        return place
    }

    /// The newest place where this site has been, at another or before it, unless its mark is known to be
    /// another there; the start, where none is.
    static func place(
        atOrBefore told: SyncCore.Cursor,
        in database: Database
    ) throws -> SyncCore.Cursor {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT seq, mark FROM cursor_history WHERE seq < ?1 OR (seq = ?1 AND mark = ?2)
                    ORDER BY seq DESC LIMIT 1
                    """
            ),
            arguments: [told.seq, told.mark.hex]
        )
        guard let row, let mark = Mark(try row.read("mark")) else {
            return .start(epoch: told.epoch)
        }
        return SyncCore.Cursor(epoch: told.epoch, seq: try row.read("seq"), mark: mark)
    }
}
