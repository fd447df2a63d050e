import GRDB
import Storage
import SyncCore

extension BlobRows {
    /// Files of which the last receipt is older than a moment and that no verification names, or has named when this was
    /// looked at before.
    static func unnamed(before limit: Instant, in database: Database) throws -> [CollectedBlob] {
        try database.execute(
            sql: """
                UPDATE blob_holder SET is_named = 1 WHERE is_named = 0 AND \(isNamedByAny)
                """
        )
        let sql = """
            SELECT digest, size FROM blob
            WHERE NOT EXISTS (
                SELECT * FROM blob_holder WHERE blob_holder.digest = blob.digest
                AND (is_named = 1
                    OR coalesce(json_extract(receipt, '$.statement.receivedAt'), ?1) >= ?1))
            ORDER BY digest
            """
        return try Row.fetchAll(database, sql: sql, arguments: [limit.milliseconds]).map { row in
            CollectedBlob(digest: try row.read("digest"), size: try row.read("size"))
        }
    }

    static func remove(_ blobs: [CollectedBlob], in database: Database) throws {
        for blob in blobs {
            for table in ["blob_holder", "blob"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE digest = ?",
                    arguments: [blob.digest]
                )
            }
        }
    }
}
