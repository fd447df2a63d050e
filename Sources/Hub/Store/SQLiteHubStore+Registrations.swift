package import Explanations
import GRDB
import Storage
import SyncCore

extension SQLiteHubStore {
    package func registrations(of organisation: String?) async throws -> [Registration] {
        try await read { database in
            let row = try PreparedStatement(
                """
                SELECT line, owner,
                    (SELECT min(seq) FROM log WHERE log.aggregate = record.aggregate)
                FROM record
                WHERE kind = 'instrument' AND line IS NOT NULL AND (?1 IS NULL OR owner = ?1)
                ORDER BY id
                """,
                in: database
            )
            defer { row.reset() }
            row.bind(1, organisation)
            let aliases = try AliasRows.state(database)
            let verified = Set(
                try Self.instrumentsWithResult(database).map(aliases.canonical)
            )
            var found: [Registration] = []
            while try row.step() {
                let record = try RecordRows.record(row)
                guard !aliases.isAbsorbed(record.id) else { continue }
                found.append(
                    Registration(
                        id: record.id,
                        owner: row.text(1) ?? "",
                        values: { record.values[$0.rawValue] },
                        hasResult: verified.contains(record.id),
                        hubSeq: row.integer(2)
                    )
                )
            }
            return found
        }
    }

    /// Instruments for which a verification body has reported something.
    private static func instrumentsWithResult(_ database: Database) throws -> Set<RecordID> {
        let row = try PreparedStatement(
            "SELECT line FROM record WHERE kind = 'verification' AND line IS NOT NULL",
            in: database
        )
        defer { row.reset() }
        var found: Set<RecordID> = []
        while try row.step() {
            let record = try RecordRows.record(row)
            guard record.values[VerificationField.declared.rawValue] == "false" else { continue }
            if let instrument = record.instrument { found.insert(instrument) }
        }
        return found
    }
}
