import Hummingbird
import ServiceLifecycle
import Signing
package import SyncCore

/// `GET /v1/feed`: what the caller may see behind its cursor, as NDJSON; with `wait`, the answer is held
/// back until there is something, so that news travels at once without being asked for every second.
enum FeedRoute {
    private static let limits = 1...1000
    private static let limitDefault = 500
    /// Shorter than the patience of proxies, which is a minute.
    static let waitSecondsMax = 50

    static func route(_ surroundings: Surroundings) -> Route {
        .sites(.get, "/v1/feed") { request, site in
            let query = try Query(request)
            if query.takesSnapshot { try await sendForSnapshot(site, query.cursor, surroundings) }
            var found = try await surroundings.noticing(query.cursor, of: site) {
                try await page(for: site, query, surroundings)
            }
            // Read behind the page, so no head covers less than its page.
            found.treeHead = try await surroundings.noticing(query.shown?.place, of: site) {
                try await surroundings.store.treeHead(showing: query.shown)
            }
            found.keyID = surroundings.home.keyring.key.keyID
            return .bytes(found.encoded, mediaType: "application/x-ndjson")
        }
    }

    private struct Query {
        let cursor: Cursor
        /// Without a word on it every op comes whole.
        let own: OwnOps
        let limit: Int
        let wait: Duration
        let shown: ShownTreeHeads?
        /// Whether the reader knows what to do where it is told to begin with a snapshot.
        let takesSnapshot: Bool

        init(_ request: Request) throws {
            let parameters = QueryParameters(request)
            cursor = try parameters.cursor()
            own = OwnOps(
                incarnation: try parameters.number("incarnation", in: 0...Int(Int32.max), or: 0),
                head: Int64(try parameters.number("journal", in: 0...Int.max, or: 0))
            )
            limit = try parameters.number("limit", in: FeedRoute.limits, or: FeedRoute.limitDefault)
            let seconds = try parameters.number("wait", in: 0...FeedRoute.waitSecondsMax, or: 0)
            wait = .seconds(seconds)
            shown = try parameters.shownTreeHeads()
            takesSnapshot = try parameters.number("snapshot", in: 0...1, or: 0) == 1
        }
    }

    /// Who stands at the start of this log and would read it for long begins with a snapshot instead.
    private static func sendForSnapshot(
        _ site: HubSite,
        _ cursor: Cursor,
        _ surroundings: Surroundings
    ) async throws {
        guard cursor.seq == 0, cursor.epoch == (try await surroundings.store.head()).epoch
        else { return }
        if case .none = try await surroundings.snapshots.answer(to: site.organisation) { return }
        throw Problem(410, "resync", "begin with a snapshot: GET /v1/snapshots/manifest")
    }

    private static func page(
        for site: HubSite,
        _ query: Query,
        _ surroundings: Surroundings
    ) async throws -> FeedPage {
        let deadline = ContinuousClock.now + query.wait
        while true {
            // The count is read before the log, so news between the two ends the wait.
            let count = await surroundings.signal.count(for: site.organisation)
            let page = try await surroundings.store.page(
                for: site,
                after: query.cursor,
                having: query.own,
                limit: query.limit
            )
            let isStopping = Task.isShuttingDownGracefully || Task.isCancelled
            guard page.frames.isEmpty, page.isLast, !isStopping, ContinuousClock.now < deadline
            else { return page }
            await surroundings.signal.waitForNews(
                for: site.organisation,
                after: count,
                until: deadline
            )
            // Who was revoked meanwhile is told so instead of the news.
            guard try await surroundings.store.site(site.id)?.revokedAt == nil else {
                throw Problem.revoked
            }
        }
    }
}

extension FeedPage {
    /// The page as NDJSON, the checkpoint last.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(frames.count << 10)
        for frame in frames {
            frame.writeCanonical(to: &output)
            output.append(UInt8(ascii: "\n"))
        }
        checkpoint.writeCanonical(to: &output)
        output.append(UInt8(ascii: "\n"))
        return output
    }
}
