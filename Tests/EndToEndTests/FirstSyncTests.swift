import Foundation
import TestSupport
import Testing

/// The first sync of a site whose organisation has much: by the hub's snapshot, over lines that break and in
/// processes that are killed.
@Suite(.serialized)
struct FirstSyncTests {
    private static let instruments = 4000

    private let seed = UInt64.random(in: 0 ... .max)
    private let town: Town
    private let depot: TownSite

    /// A town whose shop has registered much, of which the branch has read every page; the hub gives snapshots from
    /// now on.
    init() throws {
        town = try Town()
        let rows = (0..<Self.instruments).map { number in
            "电子秤,ACS-\(number % 40),FS-\(number),示例衡器\(number % 7)厂,2026-01-0\(number % 9 + 1),"
                + "2026-12-\(10 + number % 20),合格,在用"
        }
        let header = "器具名称,型号规格,出厂编号,生产厂家,检定日期,有效期至,检定结论,状态"
        let ledger = ([header] + rows).joined(separator: "\n")
        try town.shop.succeed("import", try town.folder.write("l.csv", Array(ledger.utf8)))
        try town.syncUntilQuiet([town.shop, town.branch])
        town.stopHub()
        try town.startHub(options: ["--snapshot-from", "100"])
        depot = TownSite(town.folder.file("depot"))
        try town.enrol(depot, Town.enterprise, "user-unit")
    }

    private func expectEqual() throws {
        #expect(try depot.export() == town.branch.export(), "seed \(seed)")
        let proof = try depot.succeed("prove-equal", "--json").object
        #expect(proof["equal"] as? Bool == true, "\(proof), seed \(seed)")
        #expect(try depot.succeed("doctor").status == 0)
        let status = try depot.succeed("status", "--json").object
        #expect(status["firstSync"] is NSNull, "\(status)")
        let left = depot.home + "/snapshot"
        #expect(!FileManager.default.fileExists(atPath: left))
    }

    @Test
    func
        `killed and cut off it goes on, ends equal to a site that read every page, and keeps its own`()
        throws
    {
        var random = SeededGenerator(seed: seed)
        let own = try depot.add(serial: "FS-own")
        town.line.set(.delay(milliseconds: 60))
        for _ in 0..<6 {
            let moment = Double.random(in: 0.3...2, using: &random)
            _ = try Program.jiliang.runAndKill(["--home", depot.home, "pull"], after: moment)
        }
        let status = try depot.succeed("status", "--json").object
        #expect(status["firstSync"] is [String: Any], "\(status), seed \(seed)")
        town.line.set(.cutAnswer(after: 200_000))
        let report = try depot.succeed("pull", "--json").object
        town.line.set(.clear)
        let snapshot = try #require(report["snapshot"] as? [String: Any], "\(report)")
        #expect(try snapshot.number("received") == snapshot.number("size"))
        // The feed brings nothing of what the snapshot has.
        #expect(try report.number("pulled") == 0 && report["snapshotFlaw"] is NSNull)
        #expect(try depot.lines("list").contains { $0["id"] as? String == own })
        try town.syncUntilQuiet([depot, town.branch])
        try expectEqual()
    }

    @Test func `a daemon takes it in while commands borrow its store`() throws {
        let folder = try TemporaryFolder()
        let daemon = try Program.jiliang.start(["--home", depot.home, "run"], in: folder)
        #expect(daemon.wait(for: /运行中/) != nil, "\(daemon.errors)")
        let deadline = Date(timeIntervalSinceNow: 300)
        while try depot.lines("list").count < Self.instruments {
            try #require(Date() < deadline, "never there: \(daemon.errors)")
            usleep(200_000)
        }
        #expect(daemon.end(SIGTERM) == 0, "\(daemon.errors)")
        try town.syncUntilQuiet([depot, town.branch])
        try expectEqual()
    }
}
