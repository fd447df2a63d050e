import Foundation
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// A site of a town whose rounds run in this process: what is timed is the sync, and not the start of a program, as
/// the baseline times it.
struct BenchmarkSite {
    let home: String

    /// What one round cost, and what it did.
    struct Round {
        let report: RoundReport
        let seconds: Double
    }

    /// One round over a connection of its own.
    func round(push: Bool, pull: Bool) async throws -> Round {
        let agent = try agent(.round(push: push, pull: pull))
        let start = ContinuousClock.now
        let report = try await agent.run()
        let seconds = (ContinuousClock.now - start).inSeconds
        if let fault = report.fault { throw BenchmarkError("\(home): \(fault)") }
        return Round(report: report, seconds: seconds)
    }

    /// An agent of the site; `onProgress` hears of what it does while it runs.
    func agent(
        _ mode: SyncMachine.Mode,
        onProgress: @escaping @Sendable (RoundReport) -> Void = { _ in }
    ) throws -> Agent {
        let store = try Store.open(home: home, patience: .seconds(5))
        guard let joined = try Joined(of: store) else { throw BenchmarkError("\(home) has no hub") }
        return Agent(
            store: store,
            joined: joined,
            settings: AgentSettings(patience: .seconds(5), connect: { Self.client(of: $0) }),
            mode: mode,
            clock: Self.now,
            onProgress: onProgress
        )
    }

    /// Works with the store while no agent has it.
    func use<Value>(_ work: (Store) throws -> Value) throws -> Value {
        let store = try Store.open(home: home, patience: .seconds(5))
        let value = try work(store)
        try store.close()
        return value
    }

    /// The hub as the site reaches it, on a connection that stays open.
    func client() throws -> WireHubClient {
        guard let joined = try use({ try Joined(of: $0) }) else {
            throw BenchmarkError("\(home) has no hub")
        }
        return Self.client(of: joined)
    }

    static let now: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    private static func client(of joined: Joined) -> WireHubClient {
        let wire = CurlWire(
            base: joined.membership.url,
            trust: joined.trust,
            userAgent: "jiliang-bench"
        )
        return WireHubClient(wire, timeout: .seconds(300))
    }
}
