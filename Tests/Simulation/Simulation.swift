import FaultyDisk
import Foundation

/// Runs scenarios.
package enum Simulation {
    /// How a run went.
    package struct Outcome: Sendable {
        package let scenario: Scenario
        package let violation: Violation?
        /// The day on which it came to light.
        package let day: Int
        /// Stands for everything that happened.
        package let digest: String
        package let lines: [String]
        /// How much there was of it: entries of the hub's log, requests.
        package let entries: Int
        package let flights: Int
        /// What led to the violation: all that was said of the records in its words, and the end.
        package var story: [String] {
            let ids = Set(
                (violation?.detail ?? "").split(whereSeparator: { " ,:;|\"".contains($0) }).map(
                    String.init
                )
            )
            .filter { $0.count == 36 }
            let end = lines.count - 25
            return lines.enumerated().filter { index, line in
                index >= end || ids.contains { line.contains($0) }
            }.map(\.element)
        }

        /// Who could be left out.
        let actors: [String]
    }

    /// Where folders of runs lie: in memory where the machine has such a place.
    package static var root: String {
        FileManager.default.isWritableFile(atPath: "/dev/shm")
            ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    }

    /// Runs a scenario in a folder of its own, which it removes.
    package static func run(
        _ scenario: Scenario,
        under root: String = Simulation.root
    ) async throws -> Outcome {
        let folder = root + "/jiliang-simulation-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let town = try Town(scenario, folder: folder)
        var violation: Violation?
        do { try await town.run() } catch let found as Violation {
            violation = found
        } catch {
            violation = Violation(.noUnexpectedError, "\(error)")
        }
        let day = Int((town.now - Town.begin) / .day)
        if let violation {
            town.note("witness", "\(violation.invariant.rawValue): \(violation.detail)")
        }
        for site in town.sites {
            site.disk?.faults = DiskFaults()
            try? site.close()
            site.disk?.unmount()
        }
        try? town.hub.close()
        town.hub.disk?.unmount()
        return Outcome(
            scenario: scenario,
            violation: violation,
            day: day,
            digest: town.trace.summary(),
            lines: town.trace.lines.map(\.text),
            entries: town.witness.entries.count,
            flights: town.flights,
            actors: town.sites.map(\.name) + [Bureau.name]
        )
    }
}
