/// One object of a rule pack, read key by key; what is wrong is noted with its place, and reading
/// goes on, so that a file is mended in one go.
struct PackFields {
    let path: String
    private let members: [(name: String, value: PackValue)]

    /// An object whose keys are all among these and stand once.
    init?(_ value: PackValue, at path: String, keys: [String], _ faults: inout [RulePackFault]) {
        guard case .object(let members) = value else {
            faults.append(.init(path: path, kind: .wrongType(expected: .object)))
            return nil
        }
        self.path = path
        self.members = members
        var seen: Set<String> = []
        for member in members {
            if !keys.contains(member.name) {
                faults.append(.init(path: key(member.name), kind: .unknownKey))
            } else if !seen.insert(member.name).inserted {
                faults.append(.init(path: key(member.name), kind: .duplicateKey))
            }
        }
    }

    /// The path of a key.
    func key(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    private func member(_ name: String) -> PackValue? {
        members.first { $0.name == name }?.value
    }

    private func value(_ name: String, _ faults: inout [RulePackFault]) -> PackValue? {
        let value = member(name)
        if value == nil { faults.append(.init(path: key(name), kind: .missing)) }
        return value
    }

    func list(_ name: String, _ faults: inout [RulePackFault]) -> [PackValue]? {
        guard let value = value(name, &faults) else { return nil }
        guard case .list(let elements) = value else {
            faults.append(.init(path: key(name), kind: .wrongType(expected: .list)))
            return nil
        }
        if elements.isEmpty { faults.append(.init(path: key(name), kind: .empty)) }
        return elements
    }

    func text(_ name: String, _ faults: inout [RulePackFault]) -> String? {
        value(name, &faults).flatMap { text($0, name, &faults) }
    }

    private func text(
        _ value: PackValue,
        _ name: String,
        _ faults: inout [RulePackFault]
    ) -> String? {
        guard case .text(let text) = value else {
            faults.append(.init(path: key(name), kind: .wrongType(expected: .text)))
            return nil
        }
        guard !text.isEmpty else {
            faults.append(.init(path: key(name), kind: .empty))
            return nil
        }
        return text
    }

    func word<Word: RawRepresentable<String>>(
        _ name: String,
        of words: [Word],
        _ faults: inout [RulePackFault]
    ) -> Word? {
        guard let text = text(name, &faults) else { return nil }
        guard let word = words.first(where: { $0.rawValue == text }) else {
            let kind = RulePackFault.Kind.unknownWord(text, expected: words.map(\.rawValue))
            faults.append(.init(path: key(name), kind: kind))
            return nil
        }
        return word
    }

    func day(_ name: String, _ faults: inout [RulePackFault]) -> Day? {
        value(name, &faults).flatMap { day($0, name, &faults) }
    }

    /// A day that may be null or left out.
    func dayIfPresent(_ name: String, _ faults: inout [RulePackFault]) -> Day? {
        switch member(name) {
        case nil, .null: nil
        case let value?: day(value, name, &faults)
        }
    }

    private func day(
        _ value: PackValue,
        _ name: String,
        _ faults: inout [RulePackFault]
    ) -> Day? {
        guard let text = text(value, name, &faults) else { return nil }
        guard let day = Day(text) else {
            faults.append(.init(path: key(name), kind: .notADay(text)))
            return nil
        }
        return day
    }

    func flag(_ name: String, _ faults: inout [RulePackFault]) -> Bool? {
        guard let value = value(name, &faults) else { return nil }
        guard case .flag(let flag) = value else {
            faults.append(.init(path: key(name), kind: .wrongType(expected: .flag)))
            return nil
        }
        return flag
    }

    func integer(_ name: String, _ faults: inout [RulePackFault]) -> Int? {
        guard let value = value(name, &faults) else { return nil }
        return integer(value, name, .wholeNumber, &faults)
    }

    /// A number that has to stand there, be it null: one that is left out by mistake must not read
    /// as none.
    func integerOrNull(_ name: String, _ faults: inout [RulePackFault]) -> Int? {
        switch value(name, &faults) {
        case nil, .null: nil
        case let value?: integer(value, name, .wholeNumberOrNull, &faults)
        }
    }

    private func integer(
        _ value: PackValue,
        _ name: String,
        _ expected: RulePackFault.ValueType,
        _ faults: inout [RulePackFault]
    ) -> Int? {
        guard case .number(let literal) = value else {
            faults.append(.init(path: key(name), kind: .wrongType(expected: expected)))
            return nil
        }
        // `1.0`, `1e1` and `-0` are refused too: the bytes of a pack are hashed.
        guard let number = Int(literal), "\(number)" == literal else {
            faults.append(.init(path: key(name), kind: .fraction(literal)))
            return nil
        }
        return number
    }
}
