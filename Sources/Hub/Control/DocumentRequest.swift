package import SyncCore

/// What an operator asks about the data of the law that all sites get.
package enum DocumentRequest: Hashable, Sendable {
    /// Gives a calendar or a rule pack to all sites.
    case load(PolicyDocument.Kind, text: String, author: String)
    case list(PolicyDocument.Kind)
}

extension DocumentRequest {
    /// The request as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .load(let kind, let text, let author):
            [
                "author": .string(author), "document": .string(kind.rawValue),
                "text": .string(text),
            ]
        case .list(let kind): ["document": .string(kind.rawValue)]
        }
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let kind = json["document"]?.string.flatMap(PolicyDocument.Kind.init(rawValue:))
        else { return nil }
        switch (json["text"]?.string, json["author"]?.string) {
        case (let text?, let author?): self = .load(kind, text: text, author: author)
        case (nil, nil): self = .list(kind)
        default: return nil
        }
    }
}
