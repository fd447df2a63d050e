/// Why a text is not the JSON that we accept, and the byte at which that was seen.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        case unexpected = "unexpected character"
        case endOfText = "text ends too early"
        case trailing = "text goes on after the value"
        case duplicateName = "a name stands twice in one object"
        case notInteger = "number is not a whole number of 64 bits"
        case badEscape = "unknown escape"
        case badUnicode = "invalid UTF-8 or surrogate"
        case tooDeep = "nested too deeply"
    }

    package let reason: Reason
    package let offset: Int
}

/// A strict reader of JSON: duplicate names, fractions, lone surrogates and control characters are
/// errors, so that two readers can never understand one signed text in two ways.
package struct JSONParser {
    /// Deep enough for every message of ours, shallow enough for every stack.
    package static let depthMax = 32

    private let bytes: UnsafeBufferPointer<UInt8>
    private let unread: String?
    private var position = 0

    /// Reads one value that fills the whole text; blanks may stand around it. Objects under the name `unread` stay
    /// as their bytes, where those are canonical already.
    package static func parse(
        _ bytes: [UInt8],
        leaving unread: String? = nil
    ) throws(JSONError) -> JSONValue {
        let result: Result<JSONValue, JSONError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, unread: unread)
            do throws(JSONError) { return .success(try parser.document()) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, unread: String?) {
        self.bytes = bytes
        self.unread = unread
    }

    private mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw failure(.trailing) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.depthMax else { throw failure(.tooDeep) }
        skipBlanks()
        guard position < bytes.count else { throw failure(.endOfText) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .integer(try integer())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        members.reserveCapacity(8)
        repeat {
            skipBlanks()
            let start = position
            let name = try string()
            // Members are few; a linear look costs less than a set.
            if members.contains(where: { $0.name.equalsByBytes(name) }) {
                throw JSONError(reason: .duplicateName, offset: start)
            }
            try expect(UInt8(ascii: ":"))
            if name == unread, let bytes = takeCanonical(depth: depth + 1) {
                members.append(JSONValue.Member(name, .unread(bytes)))
            } else {
                members.append(JSONValue.Member(name, try value(depth: depth + 1)))
            }
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return .object(members)
    }

    /// Steps over an object that stands here in its canonical form; otherwise stays where it is.
    private mutating func takeCanonical(depth: Int) -> [UInt8]? {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return nil }
        var scan = CanonicalScan(bytes, at: position)
        guard scan.value(depth: depth) else { return nil }
        defer { position = scan.position }
        return Array(bytes[position..<scan.position])
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func string() throws(JSONError) -> String {
        guard position < bytes.count else { throw failure(.endOfText) }
        guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpected) }
        position += 1
        let start = position
        var bits: UInt8 = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
        {
            bits |= bytes[position]
            position += 1
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return try stringWithEscapes(from: start)
        }
        defer { position += 1 }
        let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
        // Nearly every text is ASCII, which needs no look at how its bytes hang together.
        if bits < 0x80 { return String(decoding: content, as: UTF8.self) }
        return try text(of: content, from: start)
    }

    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try content.withUnsafeBufferPointer { bytes throws(JSONError) in
                    try text(of: bytes, from: start)
                }
            case UInt8(ascii: "\\"):
                position += 1
                content.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw failure(.unexpected)
            default:
                content.append(byte)
                position += 1
            }
        }
        throw failure(.endOfText)
    }

    private func text(
        of content: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) throws(JSONError) -> String {
        guard let text = String(validUTF8: content) else {
            throw JSONError(reason: .badUnicode, offset: start)
        }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard position < bytes.count else { throw failure(.endOfText) }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure(.badEscape)
        }
    }

    /// Reads the digits after `\u`, and the second half of a pair; leaves the position on the last
    /// digit, where `escape` expects it.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard UTF16.isLeadSurrogate(first), position + 2 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u")
        else { throw failure(.badUnicode) }
        position += 2
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw failure(.badUnicode) }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw failure(.badUnicode) }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            position += 1
            guard position < bytes.count else { throw failure(.endOfText) }
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure(.badEscape)
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        guard position > firstDigit else { throw failure(.unexpected) }
        let goesOn = position < bytes.count && [0x2E, 0x45, 0x65].contains(bytes[position])
        let leadingZero = bytes[firstDigit] == 0x30 && position - firstDigit > 1
        let isNegative = firstDigit > start
        guard !goesOn, !leadingZero,
            let number = number(bytes[firstDigit..<position], isNegative: isNegative),
            !(isNegative && number == 0)
        else { throw JSONError(reason: .notInteger, offset: start) }
        return number
    }

    /// The number of digits; `nil` where 64 bits do not hold it.
    private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>, isNegative: Bool) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            let value = Int64(digit - 0x30)
            let (tens, isTooMuch) = number.multipliedReportingOverflow(by: 10)
            let (next, isBeyond) = tens.addingReportingOverflow(isNegative ? -value : value)
            guard !isTooMuch, !isBeyond else { return nil }
            number = next
        }
        return number
    }

    private mutating func word(
        _ word: StaticString,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: letters) else { throw failure(.unexpected) }
        position += letters.count
        return value
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard take(byte) else {
            throw failure(position < bytes.count ? .unexpected : .endOfText)
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func failure(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: position)
    }
}
