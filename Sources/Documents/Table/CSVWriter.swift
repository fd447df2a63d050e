/// Writes RFC 4180 tables: CRLF, quotes only where they are needed.
///
/// A cell that a spreadsheet would take for a formula gets a `'` in front, because what one clerk
/// typed must not run on another's machine. `CellRepair` takes it off again.
package struct CSVWriter {
    private let sink: (UnsafeRawBufferPointer) throws -> Void
    private var buffer: [UInt8] = []

    private static let flushSize = 64 << 10

    /// `sink` takes the bytes in order. The mark makes Excel read the file as UTF-8.
    package init(
        byteOrderMark: Bool = true,
        to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) {
        self.sink = sink
        if byteOrderMark { buffer = TextEncoding.utf8.byteOrderMark }
    }

    /// Appends one record.
    package mutating func write(_ cells: some Sequence<String>) throws {
        var isFirst = true
        for cell in cells {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            isFirst = false
            append(cell)
        }
        buffer.append(contentsOf: [0x0D, 0x0A])
        if buffer.count >= Self.flushSize { try finish() }
    }

    /// Hands over what is still held back; to be called once after the last record.
    package mutating func finish() throws {
        try buffer.withUnsafeBytes(sink)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ cell: String) {
        let bytes = cell.utf8
        let isGuarded = FormulaGuard.isNeeded(bytes)
        guard bytes.contains(where: Self.needsQuotes) else {
            if isGuarded { buffer.append(FormulaGuard.mark) }
            buffer.append(contentsOf: bytes)
            return
        }
        buffer.append(UInt8(ascii: "\""))
        if isGuarded { buffer.append(FormulaGuard.mark) }
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: true
        default: false
        }
    }
}

/// The `'` before a cell that a spreadsheet would otherwise compute.
///
/// Invariant: guarding loses nothing. A cell that already begins with `'` before a formula gets a
/// second one, so that taking one off always gives back the original.
enum FormulaGuard {
    static let mark = UInt8(ascii: "'")

    static func isNeeded(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes where byte != mark { return startsFormula(byte) }
        return false
    }

    static func isPresent(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.first == mark && isNeeded(bytes)
    }

    private static func startsFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): true
        case 0x09, 0x0D: true
        default: false
        }
    }
}
