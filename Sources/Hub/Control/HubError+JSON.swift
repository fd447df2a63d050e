import SyncCore

extension HubError {
    /// The errors that a request through the socket can end with, by name.
    private enum Name: String {
        case unknownOrganisation, otherRole, unknownSite, unknownRecord, notPossible, storage
        case inputOutput, damaged
        case diskFull, unknownFact, ambiguousFact, factDetermined, notGraded, repairTooEarly
        case repairAhead, repairChanges, retentionTooEarly, expiryAhead, notDue, unknownItemCode
        case badDocument, daysChange, olderDocument, versionTaken, documentTooLarge
        case otherOwner, otherSerial, alreadyMerged, notMerged
        case folderTaken, backupNotWritten, noBackup
    }

    /// The error as it goes through the socket.
    var json: JSONValue {
        switch self {
        case .unknownOrganisation(let code): Self.object(.unknownOrganisation, code)
        case .otherRole(let code): Self.object(.otherRole, code)
        case .unknownSite(let id): Self.object(.unknownSite, id)
        case .unknownRecord(let id): Self.object(.unknownRecord, id)
        case .notPossible(let detail): Self.object(.notPossible, detail)
        case .unknownFact(let name): Self.object(.unknownFact, name)
        case .ambiguousFact(let text): Self.object(.ambiguousFact, text)
        case .factDetermined(let text): Self.object(.factDetermined, text)
        case .notGraded(let code): Self.object(.notGraded, code)
        case .repairTooEarly(let text): Self.object(.repairTooEarly, text)
        case .repairAhead(let text): Self.object(.repairAhead, text)
        case .repairChanges(let text): Self.object(.repairChanges, text)
        case .retentionTooEarly(let text): Self.object(.retentionTooEarly, text)
        case .expiryAhead(let text): Self.object(.expiryAhead, text)
        case .notDue(let text): Self.object(.notDue, text)
        case .unknownItemCode(let text): Self.object(.unknownItemCode, text)
        case .badDocument(let detail): Self.object(.badDocument, detail)
        case .daysChange(let days): Self.object(.daysChange, days)
        case .olderDocument(let detail): Self.object(.olderDocument, detail)
        case .versionTaken(let version): Self.object(.versionTaken, version)
        case .otherOwner(let text): Self.object(.otherOwner, text)
        case .otherSerial(let text): Self.object(.otherSerial, text)
        case .alreadyMerged(let text): Self.object(.alreadyMerged, text)
        case .notMerged(let id): Self.object(.notMerged, id)
        case .folderTaken(let path): Self.object(.folderTaken, path)
        case .backupNotWritten(let detail): Self.object(.backupNotWritten, detail)
        case .noBackup(let path): Self.object(.noBackup, path)
        case .documentTooLarge: Self.object(.documentTooLarge, "")
        case .diskFull: Self.object(.diskFull, "")
        case .inputOutput(let detail): Self.object(.inputOutput, detail)
        case .damaged(_, let detail): Self.object(.damaged, detail)
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
            case .unknownFact: .unknownFact(text)
            case .ambiguousFact: .ambiguousFact(text)
            case .factDetermined: .factDetermined(text)
            case .notGraded: .notGraded(text)
            case .repairTooEarly: .repairTooEarly(text)
            case .repairAhead: .repairAhead(text)
            case .repairChanges: .repairChanges(text)
            case .retentionTooEarly: .retentionTooEarly(text)
            case .expiryAhead: .expiryAhead(text)
            case .notDue: .notDue(text)
            case .unknownItemCode: .unknownItemCode(text)
            case .badDocument: .badDocument(text)
            case .daysChange: .daysChange(text)
            case .olderDocument: .olderDocument(text)
            case .versionTaken: .versionTaken(text)
            case .otherOwner: .otherOwner(text)
            case .otherSerial: .otherSerial(text)
            case .alreadyMerged: .alreadyMerged(text)
            case .notMerged: .notMerged(text)
            case .folderTaken: .folderTaken(text)
            case .backupNotWritten: .backupNotWritten(text)
            case .noBackup: .noBackup(text)
            case .documentTooLarge: .documentTooLarge
            case .diskFull: .diskFull
            case .inputOutput: .inputOutput(detail: text)
            case .damaged: .damaged(file: SQLiteHubStore.file, detail: text)
            case .storage, nil: .storage(detail: text)
            }
    }
}
