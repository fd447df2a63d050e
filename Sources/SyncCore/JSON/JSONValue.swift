/// A JSON value of the kind that is hashed and signed here: whole numbers and text, no fractions.
///
/// Measured values travel as decimal strings, so nothing ever depends on how a machine rounds.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    /// Members in any order; a name stands once. `canonical` sorts them.
    case object([Member])
    /// An object that nobody has looked into, as its canonical bytes. Only `JSONParser` makes one, where it is asked to;
    /// it is equal to no other kind.
    case unread([UInt8])

    /// One name and its value.
    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The text, or `null` where there is none.
    package static func text(_ value: String?) -> JSONValue {
        value.map { .string($0) } ?? .null
    }

    /// The number, or `null` where there is none.
    package static func number(_ value: Int?) -> JSONValue {
        value.map { .integer(Int64($0)) } ?? .null
    }

    /// An array of texts.
    package static func texts(_ values: [String]) -> JSONValue {
        .array(values.map { .string($0) })
    }

    /// The value under a name; `nil` for other kinds and unknown names.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string value.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number of an integer value.
    package var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The elements of an array value.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
