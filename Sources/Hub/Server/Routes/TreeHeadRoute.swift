import Hummingbird
import SyncCore

/// `GET /v1/tree-head?from=N`: the newest signed head of the tree over the log, with the proof that the log begins
/// with its first N entries.
enum TreeHeadRoute {
    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/tree-head") { request, _ in
            let from = try QueryParameters(request).number("from", in: 0...Int.max, or: 0)
            guard let head = try await surroundings.store.treeHead(from: Int64(from)) else {
                throw Problem(404, "not-found", "the log has not so many entries")
            }
            return .json(head.json)
        }
    }
}
