import Foundation
import TestSupport
import Testing

/// Copies of a home or of a hub are noticed before anything is decided; nothing is lost. How to go on from
/// there is a later step.
@Suite(.serialized)
struct CopiedHomeTests {
    @Test func `of two copies of a home the second is stopped, and keeps its edits`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "COPY")
        try town.shop.succeed("sync")
        let copy = TownSite(town.folder.file("copy"))
        try FileManager.default.copyItem(atPath: town.shop.home, toPath: copy.home)
        try copy.succeed("set", id, "location=副本")
        try copy.succeed("sync")
        try town.shop.succeed("set", id, "location=原本")
        try town.shop.succeed("set", id, "purpose=贸易")

        for _ in 0..<2 {
            let stopped = try town.shop.run("sync", "--json")
            #expect(stopped.status == 1 && stopped.errors.contains("E1314"), "\(stopped.errors)")
            #expect(try stopped.object["upToDate"] as? Bool == false)
            #expect(try stopped.object.number("received") == 0)
        }
        let device = try #require(try town.shop.lines("list").first)
        #expect(device["location"] as? String == "原本")
        let pending = try town.shop.succeed("status", "--json").object["pending"] as? [String: Any]
        #expect(try pending?.number("ops") == 2)
        #expect(try town.hubExport().contains("副本"))
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
