import Hummingbird
package import SyncCore

extension Problem {
    /// The problem that a caller is told. What no caller can have caused is only named.
    package init(answering error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as HubError: self.init(error)
        case let refusal as BlobRefusal: self.init(refusal)
        case is CancellationError:
            self.init(503, "stopping", "the hub is stopping", retryAfter: 5)
        default: self = .internalError
        }
    }

    private static let internalError = Problem(500, "internal", "the hub failed")

    private init(_ error: HubError) {
        switch error {
        case .badToken(let flaw): self.init(flaw)
        case .tokenUsed(let moment, let address):
            let known = [moment?.text, address].compactMap(\.self)
            self.init(
                403,
                "token-used",
                "the token has been used up",
                detail: known.isEmpty ? nil : known.joined(separator: ", ")
            )
        case .siteTaken:
            self.init(409, "site-taken", "the site's id belongs to another organisation")
        case .otherHistory:
            self.init(409, "other-history", "epoch and mark are not of this log")
        case .movedOn:
            self.init(409, "moved-on", "the log has gone on for this site; read it first")
        case .rewind(let place):
            self.init(
                409,
                "rewind",
                "the hub was put back from a backup; go back to this place or one before it",
                rewind: place
            )
        case .staleIncarnation(let current):
            self.init(
                409,
                "stale-incarnation",
                "a copy of this site goes on in a later life",
                incarnation: current
            )
        case .unshown(let name):
            self.init(
                409,
                "unshown-op",
                "the hub has an op of this site; show it with the batch",
                incarnation: name.incarnation,
                seq: name.seq
            )
        case .unknownOrganisation, .unknownSite, .unknownRecord, .unknownFact:
            self.init(404, "not-found", "there is no such record")
        case .otherRole: self.init(403, "other-role", "the organisation has another role")
        case .notPossible(let detail):
            self.init(422, "not-possible", "that makes no sense here", detail: detail)
        case .diskFull: self.init(503, "disk-full", "the hub's disk is full", retryAfter: 60)
        case .inputOutput:
            self.init(503, "disk-failed", "the hub's disk has failed", retryAfter: 60)
        case .noHub, .otherHub, .foreignFolder, .locked, .damaged, .notPermitted, .cannotCreate,
            .badName, .storage, .cannotListen, .ambiguousFact, .factDetermined, .notGraded,
            .repairTooEarly, .repairAhead, .repairChanges, .retentionTooEarly, .expiryAhead,
            .notDue, .unknownItemCode, .daysChange, .badDocument, .olderDocument, .versionTaken,
            .documentTooLarge, .otherOwner, .otherSerial, .alreadyMerged, .notMerged, .folderTaken,
            .backupNotWritten, .noBackup, .otherReceiptKey:
            self = .internalError
        }
    }

    private init(_ flaw: HubError.TokenFlaw) {
        switch flaw {
        case .unknown: self.init(403, "token-unknown", "the token is not known")
        case .expired: self.init(403, "token-expired", "the token has expired")
        case .otherOrganisation:
            self.init(403, "token-other-organisation", "the token is for another organisation")
        case .otherRole: self.init(403, "token-other-role", "the token is for another role")
        }
    }

    /// A body that is not the JSON that we accept.
    init(_ error: JSONError) {
        self.init(
            400,
            error.reason == .duplicateName ? "duplicate-name" : "bad-json",
            "the body is not acceptable JSON",
            detail: "\(error.reason.rawValue) at byte \(error.offset)"
        )
    }

    var response: Response {
        var response = Response.bytes(
            json.canonical,
            mediaType: Self.mediaType,
            status: HTTPResponse.Status(code: status)
        )
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        return response
    }
}
