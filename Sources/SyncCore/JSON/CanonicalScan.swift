/// Walks over a value and says whether its bytes are its canonical form (RFC 8785), without making anything of it.
///
/// It only says yes where that is plain to see, as with nearly everything that our own programs write: names in ASCII,
/// texts without escapes. Behind a no, the value has to be read and written anew.
struct CanonicalScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// Steps over the value that begins here.
    mutating func value(depth: Int) -> Bool {
        guard depth < JSONParser.depthMax, position < bytes.count else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return text() != nil
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return integer()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        position += 1
        if take(UInt8(ascii: "}")) { return true }
        var previous: UnsafeBufferPointer<UInt8>?
        repeat {
            // In ASCII the order of bytes is that of UTF-16.
            guard let (name, isASCII) = text(), isASCII,
                previous.map({ $0.lexicographicallyPrecedes(name) }) ?? true,
                take(UInt8(ascii: ":")), value(depth: depth + 1)
            else { return false }
            previous = name
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    private mutating func array(depth: Int) -> Bool {
        position += 1
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard value(depth: depth + 1) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    private mutating func text() -> (UnsafeBufferPointer<UInt8>, isASCII: Bool)? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        var bits: UInt8 = 0
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\\") else {
                return nil
            }
            bits |= bytes[position]
            position += 1
        }
        guard position < bytes.count else { return nil }
        let content = UnsafeBufferPointer(rebasing: bytes[start..<position])
        position += 1
        let isASCII = bits < 0x80
        guard isASCII || content.isUTF8 else { return nil }
        return (content, isASCII)
    }

    private mutating func integer() -> Bool {
        _ = take(UInt8(ascii: "-"))
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        // As many digits as any 64 bits hold; a zero only by itself, and not with a sign.
        guard (1...18).contains(position - start) else { return false }
        let isNegative = start > 0 && bytes[start - 1] == UInt8(ascii: "-")
        return bytes[start] != 0x30 || position - start == 1 && !isNegative
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: letters) else { return false }
        position += letters.count
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
