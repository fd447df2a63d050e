/// A person's own word on which field a column is: one `--map COL=FIELD`.
package struct ColumnOverride: Sendable, Equatable {
    /// The column's header as it stands, or any spelling of it that means the same.
    package let column: String
    package let field: LedgerField

    package init(column: String, field: LedgerField) {
        self.column = column
        self.field = field
    }

    /// Reads `COL=FIELD`; the last `=` separates, since a header may contain one.
    package init(_ text: String) throws(TableError) {
        guard let mark = text.lastIndex(of: "="), mark > text.startIndex else {
            throw .badMapping(.notAPair(text))
        }
        let name = String(text[text.index(after: mark)...])
        guard let field = LedgerField(name: name) else {
            throw .badMapping(.unknownField(name))
        }
        self.init(column: String(text[..<mark]), field: field)
    }

    /// Where the column stands among these headers: an exact match before a similar one.
    func index(in headers: [String]) -> Int? {
        headers.firstIndex(of: column)
            ?? headers.firstIndex {
                HeaderText.normalised($0) == HeaderText.normalised(column)
            }
    }
}
