import Foundation
import Glibc
import Policy

/// Prints ours and the baselines side by side, as ratios.
@main
struct Benchmarks {
    static func main() async {
        do { try await run() } catch {
            print("bench: \(error)")
            exit(1)
        }
    }

    private static func run() async throws {
        let options = try BenchmarkOptions(Array(CommandLine.arguments.dropFirst()))
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("jiliang-bench-\(getpid())").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        print("task", "ours", "baseline", "ratio", "target", separator: "\t")
        if options.wantsAny("P1", "P2", "P3", "P4", "D1", "I1", "C1") {
            let peers = PeersTable(folder: folder, rows: options.rows)
            try peers.generate(with: options["--generator"])
            try show(policy(options, peers))
            try show(ledger(options, peers))
        }
        if options.wantsAny("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9") {
            try await sync(options, folder: folder)
        }
        if options.wantsAny("L1", "L2", "L3") {
            let load = try LoadBenchmark(options, folder: folder)
            for measured in try await load.rows(options) { show(measured.row) }
        }
    }

    private static func show(_ row: [String]) {
        print(row.joined(separator: "\t"))
        fflush(nil)
    }

    private static func show(_ comparisons: [Comparison]) {
        for comparison in comparisons { show(comparison.row) }
    }

    /// P1 to P4 and D1.
    private static func policy(
        _ options: BenchmarkOptions,
        _ peers: PeersTable
    ) throws -> [Comparison] {
        var comparisons: [Comparison] = []
        if options.wants("P1") || options.wants("P3") {
            let stored = try StoredColorBenchmark(jiliang: options["--jiliang"], peers: peers)
            if options.wants("P1") { comparisons += try stored.counting() }
            if options.wants("P3") { comparisons += try stored.recoloring() }
        }
        if options.wants("P2") {
            comparisons += try MemoryColorBenchmark(options, peers).comparisons()
        }
        if options.wants("P4") { comparisons += try [CreditBenchmark(peers: peers).grades()] }
        if options.wants("D1") {
            let calendar = try CalendarBenchmark(program: options["--due"], folder: peers.folder)
            comparisons += try calendar.dueDates()
        }
        return comparisons
    }

    /// I1 and C1.
    private static func ledger(
        _ options: BenchmarkOptions,
        _ peers: PeersTable
    ) throws -> [Comparison] {
        guard options.wants("I1") || options.wants("C1") else { return [] }
        let site = LedgerBenchmark(
            jiliang: try options["--jiliang"],
            folder: peers.folder,
            rows: options.rows
        )
        try LedgerGenerator.write(
            rows: options.rows,
            sample: options["--sample"],
            to: site.ledger
        )
        var comparisons: [Comparison] = []
        if options.wants("I1") {
            comparisons += try [
                site.importing(), site.importing(against: peers), site.importingBare(),
                site.importMemory(),
            ]
        }
        if options.wants("C1") { comparisons += try [site.status()] }
        return comparisons
    }

    /// S1 to S9.
    private static func sync(_ options: BenchmarkOptions, folder: String) async throws {
        let peers = PeersTable(folder: folder + "/naive", rows: options.synced)
        try peers.generate(with: options["--generator"])
        let programs = SyncBenchmark.Programs(
            jiliang: try options["--jiliang"],
            hub: try options["--hub"],
            sample: try options["--sample"],
            naive: URL(fileURLWithPath: try options["--naive"]).path
        )
        if options.wants("S6") {
            let idle = IdleBenchmark(programs: programs, folder: folder, rows: options.synced)
            show(try idle.memory().row)
        }
        if options.wantsAny("S1", "S6") {
            let first = FirstSyncBenchmark(
                programs: programs,
                inserter: try options["--inserter"],
                folder: folder,
                rows: options.synced,
                runs: try options.number("--runs", or: Comparison.runs)
            )
            try first.rows(peers: peers).forEach(show)
        }
        if options.wantsAny("S2", "S3") {
            let sync = SyncBenchmark(
                programs: programs,
                folder: folder,
                rows: options.synced,
                kinto: try KintoPeer(options)
            )
            try await show(sync.comparisons(peers: peers))
        }
        if options.wantsAny("S4", "S5", "S8") {
            let wire = WireBenchmark(programs: programs, folder: folder, rows: options.synced)
            for measured in try await wire.rows(options) { show(measured.row) }
        }
        if options.wants("S7") {
            try show(EditBenchmark(programs: programs, folder: folder).comparison().row)
        }
        if options.wants("S9") {
            let offline = OfflineBenchmark(programs: programs, folder: folder)
            for measured in try await offline.rows() { show(measured.row) }
        }
    }
}
