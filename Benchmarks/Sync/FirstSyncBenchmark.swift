import Foundation

/// S1: the first sync of a large site into an empty agent, by the built programs over TLS, durable, until it can be
/// queried. The baseline is the limit of a replica written row by row: C, prepared statements, durable transactions
/// of a thousand rows, from a file instead of a network (`peers/ins.c`).
struct FirstSyncBenchmark {
    let programs: SyncBenchmark.Programs
    let inserter: String
    let folder: String
    let rows: Int
    let runs: Int

    /// What one first sync cost.
    private struct Cost {
        let rowsPerSecond: Double
        let peakMegabytes: Double
    }

    func rows(peers: PeersTable) throws -> [[String]] {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/first")
        defer { town.end() }
        try town.importLedger(at: "shop", rows: rows)
        try town.at("shop", "sync")
        var (cold, cached, baseline): ([Cost], [Cost], [Double]) = ([], [], [])
        for run in 0..<runs {
            try town.restart(forgettingSnapshots: true)
            cold.append(try pull(into: "cold-\(run)", town))
            cached.append(try pull(into: "cached-\(run)", town))
            baseline.append(try insertRows(of: peers))
        }
        try town.expectEqual("shop", "cached-0")
        let name = "S1 first sync of \(rows) instruments"
        let comparisons = [
            ("\(name), the hub makes the snapshot", ">= 1.0", cold),
            ("\(name), chunks are there", ">= 4", cached),
        ].map { task, target, costs in
            Comparison(
                task,
                unit: "rows/s",
                target: target,
                ours: costs.map(\.rowsPerSecond),
                baseline: baseline
            )
        }
        let peak = (cold + cached).map(\.peakMegabytes).max() ?? .nan
        let hub = try town.hubPeakMegabytes()
        return comparisons.map(\.row) + [
            Measured("S6 the agent's memory in the first sync of \(rows)", peak, "MB", 80).row,
            Measured("S6 the hub's memory meanwhile", hub, "MB", 150).row,
        ]
    }

    private func pull(into site: String, _ town: BenchmarkTown) throws -> Cost {
        try town.join(site)
        let cost = try town.at(site, "pull")
        let query = try town.at(site, "status")
        let seconds = cost.seconds + query.seconds
        return Cost(rowsPerSecond: Double(rows) / seconds, peakMegabytes: cost.peakMegabytes)
    }

    private func insertRows(of peers: PeersTable) throws -> Double {
        let database = folder + "/baseline.db"
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: database + suffix)
        }
        setenv("SYNC_FULL", "1", 1)
        let arguments = [peers.data + "/instruments.csv", database, "batch"]
        let cost = try ChildProcess(path: inserter, arguments: arguments).run()
        return Double(rows) / cost.seconds
    }
}
