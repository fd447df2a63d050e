/// The repairs that every cell gets: what cannot be seen, or means the same in half width.
///
/// Most cells need none, so each repair first looks for the few bytes that could call for it.
enum CellRepair {
    /// A cell's text and the most telling of the repairs that it took.
    struct Outcome: Equatable {
        var text: String
        var code: RepairCode?
    }

    /// Repairs one cell. The text is empty when the cell holds nothing but blanks.
    static func repair(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
        var cell = trimmed(bytes)
        var code: RepairCode? = cell.count < bytes.count && !cell.isEmpty ? .blanks : nil
        if FormulaGuard.isPresent(cell) {
            cell = trimmed(.init(rebasing: cell.dropFirst()))
            code = .formulaGuard
        }
        guard cell.contains(fullWidthLead), let folded = halfWidth(cell) else {
            return Outcome(text: String(decoding: cell, as: UTF8.self), code: code)
        }
        let text = String(decoding: folded, as: UTF8.self)
        return Outcome(text: text, code: code == .formulaGuard ? code : .fullWidth)
    }

    /// Whether no cell of the record, mapped or not, holds anything.
    static func isBlank(_ record: CSVRecord) -> Bool {
        (0..<record.count).allSatisfy { record.withField($0, isBlank) }
    }

    /// Whether a cell holds nothing that can be seen.
    static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        trimmed(bytes).isEmpty
    }

    /// The cell without the blanks around it.
    private static func trimmed(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = bytes.count
        while start < end {
            let length = Blank.length(at: start, in: bytes)
            if length == 0 { break }
            start += length
        }
        while start < end {
            let length = Blank.length(endingAt: end, in: bytes, from: start)
            if length == 0 { break }
            end -= length
        }
        return .init(rebasing: bytes[start..<end])
    }

    private static let fullWidthLead: UInt8 = 0xEF

    /// Digits and letters in half width; `nil` when there are none to change. Signs stay as they
    /// are: ③ is an accuracy class, （ belongs to a name.
    private static func halfWidth(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var folded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if index + 2 < bytes.count, bytes[index] == fullWidthLead,
                let ascii = halfWidth(bytes[index + 1], bytes[index + 2])
            {
                folded.append(ascii)
                index += 3
            } else {
                folded.append(bytes[index])
                index += 1
            }
        }
        return folded.count < bytes.count ? folded : nil
    }

    /// The two bytes after EF of U+FF10–FF19, U+FF21–FF3A and U+FF41–FF5A.
    private static func halfWidth(_ second: UInt8, _ third: UInt8) -> UInt8? {
        switch (second, third) {
        case (0xBC, 0x90...0x99), (0xBC, 0xA1...0xBA): third - 0x60
        case (0xBD, 0x81...0x9A): third - 0x20
        default: nil
        }
    }
}

/// The blanks that surround what people type: space, tab, line breaks, and the three invisible
/// ones that come with copying (U+00A0, U+3000, U+FEFF).
enum Blank {
    /// The bytes of the blank that begins at `index`; 0 when none does.
    @inline(__always)
    static func length(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let first = bytes[index]
        if isASCII(first) { return 1 }
        guard first == 0xC2 || first == 0xE3 || first == 0xEF else { return 0 }
        let left = bytes.count - index
        if left >= 2, first == 0xC2, bytes[index + 1] == 0xA0 { return 2 }
        guard left >= 3 else { return 0 }
        return isWide(first, bytes[index + 1], bytes[index + 2]) ? 3 : 0
    }

    /// The bytes of the blank that ends before `end`; 0 when none does.
    @inline(__always)
    static func length(
        endingAt end: Int,
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int {
        let last = bytes[end - 1]
        if isASCII(last) { return 1 }
        guard last == 0xA0 || last == 0x80 || last == 0xBF else { return 0 }
        if last == 0xA0, end - 2 >= start, bytes[end - 2] == 0xC2 { return 2 }
        guard end - 3 >= start else { return 0 }
        return isWide(bytes[end - 3], bytes[end - 2], last) ? 3 : 0
    }

    private static func isASCII(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second, third) {
        case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): true
        default: false
        }
    }
}
