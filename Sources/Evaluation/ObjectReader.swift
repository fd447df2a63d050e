import Policy
import SyncCore

/// One JSON object, read key by key: every key that is not asked for is refused, since a mistyped
/// key would otherwise be a fact that silently does not count.
struct ObjectReader {
    private let members: [JSONValue.Member]
    private let path: String
    /// Whether any of the rarer keys stands there: a line without them pays nothing for them.
    let hasRarerKeys: Bool

    /// An object whose keys are all among these, or the rarer ones.
    init(
        _ value: JSONValue,
        at path: String = "",
        keys: [String],
        rarerKeys: [String] = []
    ) throws(EvaluationError) {
        guard case .object(let members) = value else { throw .notAnObject(key: path) }
        self.members = members
        self.path = path
        var hasRarerKeys = false
        for member in members where !keys.contains(member.name) {
            guard rarerKeys.contains(member.name) else {
                throw .unknownKey(path.isEmpty ? member.name : "\(path).\(member.name)")
            }
            hasRarerKeys = true
        }
        self.hasRarerKeys = hasRarerKeys
    }

    /// The path of a key, for a message.
    func key(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// The value of a key that has to stand there; it may be null.
    func value(_ name: String) throws(EvaluationError) -> JSONValue {
        guard let value = optional(name) else { throw .missingKey(key(name)) }
        return value
    }

    private func optional(_ name: String) -> JSONValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    func text(_ name: String) throws(EvaluationError) -> String {
        guard case .string(let text) = try value(name) else {
            throw .wrongType(key: key(name), expected: .text)
        }
        return text
    }

    /// A text that may be null or left out.
    func textIfPresent(_ name: String) throws(EvaluationError) -> String? {
        switch optional(name) {
        case nil, .null: nil
        default: try text(name)
        }
    }

    func flag(_ name: String) throws(EvaluationError) -> Bool {
        guard case .bool(let flag) = try value(name) else {
            throw .wrongType(key: key(name), expected: .flag)
        }
        return flag
    }

    /// A yes or no that may be null or left out.
    func flagIfPresent(_ name: String) throws(EvaluationError) -> Bool? {
        switch optional(name) {
        case nil, .null: nil
        case .bool(let flag): flag
        default: throw .wrongType(key: key(name), expected: .flag)
        }
    }

    func list(_ name: String) throws(EvaluationError) -> [JSONValue] {
        guard case .array(let elements) = try value(name) else {
            throw .wrongType(key: key(name), expected: .list)
        }
        return elements
    }

    func day(_ name: String) throws(EvaluationError) -> Day {
        try day(value(name), name)
    }

    /// A day that may be null or left out.
    func dayIfPresent(_ name: String) throws(EvaluationError) -> Day? {
        switch optional(name) {
        case nil, .null: nil
        case let value?: try day(value, name)
        }
    }

    private func day(_ value: JSONValue, _ name: String) throws(EvaluationError) -> Day {
        guard case .string(let text) = value else {
            throw .wrongType(key: key(name), expected: .text)
        }
        guard let day = Day.ofAnyYear(text) else { throw .notADay(key: key(name), text) }
        return day
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(EvaluationError) -> Word {
        let text = try text(name)
        guard let word = Word(rawValue: text) else {
            throw .unknownWord(
                key: key(name),
                text,
                expected: Word.allCases.map(\.rawValue)
            )
        }
        return word
    }

    /// One of a few words, or null, or left out.
    func wordIfPresent<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(EvaluationError) -> Word? {
        switch optional(name) {
        case nil, .null: nil
        default: try word(name)
        }
    }
}
