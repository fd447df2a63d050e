// The first sync of a large site: a hub that has much to say sends a site at the start of its log to a snapshot.
// Its files are fetched and swapped in one after the other, and the feed brings the rest. What keeps a snapshot
// from coming never keeps the site out: what a pause cures is tried again from where it stopped, and for the
// rest the log is read page by page, by this machine for good.

/// A file of a snapshot that has come whole and is what the hub has signed.
package struct FetchedTables: Hashable, Sendable {
    package let manifest: SnapshotManifest
    package let slice: SnapshotFile.Slice

    package init(manifest: SnapshotManifest, slice: SnapshotFile.Slice) {
        self.manifest = manifest
        self.slice = slice
    }
}

/// The pull loop before the first page.
extension SyncMachine {
    /// For so long a site waits for a snapshot that the hub has yet to make; meanwhile it could have read
    /// the log of a city.
    package static let preparationMaxMilliseconds: Int64 = 30 * 60 * 1000
    /// So long the hub may hold its answer meanwhile. Between two answers a person sees how far it is.
    package static let preparationHoldSeconds = 5
    /// Between two questions whether it is ready, where the hub names no time.
    private static let preparationPauseMilliseconds: Int64 = 5000

    /// What came first may be followed by the whole.
    mutating func swapped(_ cursor: Cursor?) -> [Effect] {
        pullBackoff.reset()
        return cursor == nil ? [.fetchSnapshot] : [pullNow]
    }

    mutating func snapshotFailed(
        _ fault: HubFault,
        using random: inout some RandomNumberGenerator
    ) -> [Effect] {
        switch fault {
        case .preparing(let told, let retryAfter):
            // Without the hub's word another process is fetching it.
            if told != nil { prepared += Int64(Self.preparationHoldSeconds) * 1000 }
            return waitForSnapshot(fault.retryAfterMilliseconds, isNamed: retryAfter != nil)
        case let fault where fault.refusesSnapshot:
            isByFeed = true
            return [pullNow]
        default: return pullFailed(fault, using: &random)
        }
    }

    /// A round waits as well: it would begin at the same place the next time.
    private mutating func waitForSnapshot(_ asked: Int64, isNamed: Bool) -> [Effect] {
        let pause = max(isNamed ? asked : Self.preparationPauseMilliseconds, Backoff.least)
        prepared += pause
        guard prepared <= Self.preparationMaxMilliseconds else {
            isByFeed = true
            return [pullNow]
        }
        pull = .preparing
        return [.wake(.pull, afterMilliseconds: pause)]
    }
}
