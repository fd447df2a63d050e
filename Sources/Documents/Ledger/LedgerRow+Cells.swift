package import Policy

extension LedgerRow {
    /// The row as cells under the headers of `LedgerTemplate`, empty where nothing is known.
    ///
    /// Invariant: read back, they give an equal row.
    package func cells(in language: Language) -> [String] {
        LedgerField.cells(in: language, stored)
    }

    /// One field as it is stored: texts and days as they are, choices by their names.
    package func stored(_ field: LedgerField) -> String? {
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
        case .parent: parent
        case .status: status.rawValue
        case .compulsory: isCompulsory.map { $0 ? "true" : "false" }
        case .regime: regime?.rawValue
        case .verifiedOn: verification?.on.description
        case .validUntil: verification?.validUntil?.description
        case .result: verification?.result.rawValue
        case .certificateNumber: verification?.certificateNumber
        case .verificationBody: verification?.body
        case .repairedOn: repairedOn?.description
        }
    }
}

extension LedgerField {
    /// Stored values as cells under the headers of `LedgerTemplate`, empty where there is none.
    package static func cells(
        in language: Language,
        _ stored: (LedgerField) -> String?
    ) -> [String] {
        allCases.map { field in
            stored(field).map { field.words(for: $0, in: language) } ?? ""
        }
    }

    /// What holds, as it is stored, where a ledger says nothing: a ledger of compulsory verification
    /// leaves out what goes without saying.
    package var unsaid: String? {
        switch self {
        case .compulsory: "true"
        case .regime: VerificationRegime.periodic.rawValue
        default: nil
        }
    }

    /// A value as it is stored, in the words of our own export: the names of choices become words,
    /// everything else stays.
    package func words(for stored: String, in language: Language) -> String {
        switch self {
        case .status: UseStatus(rawValue: stored)?.word(in: language) ?? stored
        case .regime: VerificationRegime(rawValue: stored)?.word(in: language) ?? stored
        case .result: VerificationResult(rawValue: stored)?.word(in: language) ?? stored
        case .compulsory: LedgerWords.compulsory(stored != "false", in: language)
        default: stored
        }
    }
}
