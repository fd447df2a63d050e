import ArgumentParser
import Foundation
import Simulation

/// Runs seeds until one breaks a promise, then makes that run smaller and tells its story.
@main struct Simulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "simulate")

    @Option(help: "How many seeds to run.") var seeds = 100
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "Days of work and faults in each run.") var days = 30
    @Option(help: "Run only every nth seed; other processes run the others.") var every = 1
    @Option(help: "Kinds of fault that stay away, with commas.") var without = ""
    @Option(help: "Actors that do nothing, with commas.") var absent = ""
    @Option(help: "Where the runs put their files.") var folder = Simulation.root
    @Flag(help: "Tell the whole story of each run, not the end of one that fails.") var story =
        false
    @Flag(help: "Do not make a run that fails smaller.") var noShrink = false

    func validate() throws {
        guard seeds > 0, days > 0, every > 0 else {
            throw ValidationError("seeds, days and every are at least 1")
        }
        for name in names(without) where Fault(rawValue: name) == nil {
            let known = Fault.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no fault is called \(name); there are \(known)")
        }
    }

    func run() async throws {
        for seed in stride(from: from, to: from + UInt64(seeds), by: every) {
            tell("begin \(seed)")
            let outcome = try await Simulation.run(scenario(seed), under: folder)
            if story { print(outcome.lines.joined(separator: "\n")) }
            guard outcome.violation == nil else { return try await report(outcome) }
            tell("end \(seed) \(outcome.digest.prefix(16)) entries \(outcome.entries)")
        }
    }

    private func scenario(_ seed: UInt64) -> Scenario {
        Scenario(
            seed: seed,
            days: days,
            without: Set(names(without).compactMap(Fault.init(rawValue:))),
            absent: Set(names(absent))
        )
    }

    private func names(_ text: String) -> [String] {
        text.split(separator: ",").map(String.init)
    }

    private func tell(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }

    /// What broke, how to see it again, and what led to it.
    private func report(_ outcome: Simulation.Outcome) async throws {
        var least = outcome
        tell("seed \(outcome.scenario.seed) fails on day \(outcome.day)")
        if !noShrink, var shrinker = Shrinker(outcome, under: folder, say: tell) {
            least = try await shrinker.run()
        }
        print("seed \(outcome.scenario.seed) breaks a promise on day \(outcome.day)")
        for run in least.scenario == outcome.scenario ? [outcome] : [outcome, least] {
            guard let violation = run.violation else { continue }
            print("  \(violation.invariant.rawValue): \(violation.detail)")
            print("  replay: scripts/simulate \(run.scenario.options)")
        }
        print("what led to it:")
        print(least.story.map { "  " + $0 }.joined(separator: "\n"))
        throw ExitCode.failure
    }
}
