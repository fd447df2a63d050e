import GRDB
import Signing
import Storage
import SyncCore

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
                "hub", "url", "city", "ca", "receipt_keys", "certificate", "certificate_expires",
                "epoch", "joined_at", "hub_time",
            ]
        }
    }

    /// What the digest of the membership covered while a hub had one key only.
    private static let columnsWithOneKey = [
        "hub", "url", "city", "ca", "receipt_key", "certificate", "certificate_expires", "epoch",
        "joined_at", "hub_time",
    ]

    /// Notes the digest of what the row says now.
    func writeDigest(in database: Database) throws {
        try writeDigest(over: columns, in: database)
    }

    private func writeDigest(over columns: [String], in database: Database) throws {
        guard let digest = try digest(over: columns, in: database) else { return }
        try database.cachedStatement(sql: "UPDATE \(rawValue) SET digest = ?")
            .execute(arguments: [Blob(digest).data])
    }

    /// Whether the row is the one that the digest is of; a table without a row is.
    func isWhole(in database: Database) throws -> Bool {
        try isWhole(over: columns, in: database)
    }

    private func isWhole(over columns: [String], in database: Database) throws -> Bool {
        guard let digest = try digest(over: columns, in: database) else { return true }
        let sql = "SELECT count(*) FROM \(rawValue) WHERE digest IS ?"
        return try Int.fetchOne(database, sql: sql, arguments: [Blob(digest).data]) == 1
    }

    private func digest(over columns: [String], in database: Database) throws -> [UInt8]? {
        let values = columns.map { "quote(\($0))" }.joined(separator: " || ',' || ")
        let statement = try database.cachedStatement(sql: "SELECT \(values) FROM \(rawValue)")
        return try String.fetchOne(statement).map { SHA256().digest(Array($0.utf8)) }
    }

    /// Rows from before there were digests are taken as they stand.
    static func migrate(_ database: Database) throws {
        for row in allCases {
            try database.execute(sql: "ALTER TABLE \(row.rawValue) ADD COLUMN digest BLOB")
            let columns = row == .membership ? columnsWithOneKey : row.columns
            try row.writeDigest(over: columns, in: database)
        }
    }

    /// Puts the list of the hub's keys in the place of the one key. A row that was damaged before stays so.
    static func migrateKeys(_ database: Database) throws {
        guard try membership.isWhole(over: columnsWithOneKey, in: database) else {
            throw StoreError.damaged(file: Journal.file, detail: membership.rawValue)
        }
        try database.execute(
            sql: "ALTER TABLE membership ADD COLUMN receipt_keys TEXT NOT NULL DEFAULT ''"
        )
        let sql = "SELECT hub, receipt_key FROM membership"
        for row in try Row.fetchAll(database, sql: sql) {
            let id: String = try row.read("hub")
            let key = try SuitePublicKey(.ed25519, raw: Blob(row.read("receipt_key")).bytes)
            let keys = HubKeys(hub: RecordID(trusted: id), first: key)
            try database.execute(
                sql: "UPDATE membership SET receipt_keys = ? WHERE hub = ?",
                arguments: [keys.json.canonicalText, id]
            )
        }
        try database.execute(sql: "ALTER TABLE membership DROP COLUMN receipt_key")
        try membership.writeDigest(in: database)
    }
}
