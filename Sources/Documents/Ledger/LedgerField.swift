package import Policy

/// What a ledger can say about one instrument; the order is that of our own form and export.
package enum LedgerField: String, CaseIterable, Sendable {
    case name
    case category
    case subcategory
    case model
    case range
    case accuracy
    case serial
    case manufacturer
    case origin
    case location
    case region
    case quantity
    case purpose
    case delivery
    case parent
    case status
    case compulsory
    case regime
    case verifiedOn
    case validUntil
    case result
    case certificateNumber
    case verificationBody
    case repairedOn

    /// The field that a person means by a column header or by its name in our own interface.
    package init?(name: String) {
        guard let field = Self.byName[HeaderText.normalised(name)] else { return nil }
        self = field
    }

    /// The header in our own form and export.
    package func header(in language: Language) -> String {
        switch language {
        case .chinese: names.chinese
        case .english: names.english
        }
    }

    /// Columns that every ledger has and nobody needs: read over without a word.
    ///
    /// 原因 is the column that our own check adds, so that a corrected file can come straight back.
    static func isIgnored(_ header: String) -> Bool {
        ["", "序号", "行号", "no", "no.", "#", "原因"].contains(HeaderText.normalised(header))
    }

    /// Whether this header is the field's own name rather than one of its synonyms.
    func isCanonical(_ header: String) -> Bool {
        let header = HeaderText.normalised(header)
        return [names.chinese, names.english, rawValue]
            .contains { HeaderText.normalised($0) == header }
    }

    private static let byName: [String: LedgerField] = {
        var fields: [String: LedgerField] = [:]
        for field in allCases {
            for name in field.allNames { fields[HeaderText.normalised(name)] = field }
        }
        return fields
    }()

    /// Every accepted spelling.
    var allNames: [String] {
        [names.chinese, names.english, rawValue] + names.synonyms
    }
}
