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

extension Store {
    /// The newest result of an instrument that counts and names a certificate file.
    ///
    /// - Throws: `StoreError`.
    package func latestCertificate(of instrument: RecordID) throws -> CanonicalRecord? {
        let ids = try aliases().members(of: instrument)
        return try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let marks = Array(repeating: "?", count: ids.count).joined(separator: ", ")
                let sql = """
                    SELECT id FROM verification
                    WHERE instrument_id IN (\(marks)) AND effective = 1
                        AND certificate_digest IS NOT NULL
                    ORDER BY verified_on DESC, id DESC LIMIT 1
                    """
                let arguments = StatementArguments(ids.map(\.description))
                guard let id = try String.fetchOne(database, sql: sql, arguments: arguments) else {
                    return nil
                }
                let found = RecordID(trusted: id)
                return try CanonicalRow.record(.verification, found, in: database)
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
