/// What one record of a ledger turned out to be.
package enum LedgerRecord: Sendable, Equatable {
    /// `number` counts every record of the file from 1.
    case row(number: Int, LedgerRow, repairs: [LedgerRepair])
    case refused(LedgerRefusal)
}

/// Reads a ledger row by row, from any encoding, with its header wherever it stands.
///
/// A row that cannot be taken over is an answer, not an error; an error means that the rest of the
/// file cannot be read either.
package final class LedgerReader {
    package let columns: ColumnMap
    package let encoding: TextEncoding
    /// Rows read after the header, blank ones left out.
    package private(set) var rows = 0

    private let source: ByteSource
    private let table: CSVReader
    private let mapped: [(field: LedgerField, index: Int, header: String)]
    private let width: Int

    /// Finds the encoding, the separator and the header.
    package init(
        _ source: ByteSource,
        overrides: [ColumnOverride] = [],
        limits: CSVLimits = CSVLimits()
    ) throws(TableError) {
        let ledger = try LedgerTable(source, overrides: overrides, limits: limits)
        self.source = source
        self.table = ledger.table
        let columns = ledger.columns
        self.columns = columns
        self.encoding = ledger.encoding
        self.width = columns.width
        self.mapped = columns.fields
            .map { (field: $0.key, index: $0.value, header: columns.headers[$0.value]) }
            .sorted { $0.index < $1.index }
    }

    /// How far the file has been read, of `byteCount`.
    package var bytesRead: Int { source.bytesRead }

    /// The size of the file.
    package var byteCount: Int { source.byteCount }

    /// The next record that is not blank; `nil` at the end of the file.
    package func next() throws(TableError) -> LedgerRecord? {
        while try table.next() {
            if CellRepair.isBlank(table.record) { continue }
            rows += 1
            if let refusal = shapeRefusal() { return .refused(refusal) }
            return read()
        }
        return nil
    }

    private func read() -> LedgerRecord {
        var draft = RowDraft(number: table.record.number)
        for column in mapped {
            table.record.withField(column.index) { bytes in
                draft.read(.init(field: column.field, column: column.header, bytes: bytes))
            }
        }
        return draft.finish(columns)
    }

    /// A record with too few or too many cells is not judged further: which cell belongs to which
    /// column is no longer known.
    private func shapeRefusal() -> LedgerRefusal? {
        let record = table.record
        if record.count < width {
            return LedgerRefusal(
                row: record.number,
                column: columns.headers[record.count],
                reason: .cellsMissing(found: record.count, expected: columns.namedColumns)
            )
        }
        guard record.count > columns.headers.count else { return nil }
        let surplus = (columns.headers.count..<record.count)
            .last { !record.withField($0, CellRepair.isBlank) }
        guard let surplus else { return nil }
        return LedgerRefusal(
            row: record.number,
            column: columns.headers.last ?? "",
            reason: .tooManyCells(found: surplus + 1, expected: columns.headers.count)
        )
    }
}
