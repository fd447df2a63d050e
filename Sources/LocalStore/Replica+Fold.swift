import GRDB
import Policy
import SyncCore

/// Folding: how one op changes the tables. The same code serves an edit, a start after a crash and
/// a full rebuild, so the three cannot differ.
extension Replica {
    /// Applies an op to the tables.
    static func apply(
        _ kind: OpKind,
        _ aggregate: RecordID,
        _ patches: [Patch],
        in database: Database
    ) throws {
        switch kind {
        case .register:
            // One verification at most comes with a registration, so it is the latest as well.
            let verification = patches.first { $0.kind == .verification }
            for patch in patches where patch.kind == .instrument {
                try insertInstrument(patch, latest: verification, in: database)
            }
            for patch in patches where patch.kind == .verification {
                try insertVerification(patch, of: aggregate, in: database)
            }
        case .change:
            for patch in patches where patch.kind == .instrument {
                try updateInstrument(patch, in: database)
            }
            for patch in patches where patch.kind == .verification {
                try insertVerification(patch, of: aggregate, in: database)
            }
            if patches.contains(where: { $0.kind == .verification }) {
                try refreshLatest(of: aggregate, in: database)
            }
        case .withdraw:
            for patch in patches {
                try delete(patch, in: database)
            }
            try refreshLatest(of: aggregate, in: database)
        }
    }

    private static func insertInstrument(
        _ patch: Patch,
        latest: Patch?,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(insertInstrumentSQL, in: database)
        statement.bind(1, patch.id.description)
        statement.bind(
            2,
            InstrumentIdentity.key(
                manufacturer: patch.value(InstrumentField.manufacturer) ?? "",
                model: patch.value(InstrumentField.model) ?? "",
                serial: patch.value(InstrumentField.serial) ?? ""
            )
        )
        statement.bind(3, latest?.value(VerificationField.verifiedOn))
        statement.bind(4, latest?.value(VerificationField.result))
        statement.bind(5, latest?.value(VerificationField.validUntil))
        // What a patch does not name stays NULL, which new bindings are.
        statement.bind(6 + Int32(InstrumentField.compulsory.index), 1)
        for field in patch.fields {
            guard let column = InstrumentField(rawValue: field.name) else { continue }
            bind(field.value, to: column, at: 6 + Int32(column.index), of: statement)
        }
        try statement.run()
    }

    private static func bind(
        _ value: String?,
        to field: InstrumentField,
        at parameter: Int32,
        of statement: PreparedStatement
    ) {
        if field == .compulsory {
            statement.bind(parameter, value == "false" ? 0 : 1)
        } else {
            statement.bind(parameter, value)
        }
    }

    private static let insertInstrumentSQL = {
        let columns = InstrumentField.allCases.map(\.column).joined(separator: ", ")
        let marks = InstrumentField.allCases.map { _ in "?" }.joined(separator: ", ")
        return """
            INSERT INTO instrument (id, identity, latest_on, latest_result, valid_until, \(columns))
            VALUES (?, ?, ?, ?, ?, \(marks))
            """
    }()

    private static func updateInstrument(_ patch: Patch, in database: Database) throws {
        var changesIdentity = false
        for field in patch.fields {
            guard let column = InstrumentField(rawValue: field.name) else { continue }
            changesIdentity = changesIdentity || column.isIdentifying
            let sql = "UPDATE instrument SET \(column.column) = ? WHERE id = ?"
            let statement = try PreparedStatement(sql, in: database)
            bind(field.value, to: column, at: 1, of: statement)
            statement.bind(2, patch.id.description)
            try statement.run()
        }
        if changesIdentity { try refreshIdentity(of: patch.id, in: database) }
    }

    private static func refreshIdentity(of id: RecordID, in database: Database) throws {
        let select = "SELECT manufacturer, model, serial FROM instrument WHERE id = ?"
        let statement = try PreparedStatement(select, in: database)
        statement.bind(1, id.description)
        guard try statement.step() else { return }
        let key = InstrumentIdentity.key(
            manufacturer: statement.text(0) ?? "",
            model: statement.text(1) ?? "",
            serial: statement.text(2) ?? ""
        )
        try statement.run()
        try database.execute(
            sql: "UPDATE instrument SET identity = ? WHERE id = ?",
            arguments: [key, id.description]
        )
    }

    private static func insertVerification(
        _ patch: Patch,
        of instrument: RecordID,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(
            """
            INSERT INTO verification (id, instrument_id, verified_on, valid_until, result,
                certificate_number, body_name, declared)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            in: database
        )
        statement.bind(1, patch.id.description)
        statement.bind(2, instrument.description)
        statement.bind(3, patch.value(VerificationField.verifiedOn))
        statement.bind(4, patch.value(VerificationField.validUntil))
        statement.bind(5, patch.value(VerificationField.result))
        statement.bind(6, patch.value(VerificationField.certificateNumber))
        statement.bind(7, patch.value(VerificationField.verificationBody))
        statement.bind(8, patch.value(VerificationField.declared) == "true" ? 1 : 0)
        try statement.run()
    }

    /// Repeats the latest effective verification in the instrument's row: a body's before declared
    /// ones, then the later day, then the later record.
    private static func refreshLatest(of instrument: RecordID, in database: Database) throws {
        let statement = try PreparedStatement(
            """
            UPDATE instrument SET (latest_on, latest_result, valid_until) = (
                SELECT verified_on, result, valid_until FROM verification
                WHERE instrument_id = ?1
                ORDER BY declared, verified_on DESC, rowid DESC LIMIT 1)
            WHERE id = ?1
            """,
            in: database
        )
        statement.bind(1, instrument.description)
        try statement.run()
    }

    private static func delete(_ patch: Patch, in database: Database) throws {
        let table = patch.kind == .instrument ? "instrument" : "verification"
        let statement = try PreparedStatement("DELETE FROM \(table) WHERE id = ?", in: database)
        statement.bind(1, patch.id.description)
        try statement.run()
    }
}

/// The fields of a verification as they stand in ops.
package enum VerificationField: String, CaseIterable, Sendable {
    case verifiedOn, validUntil, result, certificateNumber, verificationBody
    /// `true` when the user unit declares the verification from its own ledger.
    case declared
}

extension Patch {
    /// The new value of a field; `nil` where the patch empties it or does not name it.
    fileprivate func value(_ field: some RawRepresentable<String>) -> String? {
        fields.first { $0.name == field.rawValue }?.value
    }
}
