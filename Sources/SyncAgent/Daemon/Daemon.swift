private import UnixSignals

/// The agent as a service: it runs until a signal ends it, lends its store to commands, and reads its
/// settings again on SIGHUP.
package struct Daemon: Sendable {
    private let agent: Agent
    private let lender: StoreLender
    private let notice: ServiceNotice
    private let reload: @Sendable () -> AgentSettings?

    /// `reload` reads the settings again, and gives `nil` when they cannot be used, which it has told.
    package init(
        agent: Agent,
        lender: StoreLender,
        notice: ServiceNotice,
        reload: @escaping @Sendable () -> AgentSettings?
    ) {
        self.agent = agent
        self.lender = lender
        self.notice = notice
        self.reload = reload
    }

    /// Runs until SIGTERM or SIGINT, and gives what was done. Throws what the store throws.
    package func run() async throws -> RoundReport {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        notice.ready()
        defer { lender.close() }
        return try await withThrowingTaskGroup(of: RoundReport?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await agent.run() }
            group.addTask {
                try await lender.run(for: agent)
                return nil
            }
            group.addTask {
                await obey(signals)
                return nil
            }
            group.addTask {
                await tellThatWeLive()
                return nil
            }
            // The others end with the agent; one that fails ends all.
            while let ended = try await group.next() {
                if let report = ended { return report }
            }
            return RoundReport()
        }
    }

    private func obey(_ signals: UnixSignalsSequence) async {
        for await signal in signals {
            guard signal == .sighup else {
                notice.stopping()
                await agent.stop()
                return
            }
            notice.reloading()
            if let settings = reload() { await agent.use(settings) }
            notice.ready()
        }
    }

    /// Speaks for the agent only while that answers.
    private func tellThatWeLive() async {
        guard let interval = notice.watchdogInterval else { return }
        while !Task.isCancelled {
            await agent.answer()
            notice.alive()
            try? await Task.sleep(for: interval)
        }
    }
}
