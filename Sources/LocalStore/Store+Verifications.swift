import GRDB
import Storage
package import SyncCore

extension Store {
    /// The results of verification bodies that a user may have meant: by full id, by the number of the
    /// certificate, or by the beginning of an id; at most 20. Those that were corrected come last.
    ///
    /// - Throws: `StoreError`.
    package func results(matching text: String) throws -> [CanonicalRecord] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                for condition in [
                    "id = lower(?1)", "certificate_number = ?1",
                    "length(?1) >= 8 AND substr(id, 1, length(?1)) = lower(?1)",
                ] {
                    let sql = """
                        SELECT id FROM verification WHERE declared = 0 AND (\(condition))
                        ORDER BY effective DESC, id LIMIT 20
                        """
                    let ids = try String.fetchAll(database, sql: sql, arguments: [text])
                    guard ids.isEmpty else {
                        return try ids.compactMap {
                            let id = RecordID(trusted: $0)
                            return try CanonicalRow.record(.verification, id, in: database)
                        }
                    }
                }
                return []
            }
        }
    }
}

extension StoreWriter {
    /// The verification with this id, as the ops written so far have left it.
    package func verification(_ id: RecordID) throws -> CanonicalRecord? {
        try Store.translating(Replica.file) {
            try CanonicalRow.record(.verification, id, in: replica)
        }
    }

    /// Whether this body has already issued a certificate under this number.
    package func hasCertificate(_ number: String, of body: String) throws -> Bool {
        try Store.translating(Replica.file) {
            let sql = """
                SELECT EXISTS (SELECT 1 FROM verification
                    JOIN application ON application.id = verification.application
                    WHERE verification.certificate_number = ? AND verification.declared = 0
                        AND application.body = ?)
                """
            return try Bool.fetchOne(replica, sql: sql, arguments: [number, body]) ?? false
        }
    }
}
