import Hummingbird
import SyncCore

/// `GET /v1/snapshots/manifest` and `GET /v1/chunks/{sha256}`: tables for a site that begins.
enum SnapshotRoutes {
    /// A day. A piece may have words that have to go by law.
    private static let maxAge = 86_400

    static func routes(_ surroundings: Surroundings) -> [Route] {
        [
            .sites(.get, "/v1/snapshots/manifest") { request, site in
                let range = 0...FeedRoute.waitSecondsMax
                let seconds = try QueryParameters(request).number("wait", in: range, or: 0)
                let wait = Duration.seconds(seconds)
                return try await manifest(for: site, within: wait, surroundings.snapshots)
            },
            .sites(.get, "/v1/chunks/{id}") { request, site in
                try await chunk(request, site, surroundings.snapshots)
            },
        ]
    }

    private static func manifest(
        for site: HubSite,
        within wait: Duration,
        _ snapshots: HubSnapshots
    ) async throws -> Response {
        switch try await snapshots.answer(to: site.organisation, within: wait) {
        case .manifest(let signed): return .json(signed.json)
        case .preparing(let percent, let waiting):
            throw Problem(
                503,
                "snapshot-in-preparation",
                "the snapshot is being made",
                detail: "\(percent) %",
                retryAfter: min(1 + 2 * waiting, 60)
            )
        case .none:
            throw Problem(404, "no-snapshot", "there is no snapshot; read the feed")
        }
    }

    private static func chunk(
        _ request: Request,
        _ site: HubSite,
        _ snapshots: HubSnapshots
    ) async throws -> Response {
        let digest = request.lastPart
        // A stranger's piece and an unknown one are the same to the caller.
        guard BlobOffer.isDigest(digest),
            let file = try await snapshots.chunk(digest, for: site.organisation),
            let size = file.size
        else { throw BlobRoutes.notFound }
        return FileAnswer(digest: digest, size: size, maxAge: maxAge) { offset, count in
            try await snapshots.bytes(of: file, at: offset, count: count)
        }.response(to: request)
    }
}
