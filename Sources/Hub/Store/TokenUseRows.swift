import Foundation
import GRDB
import Storage
import SyncCore

/// Who has used which token, when and from where.
///
/// A row has what was given: an answer that was lost may be asked for again with the same token and for the same
/// key, and uses nothing up.
enum TokenUseRows {
    static let schema = """
        CREATE TABLE token_use (
            token BLOB NOT NULL REFERENCES token (digest),
            site TEXT NOT NULL,
            key TEXT NOT NULL,
            used_at INTEGER NOT NULL,
            address TEXT,
            given BLOB NOT NULL,
            PRIMARY KEY (token, site, key)
        ) STRICT, WITHOUT ROWID;
        """

    static func write(_ use: TokenUse, of site: RecordID, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO token_use (token, site, key, used_at, address, given)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(use.token), site.description, use.key, use.at.milliseconds,
                use.address, Data(use.certificate),
            ]
        )
    }

    /// The certificate that was given for the same token and key, as DER.
    static func given(
        for use: TokenUse,
        to site: RecordID,
        in database: Database
    ) throws -> [UInt8]? {
        try Data.fetchOne(
            database,
            sql: "SELECT given FROM token_use WHERE token = ? AND site = ? AND key = ?",
            arguments: [Data(use.token), site.description, use.key]
        ).map { [UInt8]($0) }
    }

    /// The error for a token that is used up: when and from where it was used last.
    static func usedUp(_ token: [UInt8], in database: Database) throws -> HubError {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT used_at, address FROM token_use WHERE token = ? ORDER BY used_at DESC",
            arguments: [Data(token)]
        )
        guard let row else { return .tokenUsed(at: nil, from: nil) }
        return .tokenUsed(
            at: Instant(milliseconds: try row.read("used_at")),
            from: try row.read("address")
        )
    }
}
