import Foundation
import TestSupport
import Testing

/// A hub that has signed two histories is convicted with what its sites keep.
@Suite struct TreeHeadTests {
    private func status(_ site: TownSite) throws -> Int32 {
        try site.run("status", "--check").status
    }

    @Test func `a hub that works on before it is recovered leaves evidence of both histories`()
        throws
    {
        let town = try Town()
        _ = try town.shop.add(serial: "ONE")
        try town.shop.succeed("sync")
        let copy = town.folder.file("hub-backup")
        town.stopHub()
        try FileManager.default.copyItem(atPath: town.hubHome, toPath: copy)
        try town.startHub()
        for serial in ["TWO", "THREE"] {
            _ = try town.shop.add(serial: serial)
            try town.shop.succeed("sync")
        }
        let kept = try town.shop.lines("tree-heads")
        #expect(try kept.map { try $0.number("count") } == [3, 2, 1])
        #expect(try town.shop.lines("tree-heads", "contradictions").isEmpty)

        // The backup is put back, and a body that has not come for long works before anybody says so.
        try town.putHubBack(copy)
        _ = try town.lab.add(serial: "OTHER")
        try town.lab.succeed("sync")
        #expect(try town.shop.run("sync").errors.contains("E3114"))
        try town.hub("recover")

        let sync = try town.shop.succeed("sync")
        #expect(sync.errors.contains("E3180"), "\(sync.errors)")
        try town.syncUntilQuiet()
        #expect(try status(town.shop) == 2)
        #expect(try town.shop.succeed("status", "--json").object.number("contradictions") == 1)
        let noted = try #require(try town.shop.lines("tree-heads", "contradictions").first)
        // By then the hub may have as many entries again, or already more.
        #expect(["forked", "unproven"].contains(try noted.text("kind")))
        #expect(try town.lab.lines("tree-heads", "contradictions").isEmpty)
        try verify(town)

        #expect(try town.shop.run("tree-heads", "settle", "7", "--reason", "x").status == 1)
        try town.shop.succeed("tree-heads", "settle", "1", "--reason", "备份恢复后未及时 recover")
        #expect(try status(town.shop) != 2)
        #expect(try town.shop.lines("tree-heads", "contradictions", "--all").count == 1)
        #expect(try town.shop.succeed("doctor").status == 0)
        #expect(try town.hub("doctor", "--json").object["treeDiffersAt"] is NSNull)
    }

    /// Verifies the evidence by the commands of the document.
    private func verify(_ town: Town) throws {
        let folder = town.folder.file("evidence")
        try town.shop.succeed("tree-heads", "contradictions", "--out", folder)
        let text = String(decoding: try Checkout.bytes("docs/receipts.md"), as: UTF8.self)
        let part = text.components(separatedBy: "## Tree heads").last ?? ""
        let script = try #require(part.components(separatedBy: "```\n").dropFirst().first)
        for (name, holds) in [("earlier", true), ("later", true), ("changed", false)] {
            if name == "changed" {
                let file = folder + "/contradiction-1-later.json"
                let head = try String(contentsOfFile: file, encoding: .utf8)
                try head.replacing("\"count\":", with: "\"count\":1").write(
                    toFile: folder + "/contradiction-1-changed.json",
                    atomically: false,
                    encoding: .utf8
                )
            }
            let outcome = try Program(path: "/bin/sh").run(
                "-euc",
                "cd '\(folder)'\n" + script.replacing("earlier", with: name)
            )
            #expect((outcome.status == 0) == holds, "\(name): \(outcome.errors)")
        }
    }
}
