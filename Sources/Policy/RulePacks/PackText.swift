import Foundation

/// JSON as it stands in a rule pack, with what a lint has to see and an ordinary reader hides: names
/// that stand twice, and numbers as they are written.
indirect enum PackValue {
    case null
    case flag(Bool)
    /// As written; whether it is a whole number is for the reader of the pack to say.
    case number(String)
    case text(String)
    case list([PackValue])
    case object([(name: String, value: PackValue)])
}

/// The text is not JSON; the byte where that shows.
struct PackTextError: Error {
    let offset: Int
}

/// Reads the text of a rule pack.
struct PackText {
    /// Deeper than any pack; keeps a hostile file off the stack.
    private static let depthMax = 16

    private let bytes: [UInt8]
    private var position = 0

    /// One value that fills the whole text.
    static func parse(_ bytes: [UInt8]) throws(PackTextError) -> PackValue {
        var text = PackText(bytes: bytes)
        let value = try text.value(depth: 0)
        text.skipBlanks()
        guard text.position == bytes.count else { throw text.failure }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var failure: PackTextError { PackTextError(offset: position) }

    private mutating func value(depth: Int) throws(PackTextError) -> PackValue {
        skipBlanks()
        guard depth < Self.depthMax, position < bytes.count else { throw failure }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(PackTextError) -> PackValue {
        position += 1
        var members: [(name: String, value: PackValue)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            let name = try text()
            guard take(UInt8(ascii: ":")) else { throw failure }
            members.append((name, try value(depth: depth + 1)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw failure }
        return .object(members)
    }

    private mutating func list(depth: Int) throws(PackTextError) -> PackValue {
        position += 1
        var elements: [PackValue] = []
        if take(UInt8(ascii: "]")) { return .list(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw failure }
        return .list(elements)
    }

    /// A quoted text. Escapes are left to Foundation, which takes many times as long as a look at the bytes.
    private mutating func text() throws(PackTextError) -> String {
        let start = position
        guard take(UInt8(ascii: "\"")) else { throw failure }
        var hasEscapes = false
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20 else { throw failure }
            let isEscape = bytes[position] == UInt8(ascii: "\\")
            hasEscapes = hasEscapes || isEscape
            position += isEscape ? 2 : 1
        }
        guard position < bytes.count else { throw failure }
        position += 1
        let quoted = bytes[start..<position]
        guard let written = String(validating: quoted.dropFirst().dropLast(), as: UTF8.self),
            let text = hasEscapes
                ? try? JSONDecoder().decode(String.self, from: Data(quoted)) : written
        else { throw PackTextError(offset: start) }
        return text
    }

    private mutating func number() throws(PackTextError) -> PackValue {
        let start = position
        while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) {
            position += 1
        }
        let literal = String(decoding: bytes[start..<position], as: UTF8.self)
        // Nearly all are whole numbers, written as we would write them.
        if let number = Int(literal), "\(number)" == literal { return .number(literal) }
        guard (try? JSONDecoder().decode(Double.self, from: Data(literal.utf8))) != nil else {
            throw PackTextError(offset: start)
        }
        return .number(literal)
    }

    private mutating func word(
        _ word: String,
        _ value: PackValue
    ) throws(PackTextError) -> PackValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure }
        position += word.utf8.count
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
    }
}
