import GRDB
import Storage
import Policy
import SyncCore

/// Records as rows of the readable tables.
extension Replica {
    /// Writes an instrument that is not there yet; `latest` is the verification that decides.
    static func insertInstrument(
        _ patch: Patch,
        latest: Patch?,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(insertInstrumentSQL, in: database)
        try insertInstrument(patch, latest: latest, by: statement)
    }

    /// The same by a statement of which every parameter is NULL; without a coat nobody has judged it.
    static func insertInstrument(
        _ patch: Patch,
        latest: Patch?,
        coat: Coat? = nil,
        by statement: PreparedStatement
    ) throws {
        statement.bind(1, patch.id.description)
        statement.bind(2, identity(of: patch))
        statement.bind(3, latest?.value(VerificationField.verifiedOn))
        statement.bind(4, latest?.value(VerificationField.result))
        statement.bind(5, latest?.value(VerificationField.validUntil))
        // What a patch does not name stays NULL, which new bindings are.
        statement.bind(6 + Int32(InstrumentField.compulsory.index), 1)
        for field in patch.fields {
            guard let column = InstrumentField(rawValue: field.name) else { continue }
            let parameter = 6 + Int32(column.index)
            if column == .compulsory {
                statement.bind(parameter, field.value == "false" ? 0 : 1)
            } else {
                statement.bind(parameter, field.value)
            }
        }
        if let coat {
            let parameter = 6 + Int32(InstrumentField.allCases.count)
            statement.bind(parameter, coat.color.rawValue)
            statement.bind(parameter + 1, coat.violationText)
        }
        try statement.run()
    }

    /// What one instrument has that no other has, as far as a ledger tells.
    static func identity(of instrument: Patch) -> String {
        InstrumentIdentity.key(
            manufacturer: instrument.value(InstrumentField.manufacturer) ?? "",
            model: instrument.value(InstrumentField.model) ?? "",
            serial: instrument.value(InstrumentField.serial) ?? ""
        )
    }

    static let insertInstrumentSQL = {
        let columns = InstrumentField.allCases.map(\.column).joined(separator: ", ")
        let marks = InstrumentField.allCases.map { _ in "?" }.joined(separator: ", ")
        return """
            INSERT INTO instrument (id, identity, latest_on, latest_result, valid_until, \(columns),
                color, violations)
            VALUES (?, ?, ?, ?, ?, \(marks), ?, ?)
            """
    }()

    /// Writes a verification of an instrument that is there.
    static func insertVerification(
        _ patch: Patch,
        of instrument: RecordID,
        isEffective: Bool,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(insertVerificationSQL, in: database)
        try insertVerification(patch, of: instrument, isEffective: isEffective, by: statement)
    }

    /// The same by a statement whose parameters are all given values.
    static func insertVerification(
        _ patch: Patch,
        of instrument: RecordID,
        isEffective: Bool,
        by statement: PreparedStatement
    ) throws {
        statement.bind(1, patch.id.description)
        statement.bind(2, instrument.description)
        for (index, field) in VerificationField.allCases.enumerated() {
            let parameter = 3 + Int32(index)
            let value = patch.value(field)
            if field == .declared {
                statement.bind(parameter, value == "true" ? 1 : 0)
            } else {
                statement.bind(parameter, value)
            }
        }
        statement.bind(3 + Int32(VerificationField.allCases.count), isEffective ? 1 : 0)
        try statement.run()
    }

    static let insertVerificationSQL = insertSQL(
        .verification,
        VerificationField.allCases.map(\.column) + ["effective"]
    )

    /// Writes an application for an instrument that is there.
    static func insertApplication(
        _ patch: Patch,
        of instrument: RecordID,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(insertApplicationSQL, in: database)
        statement.bind(1, patch.id.description)
        statement.bind(2, instrument.description)
        for (index, field) in ApplicationField.allCases.enumerated() {
            statement.bind(3 + Int32(index), patch.value(field))
        }
        try statement.run()
    }

    private static let insertApplicationSQL = insertSQL(
        .application,
        ApplicationField.allCases.map(\.column)
    )

    private static func insertSQL(_ kind: RecordKind, _ columns: [String]) -> String {
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        return """
            INSERT INTO \(kind.table) (id, instrument_id, \(columns.joined(separator: ", ")))
            VALUES (?, ?, \(marks))
            """
    }

    /// Repeats the latest effective verification in the instrument's row.
    static func refreshLatest(of instrument: RecordID, in database: Database) throws {
        let statement = try PreparedStatement(
            """
            UPDATE instrument
            SET (latest_on, latest_result, valid_until) = (\(latestVerification)) WHERE id = ?
            """,
            in: database
        )
        statement.bind(1, instrument.description)
        try statement.run()
    }

    /// Selects it for the instrument of the query around: a body's before declared ones, then the later day,
    /// then the later record.
    static let latestVerification = """
        SELECT verified_on, result, valid_until FROM verification
        WHERE instrument_id = instrument.id AND effective = 1
        ORDER BY declared, verified_on DESC, rowid DESC LIMIT 1
        """

    /// Writes a credit fact or a document, which have nothing hanging on them.
    static func insertRoot(_ patch: Patch, in database: Database) throws {
        let names = patch.kind.fieldNames
        let columns = names.compactMap(patch.kind.column)
        let marks = columns.map { _ in ", ?" }.joined()
        let statement = try PreparedStatement(
            """
            INSERT INTO \(patch.kind.table) (id, \(columns.joined(separator: ", ")))
            VALUES (?\(marks))
            """,
            in: database
        )
        statement.bind(1, patch.id.description)
        for (index, name) in names.enumerated() {
            let value = patch.fields.first { $0.name == name }?.value
            let parameter = Int32(index + 2)
            if name == CreditFactField.final.rawValue, let value {
                statement.bind(parameter, value == "true" ? 1 : 0)
            } else {
                statement.bind(parameter, value)
            }
        }
        try statement.run()
    }

    /// Removes the rows of an aggregate, with everything that hangs on them.
    static func deleteRows(of aggregate: RecordID, in database: Database) throws {
        for kind in RecordKind.allCases where kind.isRoot {
            let sql = "DELETE FROM \(kind.table) WHERE id = ?"
            let statement = try PreparedStatement(sql, in: database)
            statement.bind(1, aggregate.description)
            try statement.run()
        }
    }
}
