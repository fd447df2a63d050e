import GRDB
import Storage
import SyncCore

/// Rows of settled credit facts, in columns that a grade can be computed from.
enum CreditFactRows {
    /// Writes a fact as it stands now; one that was taken back has no row.
    static func write(_ record: MergedRecord, in database: Database) throws {
        let delete = try PreparedStatement("DELETE FROM credit_fact WHERE id = ?", in: database)
        delete.bind(1, record.id.description)
        try delete.run()
        guard !record.isWithdrawn else { return }
        let row = try PreparedStatement(insert, in: database)
        row.bind(1, record.id.description)
        for (index, field) in CreditFactField.allCases.enumerated() {
            let parameter = Int32(index + 2)
            if field == .final, let value = record[field] {
                row.bind(parameter, value == "true" ? 1 : 0)
            } else {
                row.bind(parameter, record[field])
            }
        }
        try row.run()
    }

    /// Whether the row of a fact is the one that `write` would write.
    static func isThere(_ record: MergedRecord, in database: Database) throws -> Bool {
        let row = try PreparedStatement(select + " WHERE id = ?", in: database)
        defer { row.reset() }
        row.bind(1, record.id.description)
        guard try row.step() else { return record.isWithdrawn }
        let values = record.values
        return !record.isWithdrawn
            && CreditFactField.allCases.allSatisfy {
                HubCreditFact(row).values[$0] == values[$0.rawValue]
            }
    }

    fileprivate static let select = """
        SELECT id, subject, reference, code, class, determined_on, procedure, final,
            repaired_on, retain_until
        FROM credit_fact
        """

    private static let insert = """
        INSERT INTO credit_fact (id, subject, reference, code, class, determined_on, procedure,
            final, repaired_on, retain_until)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}

extension SQLiteHubStore {
    package func creditFacts(of subject: String?) async throws -> [HubCreditFact] {
        try await read { database in
            let rest = " WHERE ?1 IS NULL OR subject = ?1 ORDER BY subject, determined_on, id"
            let row = try PreparedStatement(CreditFactRows.select + rest, in: database)
            defer { row.reset() }
            row.bind(1, subject)
            var facts: [HubCreditFact] = []
            while try row.step() { facts.append(HubCreditFact(row)) }
            return facts
        }
    }
}

extension HubCreditFact {
    fileprivate init(_ row: PreparedStatement) {
        var values: [CreditFactField: String] = [:]
        for (index, field) in CreditFactField.allCases.enumerated() {
            let column = Int32(index + 1)
            if field == .final {
                values[field] =
                    row.isNull(column) ? nil : row.integer(column) == 1 ? "true" : "false"
            } else {
                values[field] = row.text(column)
            }
        }
        self.init(id: RecordID(trusted: row.text(0) ?? ""), values: values)
    }
}
