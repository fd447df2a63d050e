import SyncCore

extension HubError {
    /// The errors that a request through the socket can end with, by name.
    private enum Name: String {
        case unknownOrganisation, otherRole, unknownSite, unknownRecord, notPossible, storage
        case diskFull
    }

    /// The error as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .unknownOrganisation(let code): Self.object(.unknownOrganisation, code)
        case .otherRole(let code): Self.object(.otherRole, code)
        case .unknownSite(let id): Self.object(.unknownSite, id)
        case .unknownRecord(let id): Self.object(.unknownRecord, id)
        case .notPossible(let detail): Self.object(.notPossible, detail)
        case .diskFull: Self.object(.diskFull, "")
        case .storage(let detail): Self.object(.storage, detail)
        default: Self.object(.storage, "\(self)")
        }
    }

    private static func object(_ name: Name, _ text: String) -> JSONValue {
        ["name": .string(name.rawValue), "text": .string(text)]
    }

    /// Reads `json`.
    init(json: JSONValue) {
        let text = json["text"]?.string ?? ""
        self =
            switch json["name"]?.string.flatMap(Name.init(rawValue:)) {
            case .unknownOrganisation: .unknownOrganisation(text)
            case .otherRole: .otherRole(text)
            case .unknownSite: .unknownSite(text)
            case .unknownRecord: .unknownRecord(text)
            case .notPossible: .notPossible(text)
            case .diskFull: .diskFull
            case .storage, nil: .storage(detail: text)
            }
    }
}
