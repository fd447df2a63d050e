import GRDB
import Storage
import SyncCore

/// Which life of a site the hub knows. Two copies of a home would write under the same names; once one of
/// them has begun another life, the rest of the earlier one is not taken any more.
enum LifeRows {
    /// Refuses a batch with an op of an earlier life that the hub does not have and never had: a genuine receipt
    /// shows that it had.
    static func check(_ ops: [IncomingOp], of site: RecordID, in database: Database) throws {
        let current = try incarnation(of: site, in: database)
        for op in ops.lazy.map(\.op) where op.header.incarnation < current {
            if op.receipt != nil { continue }
            let row = try PreparedStatement(
                "SELECT 1 FROM log WHERE site = ? AND incarnation = ? AND op_seq = ?",
                in: database
            )
            defer { row.reset() }
            row.bind(1, site.description)
            row.bind(2, Int64(op.header.incarnation))
            row.bind(3, op.header.seq)
            guard try row.step() else { throw HubError.staleIncarnation(current: current) }
        }
    }

    /// Whether what an op says stands in the log already under another name: its first one, or that under
    /// which a copy of the home has said it again. An op that comes under its first name can be too late for
    /// that only where the hub had lost it, and then it brings its receipt.
    static func hasSaid(_ op: WireOp, in database: Database) throws -> Bool {
        let first = op.receipt == nil ? nil : op.header.ownName
        guard let name = op.header.reissueOf ?? first else { return false }
        let row = try PreparedStatement(
            """
            SELECT 1 FROM log
            WHERE site = ?1 AND claimed_at = ?2 AND body = ?3
                AND ((incarnation = ?4 AND op_seq = ?5) OR reissue_of = ?6)
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, op.header.site.description)
        row.bind(2, op.header.claimedAt.milliseconds)
        row.bind(3, utf8: op.body ?? [])
        row.bind(4, Int64(name.incarnation))
        row.bind(5, name.seq)
        row.bind(6, name.description)
        return try row.step()
    }

    /// The op of a life with the greatest number that the log has.
    static func newest(
        of site: RecordID,
        inLife incarnation: Int,
        in database: Database
    ) throws -> OwnPlace? {
        let row = try PreparedStatement(
            """
            SELECT op_seq, hash FROM log
            WHERE site = ? AND incarnation = ? ORDER BY op_seq DESC LIMIT 1
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, site.description)
        row.bind(2, Int64(incarnation))
        guard try row.step() else { return nil }
        let name = OwnName(incarnation: incarnation, seq: row.integer(0))
        return OwnPlace(name: name, hash: row.blob(1))
    }

    /// Notes the latest life that a batch shows.
    static func note(_ ops: [IncomingOp], of site: RecordID, in database: Database) throws {
        guard let latest = ops.lazy.map(\.op.header.incarnation).max() else { return }
        let row = try PreparedStatement(
            "UPDATE site SET incarnation = ?1 WHERE id = ?2 AND incarnation < ?1",
            in: database
        )
        row.bind(1, Int64(latest))
        row.bind(2, site.description)
        try row.run()
    }

    static func incarnation(of site: RecordID, in database: Database) throws -> Int {
        let sql = "SELECT incarnation FROM site WHERE id = ?"
        return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [site.description])
            ?? 0
    }
}
