package import Logging
package import SyncCore

/// What every route may use.
package struct Surroundings: Sendable {
    package let home: HubHome
    package let store: any HubStore
    package let blobs: HubBlobs
    package let snapshots: HubSnapshots
    /// Wakes those who wait for news.
    package let signal: FeedSignal
    /// Counts what the server does.
    package let metrics: HubMetrics
    package let clock: @Sendable () -> Instant
    package let logger: Logger

    package init(
        home: HubHome,
        store: any HubStore,
        signal: FeedSignal,
        metrics: HubMetrics = HubMetrics(),
        clock: @escaping @Sendable () -> Instant,
        logger: Logger,
        blobLimits: BlobLimits = BlobLimits(),
        snapshotLimits: SnapshotLimits = SnapshotLimits(),
        random: @escaping @Sendable (Int) -> [UInt8] = Surroundings.randomBytes
    ) {
        self.home = home
        self.store = store
        blobs = HubBlobs(
            home: home,
            store: store,
            limits: blobLimits,
            clock: clock,
            random: random
        )
        snapshots = HubSnapshots(
            home: home,
            store: store,
            limits: snapshotLimits,
            clock: clock,
            logger: logger
        )
        self.signal = signal
        self.metrics = metrics
        self.clock = clock
        self.logger = logger
    }

    /// Bytes that nobody can guess.
    package static let randomBytes: @Sendable (Int) -> [UInt8] = { count in
        (0..<count).map { _ in UInt8.random(in: 0...255) }
    }
}
