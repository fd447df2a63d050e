extension JSONValue {
    /// The canonical bytes of RFC 8785: no blanks, members sorted by UTF-16 code units, the shortest
    /// escapes. Equal values give equal bytes on every machine, so the bytes can be hashed.
    package var canonical: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(512)
        writeCanonical(to: &output)
        return output
    }

    /// The canonical form as text, for a screen.
    package var canonicalText: String {
        String(decoding: canonical, as: UTF8.self)
    }

    /// The value on one line with members in the order in which they stand.
    package var orderedText: String {
        var output: [UInt8] = []
        writeOrdered(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the canonical bytes to `output`.
    package func writeCanonical(to output: inout [UInt8]) {
        write(to: &output, sorted: true)
    }

    /// Appends the same bytes with members in the order in which they stand, for output that a
    /// person reads and nobody hashes.
    package func writeOrdered(to output: inout [UInt8]) {
        write(to: &output, sorted: false)
    }

    private func write(to output: inout [UInt8], sorted: Bool) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): output.append(contentsOf: String(value).utf8)
        case .string(let value): JSONText.append(value, to: &output)
        case .unread(let bytes): output.append(contentsOf: bytes)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.write(to: &output, sorted: sorted)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in (sorted ? members.sortedByName : members).enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONText.append(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output, sorted: sorted)
            }
            output.append(UInt8(ascii: "}"))
        }
    }
}

extension [JSONValue.Member] {
    /// Sorted as RFC 8785 asks. Swift's `<` on strings compares by Unicode scalars after
    /// normalisation, which is another order, so the code units are compared one by one.
    fileprivate var sortedByName: [JSONValue.Member] {
        let inOrder = zip(self, dropFirst()).allSatisfy { $0.name.precedesByUTF16($1.name) }
        return inOrder ? self : sorted { $0.name.precedesByUTF16($1.name) }
    }
}

extension String {
    /// Whether this stands before `other` by UTF-16 code units.
    package func precedesByUTF16(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }

    /// Whether both are the same bytes. Swift's `==` calls `é` and `e` + accent equal.
    package func equalsByBytes(_ other: String) -> Bool {
        var (left, right) = (self, other)
        return left.withUTF8 { left in
            right.withUTF8 { left.count == $0.count && left.elementsEqual($0) }
        }
    }
}
