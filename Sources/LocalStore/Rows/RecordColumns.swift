import SyncCore

/// Which column of which table holds which field.
extension RecordKind {
    /// The table in `replica.db`.
    var table: String { rawValue }

    /// The column of a field; `nil` for a name that the table does not have.
    func column(of field: String) -> String? { Self.columns[self]?[field] }

    /// Made once: it is asked for every row.
    private static let columns = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in
            let names = kind.fieldNames.compactMap { name in
                kind.madeColumn(of: name).map { (name, $0) }
            }
            return (kind, Dictionary(uniqueKeysWithValues: names))
        }
    )

    private func madeColumn(of field: String) -> String? {
        switch self {
        case .instrument: InstrumentField(rawValue: field)?.column
        case .verification: VerificationField(rawValue: field)?.column
        case .application: ApplicationField(rawValue: field)?.column
        case .creditFact: CreditFactField(rawValue: field)?.rawValue.snakeCased
        case .policyDocument: PolicyDocumentField(rawValue: field)?.rawValue.snakeCased
        }
    }
}

extension InstrumentField {
    var column: String {
        switch self {
        case .range: "measuring_range"
        default: rawValue.snakeCased
        }
    }
}

extension VerificationField {
    var column: String {
        switch self {
        case .verificationBody: "body_name"
        default: rawValue.snakeCased
        }
    }
}

extension ApplicationField {
    var column: String { rawValue.snakeCased }
}

extension String {
    /// `repairedOn` as `repaired_on`.
    fileprivate var snakeCased: String {
        reduce(into: "") { text, letter in
            if letter.isUppercase { text.append("_") }
            text.append(contentsOf: letter.lowercased())
        }
    }
}
