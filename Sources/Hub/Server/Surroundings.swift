package import Logging
package import SyncCore

/// What every route may use.
package struct Surroundings: Sendable {
    package let home: HubHome
    package let store: any HubStore
    /// Wakes those who wait for news.
    package let signal: FeedSignal
    package let clock: @Sendable () -> Instant
    package let logger: Logger

    package init(
        home: HubHome,
        store: any HubStore,
        signal: FeedSignal,
        clock: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.home = home
        self.store = store
        self.signal = signal
        self.clock = clock
        self.logger = logger
    }
}
