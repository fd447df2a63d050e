package import Policy

extension LedgerRow {
    /// A row from values that a person gave one by one, judged exactly as a ledger's row would be.
    ///
    /// Repairs and faults name the columns as our own form does in this language.
    package static func entered(
        _ values: [LedgerField: String],
        in language: Language = .chinese
    ) throws(LedgerRefusal) -> (row: LedgerRow, repairs: [LedgerRepair]) {
        let fields = LedgerField.allCases.filter { values[$0] != nil || $0 == .serial }
        var draft = RowDraft(number: 1)
        for field in fields {
            var text = values[field] ?? ""
            text.withUTF8 { bytes in
                draft.read(
                    .init(field: field, column: field.header(in: language), bytes: bytes)
                )
            }
        }
        let columns = ColumnMap(of: fields, in: language)
        switch draft.finish(columns) {
        case .row(_, let row, let repairs): return (row, repairs)
        case .refused(let refusal): throw refusal
        }
    }
}
