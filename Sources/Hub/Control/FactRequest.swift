package import Policy
package import SyncCore

/// What an operator asks of the credit files.
package enum FactRequest: Hashable, Sendable {
    /// All of them or none; each is told with its name and what became of it.
    case add(subject: String, [[CreditFactField: String]], author: String)
    case list(subject: String?)
    /// Each fact with until when it is kept and whether it counts on a day, in words of a language.
    case standing(subject: String?, on: String, language: Language)
    /// The grades that the facts come to on a day.
    case grades(on: String)
    /// `changesDay` lets a repair that is known move to another day.
    case repair(FactName, on: String, author: String, changesDay: Bool = false)
    /// Takes facts out of the files, for good.
    case delete([FactName], ground: String, author: String)
    /// The facts whose term is over on a day, in words of a language.
    case due(on: String, language: Language)
    /// Takes facts out whose term is over on a day, for good; all of them or none.
    case expire([FactName], on: String, author: String)
}

/// How an operator names a fact: by its own name or by the id of its record, with the subject where
/// several facts have the name.
package struct FactName: Hashable, Sendable {
    package let text: String
    package let subject: String?

    package init(_ text: String, subject: String? = nil) {
        self.text = text
        self.subject = subject
    }

    fileprivate var json: JSONValue {
        ["name": .string(text), "subject": .text(subject)]
    }

    fileprivate init?(json: JSONValue) {
        guard let text = json["name"]?.string else { return nil }
        self.init(text, subject: json["subject"]?.string)
    }
}

extension FactRequest {
    private enum Act: String {
        case add, list, standing, grades, repair, delete, due, expire
    }

    /// The request as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .add(let subject, let facts, let author):
            [
                "act": .string(Act.add.rawValue), "subject": .string(subject),
                "facts": .array(facts.map(Self.json)), "author": .string(author),
            ]
        case .list(let subject):
            ["act": .string(Act.list.rawValue), "subject": .text(subject)]
        case .standing(let subject, let day, let language):
            [
                "act": .string(Act.standing.rawValue), "subject": .text(subject),
                "on": .string(day), "language": .string(language.rawValue),
            ]
        case .grades(let day): ["act": .string(Act.grades.rawValue), "on": .string(day)]
        case .repair(let name, let day, let author, let changesDay):
            [
                "act": .string(Act.repair.rawValue), "fact": name.json, "on": .string(day),
                "author": .string(author), "changesDay": .bool(changesDay),
            ]
        case .due(let day, let language):
            [
                "act": .string(Act.due.rawValue), "on": .string(day),
                "language": .string(language.rawValue),
            ]
        case .expire(let names, let day, let author):
            [
                "act": .string(Act.expire.rawValue), "facts": .array(names.map(\.json)),
                "on": .string(day), "author": .string(author),
            ]
        case .delete(let names, let ground, let author):
            [
                "act": .string(Act.delete.rawValue), "facts": .array(names.map(\.json)),
                "ground": .string(ground), "author": .string(author),
            ]
        }
    }

    /// Without what is not said, so that a large file still fits into one request.
    private static func json(_ values: [CreditFactField: String]) -> JSONValue {
        guard case .object(let members) = HubCreditFact.json(values) else { return .null }
        return .object(members.filter { $0.value != .null })
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        let author = json["author"]?.string
        let elements = json["facts"]?.elements ?? []
        switch json["act"]?.string.flatMap(Act.init(rawValue:)) {
        case .list: self = .list(subject: json["subject"]?.string)
        case .standing:
            guard let day = json["on"]?.string,
                let language = json["language"]?.string.flatMap(Language.init(rawValue:))
            else { return nil }
            self = .standing(subject: json["subject"]?.string, on: day, language: language)
        case .grades:
            guard let day = json["on"]?.string else { return nil }
            self = .grades(on: day)
        case .add:
            guard let author, let subject = json["subject"]?.string else { return nil }
            self = .add(subject: subject, elements.map(HubCreditFact.values), author: author)
        case .repair:
            guard let author, let day = json["on"]?.string,
                let name = json["fact"].flatMap(FactName.init(json:))
            else { return nil }
            let changesDay = json["changesDay"] == true
            self = .repair(name, on: day, author: author, changesDay: changesDay)
        case .due:
            guard let day = json["on"]?.string,
                let language = json["language"]?.string.flatMap(Language.init(rawValue:))
            else { return nil }
            self = .due(on: day, language: language)
        case .expire:
            let names = elements.compactMap(FactName.init(json:))
            guard let author, let day = json["on"]?.string, names.count == elements.count
            else { return nil }
            self = .expire(names, on: day, author: author)
        case .delete:
            let names = elements.compactMap(FactName.init(json:))
            guard let author, let ground = json["ground"]?.string, names.count == elements.count
            else { return nil }
            self = .delete(names, ground: ground, author: author)
        case nil: return nil
        }
    }
}
