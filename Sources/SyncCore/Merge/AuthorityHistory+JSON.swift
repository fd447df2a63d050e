private import Signing

/// Why a table is not taken.
package struct AuthorityError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension AuthorityHistory {
    /// Reads a history strictly: every field of every kind has one rule in each version, every name is
    /// known, and each version begins after the one before.
    ///
    /// - Throws: `AuthorityError`.
    package init(json bytes: [UInt8]) throws(AuthorityError) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONParser.parse(bytes) } catch {
            throw AuthorityError("\(error.reason.rawValue) at byte \(error.offset)")
        }
        let elements = try json.members(among: ["versions"]).array("versions")
        var versions: [Authority] = []
        for element in elements {
            let version = try Authority(element)
            guard versions.allSatisfy({ $0.from < version.from && $0.version != version.version })
            else { throw AuthorityError("\(version.version) is not later than another version") }
            versions.append(version)
        }
        guard !versions.isEmpty else { throw AuthorityError("there is no version") }
        self.init(versions)
    }
}

extension Authority {
    fileprivate init(_ json: JSONValue) throws(AuthorityError) {
        let members = try json.members(among: ["version", "from", "reference", "rules"])
        let version = try members.text("version")
        guard !version.isEmpty, try !members.text("reference").isEmpty else {
            throw AuthorityError("a version without name or reference")
        }
        guard let from = Instant(startOf: try members.text("from")) else {
            throw AuthorityError("\(version) begins on no day")
        }
        var rules: [RecordKind: [String: FieldRule]] = [:]
        for element in try members.array("rules") {
            try Self.add(element, to: &rules)
        }
        for kind in RecordKind.allCases {
            for field in kind.fieldNames where rules[kind]?[field] == nil {
                throw AuthorityError("\(version): nobody owns \(kind.rawValue).\(field)")
            }
        }
        let digest = SHA256().digest(json.canonical)
        self.init(version: version, from: from, digest: digest, rules: rules)
    }

    private static func add(
        _ json: JSONValue,
        to rules: inout [RecordKind: [String: FieldRule]]
    ) throws(AuthorityError) {
        let members = try json.members(
            among: ["kind", "fields", "mode", "ranks", "significant", "states"]
        )
        guard let kind = RecordKind(rawValue: try members.text("kind")) else {
            throw AuthorityError("there is no kind \(try members.text("kind"))")
        }
        let rule = try FieldRule(members)
        for element in try members.array("fields") {
            guard let field = element.string, kind.fieldNames.contains(field) else {
                throw AuthorityError("\(kind.rawValue) has no field \(element.canonicalText)")
            }
            guard rules[kind]?[field] == nil else {
                throw AuthorityError("two rules for \(kind.rawValue).\(field)")
            }
            rules[kind, default: [:]][field] = rule
        }
    }
}

extension FieldRule {
    fileprivate init(_ members: [String: JSONValue]) throws(AuthorityError) {
        var ranks: [Party: Int] = [:]
        for (name, rank) in try (members["ranks"] ?? .null).members() {
            guard let party = Party(rawValue: name), let rank = rank.integer, (1...9).contains(rank)
            else { throw AuthorityError("\(name) is no party with a rank from 1 to 9") }
            ranks[party] = Int(rank)
        }
        guard !ranks.isEmpty else { throw AuthorityError("a rule without ranks") }
        let mode: Mode =
            switch try members.text("mode") {
            case "sticky": .sticky
            case "soft": .soft
            case "agreed": .agreed
            case "once": .once
            case "states": .stateMachine(try Transitions(members["states"] ?? .null, ranks))
            case let other: throw AuthorityError("there is no mode \(other)")
            }
        if case .stateMachine = mode {
        } else if members["states"] != nil {
            throw AuthorityError("states in another mode")
        }
        self.init(mode, ranks, isSignificant: try members.flag("significant"))
    }
}

extension Transitions {
    fileprivate init(_ json: JSONValue, _ ranks: [Party: Int]) throws(AuthorityError) {
        let states = try json.members()
        var next: [String: Set<String>] = [:]
        var terminal: Set<String> = []
        var reachedBy: [String: Set<Party>] = [:]
        for (state, value) in states {
            let members = try value.members(among: ["next", "terminal", "by"])
            next[state] = Set(try members.array("next").compactMap(\.string))
            guard next[state]?.isSubset(of: states.keys) == true else {
                throw AuthorityError("\(state) leads to no state")
            }
            if try members.flag("terminal") { terminal.insert(state) }
            let by = try members["by"].map { _ throws(AuthorityError) in try members.array("by") }
            let parties = by.map { Set($0.compactMap(\.string).compactMap(Party.init(rawValue:))) }
            reachedBy[state] = parties ?? Set(ranks.keys)
            guard by.map({ $0.count == parties?.count }) ?? true,
                parties?.isSubset(of: ranks.keys) ?? true
            else { throw AuthorityError("\(state) is reached by a party without a rank") }
        }
        guard !states.isEmpty else { throw AuthorityError("a rule without states") }
        self.init(next: next, terminal: terminal, reachedBy: reachedBy)
    }
}

extension Instant {
    /// The beginning of a day (`YYYY-MM-DD`) in Shanghai, which has been eight hours ahead of UTC since
    /// 1991; `nil` where the text is no day.
    init?(startOf day: String) {
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        guard day.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            day.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let date = Int64(parts[2]),
            (1...12).contains(month), year > 0
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[Int(month) - 1]).contains(date) else { return nil }
        let before = year - 1
        let days =
            before * 365 + before / 4 - before / 100 + before / 400 - 719_162
            + lengths.prefix(Int(month) - 1).reduce(0, +) + date - 1
        self.init(milliseconds: (days * 24 - 8) * 3_600_000)
    }
}

extension JSONValue {
    /// The members of an object, all of them among those that are known where these are named.
    fileprivate func members(
        among names: Set<String>? = nil
    ) throws(AuthorityError) -> [String: JSONValue] {
        guard case .object(let members) = self else {
            throw AuthorityError("\(canonicalText.prefix(40)) is no object")
        }
        if let names, let stranger = members.first(where: { !names.contains($0.name) }) {
            throw AuthorityError("unknown member \(stranger.name)")
        }
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
}

extension [String: JSONValue] {
    fileprivate func text(_ name: String) throws(AuthorityError) -> String {
        guard let text = self[name]?.string else { throw AuthorityError("\(name) is no text") }
        return text
    }

    fileprivate func array(_ name: String) throws(AuthorityError) -> [JSONValue] {
        guard let array = self[name]?.elements else { throw AuthorityError("\(name) is no list") }
        return array
    }

    /// Not there is `false`.
    fileprivate func flag(_ name: String) throws(AuthorityError) -> Bool {
        switch self[name] {
        case nil: false
        case .bool(let flag)?: flag
        default: throw AuthorityError("\(name) is neither true nor false")
        }
    }
}
