import Simulation
import Testing

/// Whole cities from a seed each, few and short enough for every run of the tests; `scripts/simulate`
/// runs as many as one likes.
@Suite struct SeedTests {
    @Test(arguments: 0..<5)
    func `every promise holds in the first fifty seeds`(_ group: UInt64) async throws {
        for seed in (group * 10 + 1)...(group * 10 + 10) {
            let outcome = try await Simulation.run(Scenario(seed: seed, days: 3))
            let options = outcome.scenario.options
            #expect(outcome.violation == nil, "replay: scripts/simulate \(options)")
        }
    }

    /// Each of these has found something once: restored hubs, and homes that were copied.
    @Test(arguments: [UInt64(25), 28, 106])
    func `what a seed has broken once holds`(_ seed: UInt64) async throws {
        let outcome = try await Simulation.run(Scenario(seed: seed, days: 10))
        #expect(outcome.violation == nil, "replay: scripts/simulate \(outcome.scenario.options)")
    }

    @Test(arguments: [UInt64(4), 13])
    func `one seed is one story, to the byte`(_ seed: UInt64) async throws {
        let scenario = Scenario(seed: seed, days: 4)
        let first = try await Simulation.run(scenario)
        let second = try await Simulation.run(scenario)
        #expect(first.lines.count > 20)
        #expect(first.lines == second.lines)
        #expect(first.digest == second.digest)
        let other = try await Simulation.run(Scenario(seed: seed + 1, days: 4))
        #expect(first.digest != other.digest)
    }
}
