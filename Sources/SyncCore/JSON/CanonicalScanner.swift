/// Goes through canonical JSON of a known shape.
struct CanonicalScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// What was passed over since a position.
    func passed(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[start..<position])
    }

    /// Whether this letter comes next.
    func isAt(_ letter: Unicode.Scalar) -> Bool {
        position < bytes.count && bytes[position] == UInt8(ascii: letter)
    }

    /// Passes over these letters, where they come next.
    mutating func take(_ letters: StaticString) -> Bool {
        let count = letters.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != letters.utf8Start[offset] {
            return false
        }
        position += count
        return true
    }

    /// The letters between two quotes, none of which is escaped.
    mutating func quoted() -> UnsafeBufferPointer<UInt8>? {
        guard take("\"") else { return nil }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return UnsafeBufferPointer(rebasing: bytes[start..<(position - 1)])
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        return nil
    }

    mutating func text() -> String? {
        quoted().flatMap(String.init(validUTF8:))
    }

    /// A text, or nothing where there is none; `nil` where neither comes next.
    mutating func textOrNull() -> String?? {
        if take("null") { return .some(nil) }
        return text().map { .some($0) }
    }

    /// A whole number; `nil` also where it has more digits than any 64 bits hold.
    mutating func integer() -> Int64? {
        let isNegative = take("-")
        let start = position
        var number: Int64 = 0
        while position < bytes.count, position - start < 18,
            case let digit = bytes[position] &- 0x30, digit < 10
        {
            number = number * 10 + Int64(digit)
            position += 1
        }
        guard position > start, bytes[start] != 0x30 || position == start + 1 && !isNegative
        else { return nil }
        return isNegative ? -number : number
    }

    /// A whole number, or nothing where there is none; `nil` where neither comes next.
    mutating func integerOrNull() -> Int64?? {
        if take("null") { return .some(nil) }
        return integer().map { .some($0) }
    }

    /// An id as it is written; another spelling of it would be written otherwise.
    mutating func id() -> RecordID? { quoted().flatMap(RecordID.init(canonical:)) }

    /// An id, or nothing where there is none; `nil` where neither comes next.
    mutating func idOrNull() -> RecordID?? {
        if take("null") { return .some(nil) }
        return id().map { .some($0) }
    }

    /// Bytes in lower-case hexadecimal digits.
    mutating func hex() -> [UInt8]? { quoted().flatMap([UInt8].init(hexDigits:)) }

    /// The bytes of a value, so many levels deep, that is plainly in its canonical form.
    mutating func value(depth: Int) -> [UInt8]? {
        var scan = CanonicalScan(bytes, at: position)
        guard scan.value(depth: depth) else { return nil }
        defer { position = scan.position }
        return Array(bytes[position..<scan.position])
    }

    /// A value of which few are in a message.
    mutating func json(depth: Int) -> JSONValue? {
        value(depth: depth).flatMap { try? JSONParser.parse($0) }
    }
}
