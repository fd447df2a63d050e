import Hummingbird
import SyncCore

/// `GET /v1/range`: what the records that the caller sees come to, at its cursor; with `prefix` by parts, and
/// with `aggregate` the entries about one, for a site that mends its tables.
enum RangeRoute {
    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/range") { request, site in
            let parameters = QueryParameters(request)
            // Another organisation's records are not there, nor is it told whether there is such a one.
            guard parameters["scope"] ?? site.organisation == site.organisation else {
                throw Problem(403, "other-scope", "a site sees the records of its organisation")
            }
            let cursor = try parameters.cursor()
            let question = try Question(parameters)
            return try await surroundings.noticing(cursor, of: site) {
                try await answer(question, site.organisation, cursor, surroundings.store)
            }
        }
    }

    private enum Question {
        case total
        case parts(prefix: String)
        case entries(RecordID)

        init(_ parameters: QueryParameters) throws {
            if let text = parameters["aggregate"] {
                guard let id = RecordID(text) else {
                    throw Problem.badParameter("aggregate", "the id of a record")
                }
                self = .entries(id)
            } else if let prefix = parameters["prefix"] {
                let isBeginning = prefix.utf8.count <= StateRange.idLength
                guard isBeginning, prefix.utf8.allSatisfy("0123456789abcdef-".utf8.contains) else {
                    throw Problem.badParameter("prefix", "the beginning of an id")
                }
                self = .parts(prefix: prefix)
            } else {
                self = .total
            }
        }
    }

    private static func answer(
        _ question: Question,
        _ organisation: String,
        _ cursor: Cursor,
        _ store: any HubStore
    ) async throws -> Response {
        switch question {
        case .total:
            let sum = try await store.stateSum(of: organisation, at: cursor)
            let ranks = JSONValue.string(AuthorityHistory.builtIn.digest)
            return .json(.object(sum.members + [JSONValue.Member("ranks", ranks)]))
        case .parts(let prefix):
            let parts = try await store.stateParts(of: organisation, under: prefix, at: cursor)
            return .json(["ranges": .array(parts.map(\.json))])
        case .entries(let aggregate):
            let page = try await store.entries(of: aggregate, for: organisation, at: cursor)
            return .bytes(page.encoded, mediaType: "application/x-ndjson")
        }
    }
}
