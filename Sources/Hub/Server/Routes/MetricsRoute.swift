import Hummingbird
import SyncCore

/// `GET /metrics`: the figures of the server, for whoever watches over it.
///
/// They are about the whole city, which concerns no site: where sites call, none of them is answered. A listener of its
/// own on this machine gives them.
enum MetricsRoute {
    private static let path = "/metrics"

    /// For sites.
    static let refusal = Route.sites(.get, path) { _, _ in
        throw Problem(403, "not-yours", "these figures are not for sites")
    }

    /// For the listener on this machine.
    static func route(_ surroundings: Surroundings, _ register: ConnectionRegister) -> Route {
        .anyone(.get, path) { _ in
            let store = surroundings.store
            let (database, writeAhead) = surroundings.home.databaseBytes
            let present = HubMetrics.Present(
                connections: register.count,
                feedWaiters: await surroundings.signal.waiting,
                batchesWaiting: store.batchesWaiting,
                logEntries: try await store.head().seq,
                diskBytes: [
                    ("database", database), ("write-ahead log", writeAhead),
                    ("certificate files", try await store.blobBytes()),
                ]
            )
            let text = surroundings.metrics.text(present)
            return .bytes(Array(text.utf8), mediaType: OpenMetricsText.mediaType)
        }
    }
}
