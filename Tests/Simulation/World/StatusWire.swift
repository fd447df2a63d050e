import Hub
import SyncAgent
import SyncCore

/// A wire on which a site asks the hub what it has of its ops.
struct StatusWire: HubWire {
    let store: SQLiteHubStore
    let site: RecordID
    let isCutOff: Bool

    func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        guard !isCutOff else { throw .unreachable(detail: "no network") }
        do {
            guard let member = try await store.site(site), member.revokedAt == nil else {
                return .refusing(Problem(403, "revoked", "the site has been revoked"))
            }
            let json = try JSONParser.parse(request.body)
            let answer = try await OpsStatusRoute.answer(to: json, of: member, by: store)
            return HTTPResponse(status: 200, body: answer.json.canonical)
        } catch { return .refusing(Problem(answering: error)) }
    }
}
