import Hummingbird
import SyncCore

/// `POST /v1/ops/status`: which of its own ops the caller's hub has, with their receipts.
enum OpsStatusRoute {
    private static let bytesMax = 256 * 1024

    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.post, "/v1/ops/status") { request, site in
            let json = try await request.json(upTo: bytesMax)
            guard let query = StatusQuery(json: json, site: site.id) else {
                throw Problem(
                    422,
                    "bad-query",
                    "the query is not well formed",
                    detail: "at most \(StatusQuery.opsMax) ops, each with incarnation and seq"
                )
            }
            let outcomes = try await surroundings.store.outcomes(of: query.ops)
            let answer = StatusAnswer(outcomes: outcomes, incarnation: site.incarnation)
            return .json(answer.json)
        }
    }
}
