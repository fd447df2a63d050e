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
        guard CommandLine.arguments.count == 5, let rows = Int(CommandLine.arguments[4]) else {
            throw BenchmarkError("Benchmarks JILIANG SAMPLE GENERATOR ROWS (see scripts/bench)")
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("jiliang-bench-\(getpid())").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let site = LedgerBenchmark(
            jiliang: CommandLine.arguments[1],
            folder: folder,
            rows: rows
        )
        let peers = PeersTable(folder: folder, rows: rows)
        try peers.generate(with: CommandLine.arguments[3])
        try LedgerGenerator.write(
            rows: rows,
            sample: CommandLine.arguments[2],
            to: site.ledger
        )
        print("task", "ours", "baseline", "ratio", "target", separator: "\t")
        for comparison in [
            try site.importing(), try site.importing(against: peers), try site.importingBare(),
            try site.importMemory(), try site.status(), try CalendarBenchmark.dueDates(),
        ] {
            print(comparison.row.joined(separator: "\t"))
        }
    }
}
