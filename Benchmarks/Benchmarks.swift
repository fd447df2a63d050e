import Foundation
import Glibc
import Policy

/// Prints ours and the baselines side by side, as ratios.
@main
struct Benchmarks {
    static func main() {
        do { try run() } catch {
            print("bench: \(error)")
            exit(1)
        }
    }

    private static func run() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 8, let rows = Int(arguments[6]), let synced = Int(arguments[7])
        else {
            throw BenchmarkError(
                "Benchmarks JILIANG HUB SAMPLE GENERATOR NAIVE ROWS SYNCED (see scripts/bench)"
            )
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("jiliang-bench-\(getpid())").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let site = LedgerBenchmark(
            jiliang: arguments[1],
            folder: folder,
            rows: rows
        )
        let peers = PeersTable(folder: folder, rows: rows)
        try peers.generate(with: arguments[4])
        try LedgerGenerator.write(
            rows: rows,
            sample: arguments[3],
            to: site.ledger
        )
        print("task", "ours", "baseline", "ratio", "target", separator: "\t")
        for comparison in [
            try site.importing(), try site.importing(against: peers), try site.importingBare(),
            try site.importMemory(), try site.status(), try CalendarBenchmark.dueDates(),
        ] {
            print(comparison.row.joined(separator: "\t"))
        }
        for comparison in try sync(arguments, rows: synced, folder: folder) {
            print(comparison.row.joined(separator: "\t"))
        }
    }

    private static func sync(
        _ arguments: [String],
        rows: Int,
        folder: String
    ) throws -> [Comparison] {
        let peers = PeersTable(folder: folder + "/naive", rows: rows)
        try peers.generate(with: arguments[4])
        let programs = SyncBenchmark.Programs(
            jiliang: arguments[1],
            hub: arguments[2],
            sample: arguments[3],
            naive: URL(fileURLWithPath: arguments[5]).path
        )
        return try SyncBenchmark(programs: programs, folder: folder, rows: rows)
            .comparisons(peers: peers)
    }
}
