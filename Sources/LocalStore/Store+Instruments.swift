import GRDB
import Policy
import Storage
package import SyncCore

extension Store {
    /// Hands every instrument to `body`, sorted by id.
    package func forEachInstrument(_ body: (InstrumentRecord) throws -> Void) throws {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let aliases = try AliasRows.state(database)
                let statement = try PreparedStatement(
                    "SELECT \(InstrumentQuery.columns) FROM instrument ORDER BY id",
                    in: database
                )
                while try statement.step() {
                    try body(try InstrumentQuery.record(statement, aliases, in: database))
                }
            }
        }
    }

    /// The instrument with this id.
    package func instrument(_ id: RecordID) throws -> InstrumentRecord? {
        try Self.translating(Replica.file) {
            try replica.queue.look { try InstrumentQuery.instrument(id, in: $0) }
        }
    }

    /// Which registrations stand for which, of those that this site sees.
    package func aliases() throws -> AliasState {
        try Self.translating(Replica.file) { try replica.queue.look { try AliasRows.state($0) } }
    }

    /// The ids of instruments that a user may have meant: by full id, by serial number, or by the
    /// beginning of an id.
    package func instruments(matching text: String) throws -> [RecordID] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                for sql in [
                    "SELECT id FROM instrument WHERE id = lower(?)",
                    "SELECT id FROM instrument WHERE serial = ? LIMIT 20",
                    """
                    SELECT id FROM instrument
                    WHERE length(?1) >= 8 AND substr(id, 1, length(?1)) = lower(?1) LIMIT 20
                    """,
                ] {
                    let ids = try String.fetchAll(database, sql: sql, arguments: [text])
                    if !ids.isEmpty { return ids.map(RecordID.init(trusted:)) }
                }
                return []
            }
        }
    }
}

extension StoreWriter {
    /// The instrument with this identity, as the ops written so far have left it; of registrations that were
    /// merged the one that stands for them.
    package func instrument(identity: String) throws -> InstrumentRecord? {
        try Store.translating(Replica.file) {
            let statement = try PreparedStatement(
                "SELECT id FROM instrument WHERE identity = ? LIMIT 1",
                in: replica
            )
            statement.bind(1, identity)
            guard try statement.step(), let id = statement.text(0) else { return nil }
            try statement.run()
            let found = try InstrumentQuery.instrument(RecordID(trusted: id), in: replica)
            guard let canonical = found?.canonical else { return found }
            return try InstrumentQuery.instrument(canonical, in: replica)
        }
    }

    /// The instrument with this id, as the ops written so far have left it.
    package func instrument(_ id: RecordID) throws -> InstrumentRecord? {
        try Store.translating(Replica.file) { try InstrumentQuery.instrument(id, in: replica) }
    }
}

/// The SQL that reads instruments.
enum InstrumentQuery {
    static let columns = "id, " + InstrumentField.allCases.map(\.column).joined(separator: ", ")

    static func instrument(_ id: RecordID, in database: Database) throws -> InstrumentRecord? {
        let statement = try PreparedStatement(
            "SELECT \(columns) FROM instrument WHERE id = ?",
            in: database
        )
        statement.bind(1, id.description)
        guard try statement.step() else { return nil }
        let record = try record(statement, AliasRows.state(database), in: database)
        try statement.run()
        return record
    }

    /// The record in the current row of a statement that selects `columns`.
    static func record(
        _ row: PreparedStatement,
        _ aliases: AliasState,
        in database: Database
    ) throws -> InstrumentRecord {
        let id = RecordID(trusted: row.text(0) ?? "")
        let values = InstrumentField.allCases.enumerated().map { index, field in
            let column = Int32(index + 1)
            guard field == .compulsory else { return row.text(column) }
            return row.integer(column) == 0 ? "false" : "true"
        }
        return InstrumentRecord(
            id: id,
            values: values,
            verifications: try aliases.members(of: id).flatMap {
                try verifications(of: $0, in: database)
            },
            canonical: aliases.isAbsorbed(id) ? aliases.canonical(of: id) : nil,
            absorbed: aliases.absorbed(by: id)
        )
    }

    static let verificationColumns = """
        id, instrument_id, verified_on, valid_until, result, certificate_number, body_name, declared
        """

    private static func verifications(
        of instrument: RecordID,
        in database: Database
    ) throws -> [VerificationRecord] {
        let statement = try PreparedStatement(
            """
            SELECT \(verificationColumns) FROM verification
            WHERE instrument_id = ? AND effective = 1 ORDER BY rowid
            """,
            in: database
        )
        statement.bind(1, instrument.description)
        var records: [VerificationRecord] = []
        while try statement.step() {
            if let record = verification(statement) { records.append(record) }
        }
        return records
    }

    /// The record in the current row of a statement that selects `verificationColumns`; the
    /// table's own checks leave no row that is none.
    static func verification(_ row: PreparedStatement) -> VerificationRecord? {
        guard let on = row.withBytes(2, Day.init(ascii:)),
            let result = row.text(4).flatMap(VerificationResult.init(rawValue:))
        else { return nil }
        return VerificationRecord(
            id: RecordID(trusted: row.text(0) ?? ""),
            instrument: RecordID(trusted: row.text(1) ?? ""),
            on: on,
            validUntil: row.withBytes(3, Day.init(ascii:)),
            result: result,
            certificateNumber: row.text(5),
            body: row.text(6),
            isDeclared: row.integer(7) == 1
        )
    }
}
