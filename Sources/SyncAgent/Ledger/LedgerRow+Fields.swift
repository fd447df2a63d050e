import Documents
import LocalStore
import Policy
import SyncCore

extension LedgerRow {
    /// The patches that make the row a new instrument.
    func registration(as id: RecordID, newID: () -> RecordID) -> [Patch] {
        let instrument = Patch(.instrument, id, instrumentFields)
        guard let verification else { return [instrument] }
        return [instrument, Patch(.verification, newID(), verification.fields)]
    }

    /// The row as fields of a new instrument; what the ledger leaves blank is left out.
    private var instrumentFields: [Patch.Field] {
        Self.columns.compactMap { field, column in
            (stored(column) ?? column.unsaid).map { Patch.Field(field.rawValue, $0) }
        }
    }

    /// The fields in which the row differs from a known instrument, among the columns given. A blank
    /// says nothing, unless it is there to empty a field.
    func changes(
        to record: InstrumentRecord,
        in columns: Set<LedgerField>,
        blanksEmpty: Bool
    ) -> [Patch.Field] {
        Self.columns.compactMap { field, column in
            guard columns.contains(column) else { return nil }
            let value = stored(column) ?? (blanksEmpty ? column.unsaid : record[field])
            return value == record[field] ? nil : Patch.Field(field.rawValue, value)
        }
    }

    /// Everything that the row says, one text for each thing that it can say.
    var texts: [String?] {
        LedgerField.allCases.map { stored($0) ?? $0.unsaid }
    }

    /// The fields of an instrument with the columns that say them, in the order of RFC 8785, so that
    /// a patch needs no sorting.
    private static let columns = InstrumentField.allCases
        .sorted { $0.rawValue < $1.rawValue }
        .compactMap { field in LedgerField(rawValue: field.rawValue).map { (field, $0) } }
}

extension DeclaredVerification {
    /// The verification as fields of a new record.
    var fields: [Patch.Field] {
        let values: [(VerificationField, String?)] = [
            (.certificateNumber, certificateNumber),
            (.declared, "true"),
            (.result, result.rawValue),
            (.validUntil, validUntil?.description),
            (.verificationBody, body),
            (.verifiedOn, on.description),
        ]
        return values.compactMap { name, value in
            value.map { Patch.Field(name.rawValue, $0) }
        }
    }

    /// The same verification with what this telling of it leaves out and a known one says. Two that
    /// come to other conclusions are not the same verification.
    func completed(from known: VerificationRecord) -> DeclaredVerification {
        guard on == known.on, !isResultStated || result == known.result else { return self }
        return DeclaredVerification(
            on: on,
            validUntil: validUntil ?? known.validUntil,
            result: known.result,
            certificateNumber: certificateNumber ?? known.certificateNumber,
            body: body ?? known.body
        )
    }

    /// Whether a record says the same.
    func equals(_ record: VerificationRecord) -> Bool {
        on == record.on && validUntil == record.validUntil && result == record.result
            && certificateNumber == record.certificateNumber && body == record.body
    }
}
