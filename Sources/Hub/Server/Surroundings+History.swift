import Logging
import SyncCore

extension Surroundings {
    /// Does what needs a reader who stands in this log. Where one stands in another, the hub was perhaps
    /// put back from a backup: that is noted, and told once to whoever reads the log of the server.
    func noticing<Value>(
        _ cursor: Cursor?,
        of site: HubSite,
        _ work: () async throws -> Value
    ) async throws -> Value {
        do { return try await work() } catch HubError.otherHistory {
            if let cursor, try await store.note(unknown: cursor) {
                logger.error(
                    """
                    a site has read what this hub does not have; if the hub was put back from a \
                    backup, run: jiliang-hub recover
                    """,
                    metadata: [
                        "site": "\(site.id)", "epoch": "\(cursor.epoch)", "seq": "\(cursor.seq)",
                    ]
                )
            }
            throw HubError.otherHistory
        }
    }
}
