import GRDB
import Storage
import SyncCore

/// Rows of settled records, as they are exported.
enum RecordRows {
    /// The aggregate on which a record stands or stood; `nil` for an id that nobody has used.
    static func aggregate(
        of key: Intake.RecordKey,
        in database: Database
    ) throws -> RecordID? {
        let sql = "SELECT aggregate FROM record WHERE kind = ? AND id = ?"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        row.bind(1, key.kind.rawValue)
        row.bind(2, key.id.description)
        return try row.step() ? row.text(0).map(RecordID.init(trusted:)) : nil
    }

    static let insert = """
        INSERT INTO record (kind, id, aggregate, owner, state, body, line, merged_into)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, id) DO UPDATE SET
            state = excluded.state, body = excluded.body, line = excluded.line,
            merged_into = excluded.merged_into
        """

    // MARK: Reading

    /// A record of a row that begins with its line.
    static func record(_ row: PreparedStatement) throws -> CanonicalRecord {
        let json = try? JSONParser.parse(row.withBytes(0) { Array($0) })
        guard case .object(let members)? = json,
            let kind = json?["kind"]?.string.flatMap(RecordKind.init(rawValue:)),
            let id = json?["id"]?.recordID
        else { throw HubError.unreadable("a record") }
        var values: [String: String] = [:]
        for member in members where !["kind", "id", "instrument"].contains(member.name) {
            values[member.name] = member.value.fieldValue
        }
        return CanonicalRecord(
            kind: kind,
            id: id,
            instrument: json?["instrument"]?.recordID,
            values: values
        )
    }
}

/// A settled record as it is stored: what it is asked by, and the line that is exported.
struct RecordRow: Hashable {
    let kind: String
    let id: String
    private let aggregate: String
    private let owner: String
    private let state: String?
    /// The verification body that an application asks.
    private let body: String?
    /// `nil` for what is not exported.
    let line: [UInt8]?
    private let mergedInto: String?

    var isShown: Bool { line != nil }

    init(_ record: MergedRecord, in aggregate: RecordID, of state: AggregateState, owner: String) {
        kind = record.kind.rawValue
        id = record.id.description
        self.aggregate = aggregate.description
        self.owner = owner
        self.state =
            switch record.kind {
            case .instrument: record[InstrumentField.filing]
            case .application: record[ApplicationField.state]
            case .creditFact, .policyDocument, .verification: nil
            }
        body = record.kind == .application ? record[ApplicationField.body] : nil
        let isShown = state.shows(record)
        line = isShown ? record.line(in: aggregate) : nil
        mergedInto = isShown ? record[InstrumentField.mergedInto] : nil
    }

    /// The row of what a plain registration says: an instrument that nobody has merged, or a verification.
    init(_ record: RegisteredRecord, in aggregate: RecordID, owner: String) {
        kind = record.kind.rawValue
        id = record.id.description
        self.aggregate = aggregate.description
        self.owner = owner
        state = record.filing
        body = nil
        line = record.line
        mergedInto = nil
    }

    /// A row with all columns, in the order of `RecordRows.insert`.
    init(_ row: PreparedStatement) {
        kind = row.text(0) ?? ""
        id = row.text(1) ?? ""
        aggregate = row.text(2) ?? ""
        owner = row.text(3) ?? ""
        state = row.text(4)
        body = row.text(5)
        line = row.isNull(6) ? nil : row.withBytes(6) { Array($0) }
        mergedInto = row.text(7)
    }

    /// Writes it by `RecordRows.insert`.
    func write(by statement: PreparedStatement) throws {
        statement.bind(1, kind)
        statement.bind(2, id)
        statement.bind(3, aggregate)
        statement.bind(4, owner)
        statement.bind(5, state)
        statement.bind(6, body)
        if let line { statement.bind(7, utf8: line) } else { statement.bindNull(7) }
        statement.bind(8, mergedInto)
        try statement.run()
    }
}

extension JSONValue {
    /// The text that a field has in ops.
    fileprivate var fieldValue: String? {
        if case .bool(let value) = self { value ? "true" : "false" } else { string }
    }
}
