import GRDB
import Storage
import SyncCore

/// Which life of a site the hub knows. Two copies of a home would write under the same names; once one of
/// them has begun another life, the rest of the earlier one is not taken any more.
enum LifeRows {
    /// Refuses a batch with an op of an earlier life that the hub does not have and never had.
    static func check(_ ops: [WireOp], of site: RecordID, in database: Database) throws {
        let current = try incarnation(of: site, in: database)
        for op in ops where op.header.incarnation < current {
            if op.receipt?.statement.hash == op.seal.hash { continue }
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

    /// Notes the latest life that a batch shows.
    static func note(_ ops: [WireOp], of site: RecordID, in database: Database) throws {
        guard let latest = ops.map(\.header.incarnation).max() else { return }
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
        return try Int.fetchOne(database, sql: sql, arguments: [site.description]) ?? 0
    }
}
