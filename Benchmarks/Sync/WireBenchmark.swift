import Foundation
import Glibc
import LocalStore
import SyncAgent
import SyncCore
import Synchronization

/// What two sites of an enterprise and their hub cost while they stay in step: bytes, time, memory. Counted on the
/// wire, TLS included, by a relay between them.
struct WireBenchmark {
    let programs: SyncBenchmark.Programs
    let folder: String
    let rows: Int

    private static let changes = 1000
    /// Bytes of a changed row in a pack of gzip JSON rows, as the baseline was measured.
    private static let gzipRow = 115.0

    /// S4, S5 and S8.
    func rows(_ options: BenchmarkOptions) async throws -> [Measured] {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/wire", counting: true)
        defer { town.end() }
        guard let relay = town.relay else { throw BenchmarkError("nothing counts the bytes") }
        try town.importLedger(at: "shop", rows: rows)
        for site in ["shop", "branch", "shop"] {
            _ = try await town.site(site).round(push: true, pull: true)
        }
        var measured: [Measured] = []
        if options.wants("S4") { measured += try await bytesOfChanges(town, relay) }
        if options.wants("S5") { measured += try await idleRound(town, relay) }
        if options.wants("S8") { measured += try await liveChange(town) }
        return measured
    }

    private func bytesOfChanges(
        _ town: BenchmarkTown,
        _ relay: CountingRelay
    ) async throws -> [Measured] {
        try town.importLedger(at: "shop", rows: rows, changed: Self.changes)
        let before = relay.bytes
        _ = try await town.site("shop").round(push: true, pull: false)
        let up = relay.bytes
        _ = try await town.site("branch").round(push: false, pull: true)
        let down = relay.bytes
        let (pushed, pulled) = (up - before, down - up)
        let name = "S4 bytes on the wire for a changed row, \(Self.changes) at once"
        return [
            Measured("\(name): pushed", Double(pushed / Self.changes), "B", Self.gzipRow * 0.6),
            Measured("\(name): pulled", Double(pulled / Self.changes), "B", Self.gzipRow * 0.6),
        ]
    }

    private func idleRound(
        _ town: BenchmarkTown,
        _ relay: CountingRelay
    ) async throws -> [Measured] {
        let shop = town.site("shop")
        _ = try await shop.round(push: true, pull: true)
        let (cursor, own, heads) = try shop.use { store in
            let head = try store.treeHeads()
            let epoch = try store.cursor()?.epoch ?? 1
            return (try store.cursor(), try store.ownOps(), head.shown(in: epoch))
        }
        guard let cursor else { throw BenchmarkError("the shop stands nowhere") }
        let client = try shop.client()
        var (seconds, bytes): ([Double], [Double]) = ([], [])
        for _ in 0...20 {
            let (before, start) = (relay.bytes, ContinuousClock.now)
            _ = try await client.pull(after: cursor, having: own, showing: heads, waitSeconds: 0)
            seconds.append((ContinuousClock.now - start).inSeconds)
            bytes.append(Double(relay.bytes - before))
        }
        // The first has opened the connection.
        return [
            Measured(
                "S5 a round with nothing to do, on an open connection",
                Array(bytes.dropFirst()).median,
                "B",
                1024
            ),
            Measured("S5 its time", Array(seconds.dropFirst()).median * 1000, "ms", 20),
        ]
    }

    private func liveChange(_ town: BenchmarkTown) async throws -> [Measured] {
        let (shop, branch) = (town.site("shop"), town.site("branch"))
        _ = try await branch.round(push: true, pull: true)
        let arrivals = Mutex<[(pulled: Int, at: ContinuousClock.Instant)]>([])
        let reader = try branch.agent(.continuous) { report in
            arrivals.withLock { $0.append((report.pulled, .now)) }
        }
        async let reading = reader.run()
        try await Task.sleep(for: .seconds(1))
        var latencies: [Double] = []
        for number in 0..<60 {
            let seen = arrivals.withLock { $0.last?.pulled ?? 0 }
            try shop.use { store in
                try EditBenchmark.edit(EditBenchmark.someInstrument(of: store), number, in: store)
            }
            _ = try await shop.round(push: true, pull: false)
            let committed = ContinuousClock.now
            for _ in 0..<2000 {
                let arrived = arrivals.withLock { $0.first { $0.pulled > seen }?.at }
                if let arrived {
                    latencies.append(max(0, (arrived - committed).inSeconds))
                    break
                }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        await reader.stop()
        _ = try await reading
        guard latencies.count == 60 else { throw BenchmarkError("a change did not arrive") }
        let sorted = latencies.sorted()
        let name = "S8 a live change, from the hub's answer to the other site's commit"
        return [
            Measured("\(name): p50", sorted.quantile(0.5) * 1000, "ms", 10),
            Measured("\(name): p99", sorted.quantile(0.99) * 1000, "ms", 60),
        ]
    }
}
