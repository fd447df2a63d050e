import Documents
import LocalStore
import Policy
import SyncCore

extension LedgerRow {
    /// The row as fields of a new instrument; what the ledger leaves blank is left out.
    var instrumentFields: [Patch.Field] {
        Self.columns.compactMap { field, column in
            stored(column).map { Patch.Field(field.rawValue, $0) }
        }
    }

    /// The fields in which the row differs from a known instrument, among the columns given.
    func changes(
        to record: InstrumentRecord,
        in columns: some Collection<LedgerField>
    ) -> [Patch.Field] {
        Self.columns.compactMap { field, column in
            guard columns.contains(column) else { return nil }
            let value = stored(column)
            return value == record[field] ? nil : Patch.Field(field.rawValue, value)
        }
    }

    /// Everything that the row says, one text for each thing that it can say.
    var texts: [String?] {
        LedgerField.allCases.map(stored)
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

    /// Whether a record says the same.
    func equals(_ record: VerificationRecord) -> Bool {
        on == record.on && validUntil == record.validUntil && result == record.result
            && certificateNumber == record.certificateNumber && body == record.body
    }
}
