package import LocalStore
package import Policy
package import SyncCore

/// A comparison of a site with its hub, which reads on first where the hub has gone on.
package struct ProofRound: Sendable {
    private let joined: Joined
    private let settings: AgentSettings
    private let hub: any StateClient
    private let clock: @Sendable () -> Instant
    private let engine: PolicyEngine
    private let tell: @Sendable (Comparison.Step) -> Void

    /// Something may come between reading and asking, but not for ever.
    private static let attemptsMax = 3

    /// `settings` are for reading, `hub` is for the comparison; both speak to the same.
    package init(
        joined: Joined,
        settings: AgentSettings,
        asking hub: any StateClient,
        clock: @escaping @Sendable () -> Instant,
        engine: PolicyEngine,
        tell: @escaping @Sendable (Comparison.Step) -> Void = { _ in }
    ) {
        self.joined = joined
        self.settings = settings
        self.hub = hub
        self.clock = clock
        self.engine = engine
        self.tell = tell
    }

    /// Compares, and mends what differs where `repairs` says so. Without `reads` nothing is read before, and a
    /// hub that has gone on is a fault.
    ///
    /// - Throws: `HubFault`, `StoreError`; then no row was mended.
    package func run(
        on store: sending Store,
        repairs: Bool,
        reads: Bool
    ) async throws -> EqualityProof {
        var store = store
        for _ in 1..<Self.attemptsMax {
            do { return try await compare(store, repairs: repairs) } catch let fault as HubFault {
                guard reads, fault.wantsReading else { throw fault }
            }
            let home = store.home
            try store.close()
            try await read(home)
            store = try Store.open(home: home, patience: settings.patience)
        }
        return try await compare(store, repairs: repairs)
    }

    private func compare(_ store: Store, repairs: Bool) async throws -> EqualityProof {
        let comparison = try Comparison(of: store, joined: joined, with: hub, tell: tell)
        let proof = try await comparison.run(repairs: repairs)
        if proof.isRepaired {
            _ = try store.recolor(on: store.today(at: clock()), .unjudged, by: engine)
        }
        return proof
    }

    /// Reads what the hub has for the site.
    private func read(_ home: String) async throws {
        let agent = Agent(
            store: try Store.open(home: home, patience: settings.patience),
            joined: joined,
            settings: settings,
            mode: .round(push: false, pull: true),
            clock: clock,
            engine: engine
        )
        let report = try await agent.run()
        try await agent.lend()
        if let fault = report.fault { throw fault }
    }
}

extension HubFault {
    /// Whether the question can be asked again once the site has read on.
    fileprivate var wantsReading: Bool {
        switch self {
        case .movedOn, .rewind: true
        default: false
        }
    }
}
