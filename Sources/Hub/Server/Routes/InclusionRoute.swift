import Hummingbird
import SyncCore

/// `GET /v1/inclusion?hubSeq=N&count=M`: the hashes beside the path from an entry to the root of the tree over the first
/// M entries, for whoever sees the entry.
enum InclusionRoute {
    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/inclusion") { request, site in
            let parameters = QueryParameters(request)
            let seq = try parameters.number("hubSeq", in: 1...Int.max, or: nil)
            let count = try parameters.number("count", in: 1...Int.max, or: nil)
            let path = try await surroundings.store.inclusion(
                of: Int64(seq),
                in: Int64(count),
                for: site.organisation
            )
            guard let path else {
                throw Problem(404, "not-found", "there is no such entry")
            }
            return .json([
                "count": .integer(Int64(count)),
                "hubSeq": .integer(Int64(seq)),
                "path": .array(path.map { .string($0.hex) }),
            ])
        }
    }
}
