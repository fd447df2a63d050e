package import SyncCore

/// What an operator asks about instruments that were registered twice.
package enum DuplicateRequest: Hashable, Sendable {
    /// Those that probably were, of one organisation or of all.
    case list(organisation: String?)
    /// The merges that stand.
    case merges(organisation: String?)
    /// Makes two registrations one; with `isDryRun` only says what would become of them.
    case merge(RecordID, RecordID, reason: String, author: String, isDryRun: Bool)
    /// Takes the merge of this registration back.
    case split(RecordID, reason: String, author: String, isDryRun: Bool)
}

extension DuplicateRequest {
    private enum Act: String {
        case list, merges, merge, split
    }

    /// The request as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .list(let organisation):
            ["act": .string(Act.list.rawValue), "organisation": .text(organisation)]
        case .merges(let organisation):
            ["act": .string(Act.merges.rawValue), "organisation": .text(organisation)]
        case .merge(let first, let second, let reason, let author, let isDryRun):
            [
                "act": .string(Act.merge.rawValue),
                "ids": .texts([first.description, second.description]),
                "reason": .string(reason), "author": .string(author), "dryRun": .bool(isDryRun),
            ]
        case .split(let id, let reason, let author, let isDryRun):
            [
                "act": .string(Act.split.rawValue), "ids": .texts([id.description]),
                "reason": .string(reason), "author": .string(author), "dryRun": .bool(isDryRun),
            ]
        }
    }

    /// Reads `json`; `nil` for anything else.
    init?(json: JSONValue) {
        guard let act = json["act"]?.string.flatMap(Act.init(rawValue:)) else { return nil }
        switch act {
        case .list: self = .list(organisation: json["organisation"]?.string)
        case .merges: self = .merges(organisation: json["organisation"]?.string)
        case .merge, .split:
            guard let reason = json["reason"]?.string, let author = json["author"]?.string,
                let ids = json["ids"]?.elements?.compactMap(\.recordID),
                ids.count == (act == .merge ? 2 : 1)
            else { return nil }
            let isDryRun = json["dryRun"] == true
            self =
                act == .merge
                ? .merge(ids[0], ids[1], reason: reason, author: author, isDryRun: isDryRun)
                : .split(ids[0], reason: reason, author: author, isDryRun: isDryRun)
        }
    }
}
