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
            values[name] = value(of: name, kind, Int32(index + 2), row)
        }
        return CanonicalRecord(
            kind: kind,
            id: RecordID(trusted: row.text(0) ?? ""),
            instrument: row.text(1).map(RecordID.init(trusted:)),
            values: values
        )
    }

    private static func value(
        of name: String,
        _ kind: RecordKind,
        _ column: Int32,
        _ row: PreparedStatement
    ) -> String? {
        guard truths[kind] == name else { return row.text(column) }
        if kind == .creditFact, row.isNull(column) { return nil }
        return row.integer(column) == 0 ? "false" : "true"
    }

    /// The field of a kind that is a number in the tables.
    private static let truths: [RecordKind: String] = [
        .instrument: InstrumentField.compulsory.rawValue,
        .verification: VerificationField.declared.rawValue,
        .creditFact: CreditFactField.final.rawValue,
    ]

    // MARK: Comparison

    /// The fields in which the row of a record says something else; `nil` where it has no row.
    static func differences(
        of record: MergedRecord,
        in database: Database
    ) throws -> [String]? {
        let statement = try PreparedStatement(select(record.kind, "WHERE id = ?"), in: database)
        defer { statement.reset() }
        statement.bind(1, record.id.description)
        guard try statement.step() else { return nil }
        return differences(of: record, from: statement)
    }

    /// Whether the rows of a kind that hang on an instrument are these records.
    static func are(
        _ records: [MergedRecord],
        _ kind: RecordKind,
        of instrument: RecordID,
        in database: Database
    ) throws -> Bool {
        let statement = try PreparedStatement(
            select(kind, "WHERE instrument_id = ?"),
            in: database
        )
        defer { statement.reset() }
        statement.bind(1, instrument.description)
        var count = 0
        while try statement.step() {
            let record = records.first { statement.says($0.id.description, 0) }
            guard let record, differences(of: record, from: statement).isEmpty else { return false }
            count += 1
        }
        return count == records.count
    }

    private static func differences(
        of record: MergedRecord,
        from row: PreparedStatement
    ) -> [String] {
        let (kind, truth) = (record.kind, truths[record.kind])
        return kind.fieldNames.enumerated().compactMap { index, name in
            let (column, wanted) = (Int32(index + 2), record[name])
            let isSame =
                name == truth
                ? value(of: name, kind, column, row) == wanted : row.says(wanted, column)
            return isSame ? nil : name
        }
    }
}
