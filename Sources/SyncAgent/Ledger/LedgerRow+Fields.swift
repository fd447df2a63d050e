import Documents
import LocalStore
import Policy
import SyncCore

extension LedgerRow {
    /// The row as fields of a new instrument; what the ledger leaves blank is left out.
    var instrumentFields: [Patch.Field] {
        InstrumentField.inWireOrder.compactMap { field in
            stored(field).map { Patch.Field(field.rawValue, $0) }
        }
    }

    /// The fields in which the row differs from a known instrument, among the columns the ledger
    /// has. A blank cell says nothing: a value is emptied by `set`, never by an import.
    func changes(to record: InstrumentRecord, columns: Set<LedgerField>) -> [Patch.Field] {
        InstrumentField.inWireOrder.compactMap { field in
            guard let column = LedgerField(rawValue: field.rawValue), columns.contains(column),
                let value = stored(field), value != record[field]
            else { return nil }
            return Patch.Field(field.rawValue, value)
        }
    }

    /// The value of a field as ops carry it.
    func stored(_ field: InstrumentField) -> String? {
        switch field {
        case .serial: serial
        case .name: name
        case .model: model
        case .manufacturer: manufacturer
        case .range: range
        case .accuracy: accuracy
        case .category: category
        case .subcategory: subcategory
        case .origin: origin
        case .location: location
        case .region: region
        case .quantity: quantity
        case .purpose: purpose
        case .delivery: delivery
        case .status: status.rawValue
        case .compulsory: isCompulsory ? "true" : "false"
        case .regime: regime.rawValue
        case .repairedOn: repairedOn?.description
        }
    }
}

extension InstrumentField {
    /// In the order of RFC 8785, so that a patch needs no sorting.
    static let inWireOrder = allCases.sorted { $0.rawValue.precedesByUTF16($1.rawValue) }
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
