import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func settledRecords(of aggregate: RecordID) async throws -> [CanonicalRecord] {
        try await read { database in
            let aliases = try AliasRows.state(database)
            let canonical = aliases.canonical(of: aggregate)
            let own = try Self.records(of: canonical, in: database)
            // What hangs on others that it stands for comes before its own: of two verifications of one
            // day its own counts.
            return try own.filter { $0.kind.isRoot }
                + aliases.absorbed(by: canonical).flatMap { absorbed in
                    try Self.records(of: absorbed, in: database).filter { !$0.kind.isRoot }
                } + own.filter { !$0.kind.isRoot }
        }
    }

    private static func records(
        of aggregate: RecordID,
        in database: Database
    ) throws -> [CanonicalRecord] {
        try AggregateRows.aggregate(aggregate, in: database)?.state
            .canonicalRecords(of: aggregate) ?? []
    }

    /// Records of an organisation are those of the instruments that it registered or, for a
    /// verification body, may read.
    package func forEachRecord(
        of organisation: String?,
        _ body: @escaping @Sendable (CanonicalRecord) throws -> Void
    ) async throws {
        try await read { database in
            let row = try PreparedStatement(
                """
                SELECT line FROM record
                WHERE line IS NOT NULL AND kind <> 'policy_document' AND (?1 IS NULL OR owner = ?1 OR EXISTS (
                    SELECT * FROM reader
                    WHERE reader.aggregate = record.aggregate AND reader.organisation = ?1
                ))
                ORDER BY kind, id
                """,
                in: database
            )
            defer { row.reset() }
            row.bind(1, organisation)
            while try row.step() { try body(try RecordRows.record(row)) }
        }
    }
}
