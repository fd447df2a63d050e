import Foundation

/// A first push and a thousand changes each way, through the built programs over TLS with client
/// certificates, durable on both sides; against the simplest honest sync in Python (`peers/naive.py`),
/// which neither signs nor merges.
struct SyncBenchmark {
    let programs: Programs
    let folder: String
    let rows: Int
    /// Kinto, where it is there.
    let kinto: KintoPeer?

    /// Where the built programs and what they need lie.
    struct Programs {
        let jiliang: String
        let hub: String
        let sample: String
        let naive: String
    }

    /// How many rows change for S3, as in the baseline's own data.
    static let changes = 1000

    /// One run of ours and of the baseline, both figures of each.
    private struct Figures {
        var pushedPerSecond: Double
        var changedSeconds: Double
    }

    /// S2 and S3, from the same runs.
    func comparisons(peers: PeersTable) async throws -> [Comparison] {
        var (ours, theirs): ([Figures], [Figures]) = ([], [])
        var kintos: [Double] = []
        for run in 0...Comparison.runs {
            let (mine, naive) = (try await measure(run), try measureNaive(data: peers.data))
            guard run > 0 else { continue }
            ours.append(mine)
            theirs.append(naive)
            if let kinto { kintos.append(try kinto.pushedPerSecond(of: rows, in: peers.data)) }
        }
        return [
            Comparison(
                "S2 first push of \(rows) instruments, receipts durable",
                unit: "rows/s",
                target: ">= 1.5",
                ours: ours.map(\.pushedPerSecond),
                baseline: theirs.map(\.pushedPerSecond)
            ),
            Comparison(
                "S2 the same, against Kinto, which keeps the first \(KintoPeer.most) in memory",
                unit: "rows/s",
                target: ">= 35",
                ours: ours.map(\.pushedPerSecond),
                baseline: kintos
            ),
            Comparison(
                "S3 \(Self.changes) changes pushed and pulled, on \(rows)",
                unit: "s",
                target: "<= 1.0",
                ours: ours.map(\.changedSeconds),
                baseline: theirs.map(\.changedSeconds)
            ),
        ]
    }

    // MARK: Ours

    private func measure(_ run: Int) async throws -> Figures {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/town-\(run)")
        defer { town.end() }
        let (shop, branch) = (town.site("shop"), town.site("branch"))
        try town.importLedger(at: "shop", rows: rows)
        let push = try await shop.round(push: true, pull: false)
        _ = try await branch.round(push: false, pull: true)
        try town.importLedger(at: "shop", rows: rows, changed: Self.changes)
        let up = try await shop.round(push: true, pull: false)
        let down = try await branch.round(push: false, pull: true)
        // What the hub has not told a site yet is not settled there, and not exported.
        _ = try await shop.round(push: false, pull: true)
        try town.expectEqual("shop", "branch")
        return Figures(
            pushedPerSecond: Double(rows) / push.seconds,
            changedSeconds: up.seconds + down.seconds
        )
    }

    // MARK: The baseline

    private func measureNaive(data: String) throws -> Figures {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", programs.naive, data]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // Durable on both sides, as ours is.
        process.environment = ProcessInfo.processInfo.environment.merging(["SYNC": "full"]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let walls = text.split(separator: "\n").compactMap { line -> (String, Double)? in
            guard let match = line.firstMatch(of: /naive-py (.+?) +rows [0-9]+ wall ([0-9.]+)/)
            else { return nil }
            return Double(match.2).map { (String(match.1), $0) }
        }
        func wall(_ name: String) throws -> Double {
            guard let found = walls.first(where: { $0.0.hasPrefix(name) }) else {
                throw BenchmarkError("naive.py printed no `\(name)`: \(text)")
            }
            return max(found.1, 0.005)
        }
        return Figures(
            pushedPerSecond: Double(rows) / (try wall("initial push")),
            changedSeconds: try wall("push delta") + wall("pull delta")
        )
    }
}
