package import Policy
package import SyncCore

/// What an operator asks about the data of the law that all sites get.
package enum DocumentRequest: Hashable, Sendable {
    /// Gives a calendar or a rule pack to all sites.
    case load(PolicyDocument.Kind, DocumentLoad)
    case list(PolicyDocument.Kind)
}

/// A calendar or rule pack that an operator hands in.
package struct DocumentLoad: Hashable, Sendable {
    package let text: String
    package let author: String
    /// What is wrong with the text is said in this language.
    package let language: Language
    /// The operator knows that days change that had been announced.
    package let changesDays: Bool

    package init(
        _ text: String,
        by author: String,
        in language: Language,
        changesDays: Bool = false
    ) {
        self.text = text
        self.author = author
        self.language = language
        self.changesDays = changesDays
    }
}

extension DocumentRequest {
    /// The request as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .load(let kind, let load):
            [
                "author": .string(load.author), "changesDays": .bool(load.changesDays),
                "document": .string(kind.rawValue), "language": .string(load.language.rawValue),
                "text": .string(load.text),
            ]
        case .list(let kind): ["document": .string(kind.rawValue)]
        }
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let kind = json["document"]?.string.flatMap(PolicyDocument.Kind.init(rawValue:))
        else { return nil }
        switch (json["text"]?.string, json["author"]?.string) {
        case (let text?, let author?):
            guard let language = json["language"]?.string.flatMap(Language.init(rawValue:))
            else { return nil }
            let changesDays = json["changesDays"] == true
            let load = DocumentLoad(text, by: author, in: language, changesDays: changesDays)
            self = .load(kind, load)
        case (nil, nil): self = .list(kind)
        default: return nil
        }
    }
}
