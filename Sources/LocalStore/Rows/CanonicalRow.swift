import GRDB
import Storage
import SyncCore

/// Rows of the readable tables as canonical records.
enum CanonicalRow {
    /// Hands every record of a kind to `body`, sorted by id; those of one instrument, where named.
    static func forEach(
        _ kind: RecordKind,
        in database: Database,
        of instrument: RecordID? = nil,
        _ body: (CanonicalRecord) throws -> Void
    ) throws {
        let condition = instrument == nil ? "" : "WHERE instrument_id = ?"
        let statement = try PreparedStatement(select(kind, condition), in: database)
        if let instrument { statement.bind(1, instrument.description) }
        while try statement.step() { try body(record(kind, statement)) }
    }

    /// One record.
    static func record(
        _ kind: RecordKind,
        _ id: RecordID,
        in database: Database
    ) throws -> CanonicalRecord? {
        let statement = try PreparedStatement(select(kind, "WHERE id = ?"), in: database)
        statement.bind(1, id.description)
        guard try statement.step() else { return nil }
        let record = record(kind, statement)
        statement.reset()
        return record
    }

    private static func select(_ kind: RecordKind, _ condition: String) -> String {
        "\(selections[kind] ?? "") \(condition) ORDER BY id"
    }

    private static let selections = Dictionary(
        uniqueKeysWithValues: RecordKind.allCases.map { kind in
            let reference = kind.isRoot ? "NULL" : "instrument_id"
            let columns = kind.fieldNames.compactMap(kind.column).joined(separator: ", ")
            return (kind, "SELECT id, \(reference), \(columns) FROM \(kind.table)")
        }
    )

    private static func record(_ kind: RecordKind, _ row: PreparedStatement) -> CanonicalRecord {
        var values: [String: String] = [:]
        for (index, name) in kind.fieldNames.enumerated() {
            let column = Int32(index + 2)
            switch (kind, name) {
            case (.instrument, InstrumentField.compulsory.rawValue),
                (.verification, VerificationField.declared.rawValue):
                values[name] = row.integer(column) == 0 ? "false" : "true"
            case (.creditFact, CreditFactField.final.rawValue) where !row.isNull(column):
                values[name] = row.integer(column) == 0 ? "false" : "true"
            default: values[name] = row.text(column)
            }
        }
        return CanonicalRecord(
            kind: kind,
            id: RecordID(trusted: row.text(0) ?? ""),
            instrument: row.text(1).map(RecordID.init(trusted:)),
            values: values
        )
    }
}
