package import SyncCore

/// What an operator asks of a hub, whether its server is running or not.
package enum ControlRequest: Hashable, Sendable {
    case addOrganisation(HubOrganisation)
    case organisations
    case createToken(organisation: String, party: Party, uses: Int, seconds: Int64)
    case sites
    case revoke(RecordID)
    case filings(waitingOnly: Bool)
    /// 备案: takes filings on record.
    case register([RecordID], author: String)
    case giveBack([RecordID], reason: String, author: String)
    case applications
    /// What concerns instruments that were registered twice.
    case duplicate(DuplicateRequest)
    case assign(RecordID, body: String, author: String)
    /// What concerns credit files.
    case fact(FactRequest)
    /// What concerns calendars and rule packs.
    case document(DocumentRequest)
    case explain(ExplainRequest)
    /// What concerns the keys by which the hub signs.
    case key(KeyRequest)
    case export(organisation: String?)
    /// How much of everything there is.
    case statistics
    /// Removes files that no result names, or only says which.
    case collectBlobs(dryRun: Bool)
    /// Whether what is stored is what was received.
    case doctor
    /// The hub was put back from a backup: opens an epoch behind what it still has, or only says which.
    case recover(dryRun: Bool)
    /// Makes a backup in a folder, by its whole path.
    case backUp(folder: String)
}

extension ControlRequest {
    private enum Act: String {
        case addOrganisation = "organisation-add"
        case organisations
        case createToken = "token-create"
        case sites
        case revoke
        case filings
        case register
        case giveBack = "return"
        case applications
        case duplicate
        case assign
        case fact
        case document
        case explain
        case key
        case export
        case statistics
        case collectBlobs = "blobs-collect"
        case doctor
        case recover
        case backUp = "backup"
    }

    /// The request as it goes through the socket.
    package var json: JSONValue {
        switch self {
        case .addOrganisation(let organisation):
            Self.object(.addOrganisation, ["organisation": organisation.json])
        case .organisations: Self.object(.organisations)
        case .createToken(let organisation, let party, let uses, let seconds):
            Self.object(
                .createToken,
                [
                    "organisation": .string(organisation),
                    "role": .string(party.rawValue),
                    "uses": .integer(Int64(uses)),
                    "seconds": .integer(seconds),
                ]
            )
        case .sites: Self.object(.sites)
        case .revoke(let site): Self.object(.revoke, ["site": .string(site.description)])
        case .filings(let waitingOnly):
            Self.object(.filings, ["waitingOnly": .bool(waitingOnly)])
        case .register(let ids, let author):
            Self.object(.register, ["ids": Self.ids(ids), "author": .string(author)])
        case .giveBack(let ids, let reason, let author):
            Self.object(
                .giveBack,
                ["ids": Self.ids(ids), "reason": .string(reason), "author": .string(author)]
            )
        case .applications: Self.object(.applications)
        case .duplicate(let request): Self.object(.duplicate, ["request": request.json])
        case .assign(let id, let body, let author):
            Self.object(
                .assign,
                [
                    "application": .string(id.description),
                    "body": .string(body),
                    "author": .string(author),
                ]
            )
        case .fact(let request): Self.object(.fact, ["request": request.json])
        case .document(let request):
            Self.object(.document, ["request": request.json])
        case .explain(let request): Self.object(.explain, ["request": request.json])
        case .key(let request): Self.object(.key, ["request": request.json])
        case .export(let organisation):
            Self.object(.export, ["organisation": .text(organisation)])
        case .statistics: Self.object(.statistics)
        case .collectBlobs(let dryRun): Self.object(.collectBlobs, ["dryRun": .bool(dryRun)])
        case .doctor: Self.object(.doctor)
        case .recover(let dryRun): Self.object(.recover, ["dryRun": .bool(dryRun)])
        case .backUp(let folder): Self.object(.backUp, ["folder": .string(folder)])
        }
    }

    private static func object(_ act: Act, _ members: [String: JSONValue] = [:]) -> JSONValue {
        .object(
            [JSONValue.Member("act", .string(act.rawValue))]
                + members.map { JSONValue.Member($0.key, $0.value) }
        )
    }

    private static func ids(_ ids: [RecordID]) -> JSONValue { .texts(ids.map(\.description)) }

    /// Reads `json`; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let act = json["act"]?.string.flatMap(Act.init(rawValue:)) else { return nil }
        switch act {
        case .organisations: self = .organisations
        case .sites: self = .sites
        case .applications: self = .applications
        case .duplicate:
            guard let request = json["request"].flatMap(DuplicateRequest.init(json:))
            else { return nil }
            self = .duplicate(request)
        case .statistics: self = .statistics
        case .collectBlobs: self = .collectBlobs(dryRun: json["dryRun"] == true)
        case .doctor: self = .doctor
        case .recover: self = .recover(dryRun: json["dryRun"] == true)
        case .backUp:
            guard let folder = json["folder"]?.string else { return nil }
            self = .backUp(folder: folder)
        case .filings: self = .filings(waitingOnly: json["waitingOnly"] == true)
        case .export: self = .export(organisation: json["organisation"]?.string)
        case .addOrganisation:
            guard let organisation = json["organisation"].flatMap(HubOrganisation.init(json:))
            else { return nil }
            self = .addOrganisation(organisation)
        case .createToken:
            guard let organisation = json["organisation"]?.string,
                let party = json["role"]?.string.flatMap(Party.init(rawValue:)),
                let uses = json["uses"]?.integer, let seconds = json["seconds"]?.integer
            else { return nil }
            self = .createToken(
                organisation: organisation,
                party: party,
                uses: Int(clamping: uses),
                seconds: seconds
            )
        case .revoke:
            guard let site = json["site"]?.recordID else { return nil }
            self = .revoke(site)
        case .fact:
            guard let request = json["request"].flatMap(FactRequest.init(json:)) else { return nil }
            self = .fact(request)
        case .document:
            guard let request = json["request"].flatMap(DocumentRequest.init(json:))
            else { return nil }
            self = .document(request)
        case .explain:
            guard let request = json["request"].flatMap(ExplainRequest.init(json:)) else {
                return nil
            }
            self = .explain(request)
        case .key:
            guard let request = json["request"].flatMap(KeyRequest.init(json:)) else { return nil }
            self = .key(request)
        case .register, .giveBack, .assign: self.init(act, json)
        }
    }

    /// Reads an act of the authority.
    private init?(_ act: Act, _ json: JSONValue) {
        guard let author = json["author"]?.string else { return nil }
        if act == .assign {
            guard let id = json["application"]?.recordID, let body = json["body"]?.string
            else { return nil }
            self = .assign(id, body: body, author: author)
            return
        }
        guard let ids = json["ids"]?.elements?.compactMap(\.recordID),
            ids.count == json["ids"]?.elements?.count
        else { return nil }
        if let reason = json["reason"]?.string {
            self = .giveBack(ids, reason: reason, author: author)
        } else {
            self = .register(ids, author: author)
        }
    }
}
