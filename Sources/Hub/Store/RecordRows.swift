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

    /// Writes a record as it stands now.
    static func write(
        _ record: MergedRecord,
        in id: RecordID,
        of aggregate: KnownAggregate,
        _ statement: PreparedStatement
    ) throws {
        statement.bind(1, record.kind.rawValue)
        statement.bind(2, record.id.description)
        statement.bind(3, id.description)
        statement.bind(4, aggregate.owner)
        switch record.kind {
        case .instrument: statement.bind(5, record[InstrumentField.filing])
        case .application: statement.bind(5, record[ApplicationField.state])
        case .creditFact, .policyDocument, .verification: statement.bindNull(5)
        }
        statement.bind(6, record.kind == .application ? record[ApplicationField.body] : nil)
        if aggregate.state.shows(record) {
            statement.bind(7, utf8: record.canonical(in: id).line)
            statement.bind(8, record[InstrumentField.mergedInto])
        } else {
            statement.bindNull(7)
            statement.bindNull(8)
        }
        try statement.run()
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

extension AggregateState {
    /// Whether a record is exported: neither it nor what it hangs on was taken back.
    fileprivate func shows(_ record: MergedRecord) -> Bool {
        let root = records.first { $0.kind.isRoot }
        return !record.isWithdrawn && root?.isWithdrawn == false
    }
}

extension JSONValue {
    /// The text that a field has in ops.
    fileprivate var fieldValue: String? {
        if case .bool(let value) = self { value ? "true" : "false" } else { string }
    }
}
