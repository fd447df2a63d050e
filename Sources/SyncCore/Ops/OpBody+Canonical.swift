extension OpBody {
    /// Reads canonical JSON, also with members that this program does not know; `nil` where it is no body.
    package init?(bytes: [UInt8]) {
        if let body = bytes.withUnsafeBufferPointer(OpBody.init(canonical:)) {
            self = body
        } else if let body = (try? JSONParser.parse(bytes)).flatMap(OpBody.init(json:)) {
            self = body
        } else {
            return nil
        }
    }

    /// Reads the bytes that `canonical` has given, without a tree of values between; `nil` for any other bytes,
    /// and for texts with escapes, which are few. So whoever gets a body has its canonical bytes in hand.
    package init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = CanonicalScanner(bytes)
        guard scanner.take(#"{"author":"#), let author = scanner.text(),
            scanner.take(#","patches":["#)
        else { return nil }
        var patches: [Patch] = []
        if !scanner.take("]") {
            repeat {
                guard let patch = scanner.patch() else { return nil }
                patches.append(patch)
            } while scanner.take(",")
            guard scanner.take("]") else { return nil }
        }
        guard scanner.take(#","reason":"#), let reason = scanner.textOrNull(), scanner.take("}"),
            scanner.isAtEnd
        else { return nil }
        self.init(author: author, reason: reason, patches: patches)
    }
}

/// Goes through canonical JSON of a known shape.
private struct CanonicalScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

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
    private mutating func quoted() -> UnsafeBufferPointer<UInt8>? {
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
        quoted().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// A text, or nothing where there is none; `nil` where neither comes next.
    mutating func textOrNull() -> String?? {
        if take("null") { return .some(nil) }
        return text().map { .some($0) }
    }

    mutating func patch() -> Patch? {
        guard take(#"{"fields":{"#), let fields = fields(), take(#","id":"#), let id = id(),
            take(#","kind":"#), let kind = text().flatMap(RecordKind.init(rawValue:)), take("}")
        else { return nil }
        return Patch(kind, id, fields)
    }

    private mutating func id() -> RecordID? {
        // Another spelling of an id would be written otherwise.
        guard let text = text(), let id = RecordID(text), id.description == text else { return nil }
        return id
    }

    /// Fields in the order of their names.
    private mutating func fields() -> [Patch.Field]? {
        var fields: [Patch.Field] = []
        if take("}") { return fields }
        var former = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        repeat {
            guard let name = quoted(), name.allSatisfy({ $0 < 0x80 }), take(":"),
                fields.isEmpty || former.lexicographicallyPrecedes(name),
                let value = textOrNull()
            else { return nil }
            fields.append(Patch.Field(String(decoding: name, as: UTF8.self), value))
            former = name
        } while take(",")
        return take("}") ? fields : nil
    }
}
