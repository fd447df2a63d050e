import GRDB
import Signing

/// A table of one row that says whose a home is: no hash of an op covers it, so it has a digest of its own, made
/// anew with every change.
///
/// What each answer of the hub brings anew has none: when it came, how far the clocks are apart, its ranks.
enum DigestedRow: String, CaseIterable {
    case site
    case membership

    /// What the digest covers. What a later column is for needs a migration that writes it anew.
    private var columns: [String] {
        switch self {
        case .site:
            ["id", "incarnation", "role", "organisation", "name", "region", "created_at"]
        case .membership:
            [
                "hub", "url", "city", "ca", "receipt_key", "certificate", "certificate_expires",
                "epoch", "joined_at", "hub_time",
            ]
        }
    }

    /// Notes the digest of what the row says now.
    func writeDigest(in database: Database) throws {
        guard let digest = try digest(in: database) else { return }
        try database.cachedStatement(sql: "UPDATE \(rawValue) SET digest = ?")
            .execute(arguments: [Blob(digest).data])
    }

    /// Whether the row is the one that the digest is of; a table without a row is.
    func isWhole(in database: Database) throws -> Bool {
        guard let digest = try digest(in: database) else { return true }
        let sql = "SELECT count(*) FROM \(rawValue) WHERE digest IS ?"
        return try Int.fetchOne(database, sql: sql, arguments: [Blob(digest).data]) == 1
    }

    private func digest(in database: Database) throws -> [UInt8]? {
        let values = columns.map { "quote(\($0))" }.joined(separator: " || ',' || ")
        let statement = try database.cachedStatement(sql: "SELECT \(values) FROM \(rawValue)")
        return try String.fetchOne(statement).map { SHA256().digest(Array($0.utf8)) }
    }

    /// Rows from before there were digests are taken as they stand.
    static func migrate(_ database: Database) throws {
        for row in allCases {
            try database.execute(sql: "ALTER TABLE \(row.rawValue) ADD COLUMN digest BLOB")
            try row.writeDigest(in: database)
        }
    }
}
