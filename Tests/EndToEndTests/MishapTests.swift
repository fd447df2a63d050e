import Foundation
import TestSupport
import Testing

/// What happens to the files and programs of a site that has joined: nothing of it loses an edit without
/// a word.
@Suite(.serialized)
struct MishapTests {
    @Test func `tables that were deleted come back from the journal and the hub`() throws {
        let town = try Town()
        let shop = town.shop
        let id = try shop.add(serial: "TABLES")
        try town.syncUntilQuiet()
        try shop.succeed("set", id, "location=甲")
        try town.branch.succeed("set", id, "location=乙")
        try town.branch.succeed("sync")
        try town.syncUntilQuiet()
        let before = try Self.shown(shop, id)
        try shop.succeed("set", id, "purpose=称重")

        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: shop.home + "/replica.db" + ending)
        }
        let sync = try shop.run("sync")
        #expect(sync.status == 0 && sync.errors.contains("W1310"), "\(sync.errors)")
        try town.syncUntilQuiet()

        let after = try Self.shown(shop, id)
        #expect(after.conflicts == before.conflicts)
        #expect(after.history.starts(with: before.history))
        #expect(try town.branch.export() == shop.export())
        #expect(try town.hubExport() == shop.export())
        #expect(try shop.run("doctor").status == 0)
    }

    private static func shown(
        _ site: TownSite,
        _ id: String
    ) throws -> (conflicts: [String], history: [String]) {
        (
            try site.succeed("conflicts", "--all", "--json").lines,
            try site.succeed("history", id, "--json").lines
        )
    }

    @Test func `two syncs at once do the work once`() throws {
        let town = try Town()
        for round in 0..<3 {
            _ = try town.shop.add(serial: "TWICE-\(round)")
            let folder = try TemporaryFolder()
            let first = try Program.jiliang.start(["--home", town.shop.home, "sync"], in: folder)
            let second = try town.shop.run("sync")
            #expect(first.waitUntilExit() == 0, "\(first.errors)")
            #expect(second.status == 0, "\(second.errors)")
        }
        #expect(try town.shop.receipts() == 3)
        try town.syncUntilQuiet()
        #expect(try town.hubExport() == town.branch.export())
    }

    @Test func `a daemon that is killed leaves nothing that stops the next`() throws {
        let town = try Town()
        let folder = try TemporaryFolder()
        for round in 0..<4 {
            let daemon = try Program.jiliang.start(["--home", town.shop.home, "run"], in: folder)
            _ = daemon.wait(for: /Ctrl-C/)
            _ = try town.shop.add(serial: "DAEMON-\(round)")
            daemon.end(SIGKILL)
            _ = try town.shop.add(serial: "ALONE-\(round)")
        }
        try town.syncUntilQuiet()
        #expect(try town.shop.receipts() == 8)
        #expect(try town.hubExport() == town.branch.export())
        #expect(try town.shop.run("doctor").status == 0)
    }

    @Test func `what the hub never takes stays here, and status names it`() throws {
        let town = try Town()
        let id = try town.shop.registerTooLittle(serial: "TOO-LITTLE")
        _ = try town.shop.add(serial: "ENOUGH")

        let sync = try town.shop.run("sync")
        #expect(sync.status == 3 && sync.errors.contains("W3119"), "\(sync.errors)")
        let status = try town.shop.succeed("status").errors
        #expect(status.contains("W3119") && status.contains("jiliang outbox show 1"), "\(status)")
        #expect(!status.contains("outbox show 2"), "\(status)")
        #expect(try town.shop.succeed("outbox", "show", "1", "--json").object.text("record") == id)
        #expect(try town.shop.succeed("status", "--json").object.number("refused") == 1)
        let refused = try town.shop.lines("history", id)
            .filter { $0["rule"] as? String == "refused" }.compactMap { $0["to"] as? String }
        #expect(refused == ["TOO-LITTLE"])

        #expect(try town.shop.run("sync").status == 0)
        try town.syncUntilQuiet()
        #expect(try town.hubExport() == town.branch.export())
        #expect(try !town.hubExport().contains("TOO-LITTLE"))
    }

    @Test func `a result that is too large for the hub is refused before it is kept`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "LARGE")
        try town.shop.succeed("apply", id, "--body", Town.body)
        try town.syncUntilQuiet()
        try town.lab.succeed("job", "accept", id)
        try town.lab.succeed("job", "complete", id, "--tested-on", "2026-11-20")
        let number = String(repeating: "7", count: 900_000)
        let result = """
            {"result":"pass","testedOn":"2026-11-20","issuedOn":"2026-11-20",
            "validUntil":"2027-11-19","certificateNumber":"\(number)","inspector":"甲",
            "verifier":"乙","approver":"丙","regulation":"JJG 539-2016"}
            """
        let file = try town.folder.write("large.json", Array(result.utf8))
        let refused = try town.lab.run("result", "add", "--job", id, "--file", file)
        #expect(refused.status == 65 && refused.errors.contains("E2224"), "\(refused.errors)")
        #expect(!refused.errors.contains("77777"))
        let small = try town.folder.write(
            "small.json",
            Array(result.replacing(number, with: "7").utf8)
        )
        try town.lab.succeed("result", "add", "--job", id, "--file", small)
        try town.syncUntilQuiet()
        #expect(try town.hubExport() == town.shop.export())
    }
}
