import Hummingbird
package import SyncCore

/// `POST /v1/ops/status`: which of its own ops the caller's hub has, with their receipts.
package enum OpsStatusRoute {
    private static let bytesMax = 256 * 1024

    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.post, "/v1/ops/status") { request, site in
            let json = try await request.json(upTo: bytesMax)
            return .json(try await answer(to: json, of: site, by: surroundings.store).json)
        }
    }

    /// What the hub has of the ops that a site asks for. Throws `Problem` and `HubError`.
    package static func answer(
        to json: JSONValue,
        of site: HubSite,
        by store: any HubStore
    ) async throws -> StatusAnswer {
        guard let query = StatusQuery(json: json, site: site.id) else {
            throw Problem(
                422,
                "bad-query",
                "the query is not well formed",
                detail: "at most \(StatusQuery.opsMax) ops, each with incarnation and seq"
            )
        }
        let outcomes = try await store.outcomes(of: query.ops)
        return StatusAnswer(outcomes: outcomes, incarnation: site.incarnation)
    }
}
