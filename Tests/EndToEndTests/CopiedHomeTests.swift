import Foundation
import TestSupport
import Testing

/// Copies of a home that are both used, and homes put back from a copy: noticed, nothing lost, and with a
/// command that lets the one that stays go on.
@Suite(.serialized)
struct CopiedHomeTests {
    /// Copies a folder file by file, as `cp -r` does, also while somebody works in it.
    private func copy(_ source: String, to target: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: target, withIntermediateDirectories: true)
        // A socket is no file, and a daemon makes its own.
        for name in try files.contentsOfDirectory(atPath: source) where name != "agent.sock" {
            try files.copyItem(atPath: source + "/" + name, toPath: target + "/" + name)
        }
    }

    private func copy(_ site: TownSite, of town: Town, _ name: String) throws -> TownSite {
        let target = TownSite(town.folder.file(name))
        try copy(site.home, to: target.home)
        return target
    }

    private func putBack(_ backup: TownSite, as site: TownSite) throws {
        try FileManager.default.removeItem(atPath: site.home)
        try copy(backup.home, to: site.home)
    }

    @Test func `of two copies of a home the second is stopped, and goes on with everything it has`()
        throws
    {
        let town = try Town()
        let id = try town.shop.add(serial: "COPY")
        try town.shop.succeed("sync")
        let copy = try copy(town.shop, of: town, "copy")
        try copy.succeed("set", id, "location=副本")
        try copy.succeed("sync")
        try town.shop.succeed("set", id, "location=原本")
        try town.shop.succeed("set", id, "purpose=贸易")

        for _ in 0..<2 {
            let stopped = try town.shop.run("sync", "--json")
            #expect(stopped.status == 1 && stopped.errors.contains("E1314"), "\(stopped.errors)")
            #expect(stopped.errors.contains("jiliang recover"))
            #expect(try stopped.object["upToDate"] as? Bool == false)
        }
        let status = try town.shop.succeed("status", "--json").object
        #expect(status["halt"] as? String == "op-fork")
        #expect(try (status["pending"] as? [String: Any])?.number("ops") == 2)

        let planned = try town.shop.succeed("recover", "--dry-run", "--json").object
        #expect(planned["done"] as? Bool == false && planned["reason"] as? String == "op-fork")
        #expect(try planned.number("reissued") == 2)
        #expect(try town.shop.succeed("status", "--json").object["halt"] as? String == "op-fork")
        let done = try town.shop.succeed("recover", "--json").object
        #expect(done["done"] as? Bool == true)
        #expect(try done.number("incarnation") == 2)
        #expect(try town.shop.succeed("recover", "--json").object["needed"] as? Bool == false)

        // Everything of both is at the hub and at this site.
        #expect(try town.hubExport().contains("贸易"))
        let history = try town.shop.succeed("history", id, "--json").output
        #expect(history.contains("副本") && history.contains("原本"))
        #expect(try town.shop.succeed("doctor").status == 0)
        #expect(try town.shop.export() == town.hubExport())
        // The other copy is told, and keeps what it makes.
        try copy.succeed("set", id, "quantity=3")
        let stale = try copy.run("sync")
        #expect(stale.status == 1 && stale.errors.contains("E1317"), "\(stale.errors)")
        #expect(try copy.succeed("status").errors.contains("E1317"))
        let check = try copy.run("status", "--check")
        #expect(check.status == 1 && check.output.contains("sends nothing: stale-incarnation"))
        #expect(try copy.succeed("recover").output.contains("3"))
        #expect(try town.hubExport().contains(#""quantity":"3""#))
    }

    @Test func `a copy with nothing to send is stopped as well, once another has gone on`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "IDLE")
        try town.shop.succeed("sync")
        let copy = try copy(town.shop, of: town, "copy")
        try copy.succeed("set", id, "location=副本")
        try copy.succeed("sync")
        try town.shop.succeed("set", id, "location=原本")
        #expect(try town.shop.run("sync").errors.contains("E1314"))
        try town.shop.succeed("recover")

        let stale = try copy.run("sync")
        #expect(stale.status == 1 && stale.errors.contains("E1317"), "\(stale.errors)")
        #expect(!stale.errors.contains("W1318"))
        try copy.succeed("set", id, "quantity=3")
        #expect(try copy.run("sync").status == 1)
        #expect(try !town.hubExport().contains(#""quantity":"3""#))
        #expect(try town.shop.run("sync").status == 0)
    }

    @Test func `an old copy that is put back gets its own changes back, and uses no number twice`()
        throws
    {
        let town = try Town()
        let id = try town.shop.add(serial: "AMNESIA")
        try town.shop.succeed("sync")
        let copy = try copy(town.shop, of: town, "backup")
        try town.shop.succeed("set", id, "location=后来")
        try town.shop.succeed("sync")
        try putBack(copy, as: town.shop)

        let sync = try town.shop.run("sync")
        #expect(sync.status == 0 && sync.errors.contains("W1318"), "\(sync.errors)")
        #expect(try town.shop.lines("list").first?["location"] as? String == "后来")
        try town.shop.succeed("set", id, "purpose=再后")
        let next = try town.shop.run("sync")
        #expect(next.status == 0 && !next.errors.contains("W1318"), "\(next.errors)")
        #expect(try town.shop.export() == town.hubExport())
        #expect(try town.hubExport().contains("再后"))
        #expect(try town.shop.succeed("doctor").status == 0)
        // Its tables may go as well.
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: town.shop.home + "/replica.db" + ending)
        }
        try town.shop.succeed("sync")
        #expect(try town.shop.export() == town.hubExport())
    }

    @Test func `a copy made while the home is in use, put back and worked on, loses nothing`()
        throws
    {
        let town = try Town()
        let id = try town.shop.add(serial: "LIVE")
        try town.shop.succeed("sync")
        let daemon = try Program.jiliang.start(
            ["--home", town.shop.home, "run"],
            in: TemporaryFolder()
        )
        // Before it listens it owns the home and lends it to nobody.
        let socket = town.shop.home + "/agent.sock"
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: socket) { usleep(50_000) }
        try town.shop.succeed("set", id, "location=一")
        let copy = try copy(town.shop, of: town, "live")
        try town.shop.succeed("set", id, "location=二")
        try town.shop.succeed("set", id, "purpose=守护")
        for _ in 0..<100 where try !town.hubExport().contains("守护") { usleep(100_000) }
        daemon.end(SIGTERM)
        try putBack(copy, as: town.shop)
        // Worked on before it has heard anything.
        try town.shop.succeed("set", id, "quantity=7")
        let sync = try town.shop.run("sync")
        if sync.status != 0 {
            #expect(sync.errors.contains("E1314") && sync.errors.contains("jiliang recover"))
            try town.shop.succeed("recover")
        }
        try town.shop.succeed("sync")
        let export = try town.hubExport()
        #expect(export.contains(#""quantity":"7""#) && export.contains("守护"))
        #expect(export.contains("二") && !export.contains("\"一\""))
        #expect(try town.shop.export() == export)
        #expect(try town.shop.succeed("doctor").status == 0)
    }

    @Test func `recovering a site that nothing has happened to changes nothing`() throws {
        let town = try Town()
        _ = try town.shop.add(serial: "WELL")
        let told = try town.shop.succeed("recover", "--json").object
        #expect(told["needed"] as? Bool == false && told["done"] as? Bool == false)
        #expect(try town.shop.receipts() == 0)
        town.stopHub()
        let away = try town.shop.run("recover")
        #expect(away.status == 69 && away.errors.contains("E3103"), "\(away.errors)")
    }

    @Test func `a site whose tables are gone says what it lacks until it has synced`() throws {
        let town = try Town()
        _ = try town.shop.add(serial: "ALL")
        try town.syncUntilQuiet()
        let export = try town.branch.export()
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: town.branch.home + "/replica.db" + ending)
        }
        town.stopHub()
        let alone = try town.branch.run("list")
        #expect(alone.errors.contains("W1315"), "\(alone.errors)")
        try town.startHub()
        try town.branch.succeed("sync")
        #expect(try town.branch.export() == export)
        #expect(try !town.branch.run("list").errors.contains("W1315"))
    }
}
