package import Policy

/// A person's own ledger with the reasons for what was refused in a last column 原因; that column is
/// read over when the corrected file comes back.
package enum AnnotatedLedger {
    /// Copies every record of a file, title and blank ones too, and writes the reasons beside the
    /// rows that were refused. Throws `TableError`, or what `sink` throws.
    package static func write(
        _ source: ByteSource,
        refusals: [LedgerRefusal],
        in language: Language,
        overrides: [ColumnOverride] = [],
        limits: CSVLimits = CSVLimits(),
        to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let ledger = try LedgerTable(source, overrides: overrides, limits: limits)
        var reasons: [Int: String] = [ledger.headerRow: "原因"]
        var cutOff: Set<Int> = []
        for refusal in refusals {
            reasons[refusal.row] = refusal.sentence(in: language)
            if case .cellsMissing = refusal.reason { cutOff.insert(refusal.row) }
        }
        let table = try ledger.fromBeginning()
        var writer = CSVWriter(to: sink)
        while try table.next() {
            var cells = table.record.strings
            // A row that was cut off stays short: filled up with blanks it would be taken next time.
            if table.record.number >= ledger.headerRow, !cutOff.contains(table.record.number) {
                let missing = max(0, ledger.columns.headers.count - cells.count)
                let reason = reasons[table.record.number] ?? ""
                cells += Array(repeating: "", count: missing) + [reason]
            }
            try writer.write(cells)
        }
        try writer.finish()
    }
}

extension LedgerRefusal {
    /// Everything that is wrong with the row, with codes.
    package func sentence(in language: Language) -> String {
        ([LedgerFault(column: column, reason: reason)] + others)
            .map { "\($0.reason.code) \($0.column): \($0.reason.text(in: language))" }
            .joined(separator: "; ")
    }
}
