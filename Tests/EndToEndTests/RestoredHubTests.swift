import Foundation
import TestSupport
import Testing

/// A hub that was put back from a backup: what others were told stays true, as far as anybody can show it.
@Suite(.serialized)
struct RestoredHubTests {
    /// What a receipt says of an op for ever.
    private struct Proof: Hashable {
        let site: String
        let op: Int
        let receivedAt: String
        let hash: String
    }

    private func proofs(_ town: Town) throws -> Set<Proof> {
        var proofs: Set<Proof> = []
        for site in town.sites {
            for line in try site.lines("receipts") {
                #expect(line["verified"] as? Bool == true)
                proofs.insert(
                    Proof(
                        site: try line.text("site"),
                        op: try line.number("op"),
                        receivedAt: try line.text("receivedAt"),
                        hash: try line.text("hash")
                    )
                )
            }
        }
        return proofs
    }

    private func backUp(_ town: Town) throws -> String {
        let copy = town.folder.file("hub-backup")
        #expect(try town.hub("backup", copy, "--json").object["sound"] as? Bool == true)
        #expect(try town.hub("verify", copy).status == 0)
        return copy
    }

    @Test(arguments: [["lab", "branch", "shop"], ["shop", "lab", "branch"]])
    func `the nine steps of a hub restored from a backup`(_ order: [String]) throws {
        let town = try Town()
        let sites = ["shop": town.shop, "branch": town.branch, "lab": town.lab]
        // 1. Sites work, and the hub has everything.
        let old = try town.shop.add(serial: "OLD-1")
        try town.syncUntilQuiet()
        // 2. The operator makes a backup.
        let copy = try backUp(town)
        // 3. Everybody goes on: new instruments, changes of each other's, an application and a result.
        let new = try town.shop.add(serial: "NEW-2")
        try town.shop.succeed("apply", new, "--body", Town.body, "--yes")
        try town.syncUntilQuiet()
        try town.branch.succeed("set", new, "location=5号仓")
        try town.branch.succeed("set", old, "location=分店")
        try town.lab.succeed("job", "accept", new)
        let result = """
            {"result":"pass","testedOn":"2026-11-19","issuedOn":"2026-11-20","validUntil":"2027-05-19",
            "certificateNumber":"YH-J-0417","inspector":"张工","verifier":"李工","approver":"陈工",
            "regulation":"JJG 443-2023"}
            """
        let file = try town.folder.write("result.json", Array(result.utf8))
        try town.lab.succeed("result", "add", "--job", new, "--file", file)
        try town.syncUntilQuiet()
        // 4. All have receipts.
        let before = try proofs(town)
        let export = try town.hubExport()
        let deadlines = try town.lab.succeed("deadlines", "--json").lines
        Thread.sleep(forTimeInterval: 1.1)
        // 5. The hub breaks, and the backup is put back.
        try town.putHubBack(copy)
        // 6. Somebody comes, is refused, and loses nothing.
        let refused = try town.shop.run("sync")
        #expect(refused.status == 1 && refused.errors.contains("E3114"), "\(refused.errors)")
        #expect(town.server?.errors.contains("jiliang-hub recover") == true)
        #expect(try proofs(town) == before)
        // 7. The operator says that the hub was put back.
        let recovered = try town.hub("recover", "--json").object
        #expect(try recovered.number("epoch") == 2)
        #expect(recovered["opened"] as? Bool == true)
        #expect(try town.hub("recover", "--json").object["opened"] as? Bool == false)
        // 8. The sites come, in any order; each sends again what is its own.
        for name in order { try #require(sites[name]).succeed("sync") }
        try town.syncUntilQuiet(order.compactMap { sites[$0] })
        // 9. Everything is what it was, and every receipt is honoured with its time.
        let after = try town.hubExport()
        #expect(after == export, "\(after)\n\(export)")
        #expect(try proofs(town) == before)
        for site in town.sites {
            #expect(try site.lines("receipts").contains { try $0.number("epoch") == 2 })
            let status = try site.succeed("status", "--json").object
            #expect(try status.number("lost") == 0)
            #expect(try status.number("contradictions") == 0)
            #expect(try status.number("receiptsMissing") == 0)
            #expect(try status.number("refused") == 0)
            #expect(try site.succeed("doctor").status == 0)
            let sync = try site.succeed("sync", "--json").object
            #expect(sync["upToDate"] as? Bool == true)
        }
        #expect(try town.lab.succeed("deadlines", "--json").lines == deadlines)
        #expect(try town.shop.export() == town.branch.export())
    }

    @Test func `what nobody can send again is named, and kept by those who have read it`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "WITNESS")
        try town.syncUntilQuiet()
        let copy = try backUp(town)
        try town.branch.succeed("set", id, "location=只有分店知道")
        try town.syncUntilQuiet()
        try town.putHubBack(copy)
        try town.hub("recover")
        // The branch, whose change it was, does not come.
        let sync = try town.shop.succeed("sync")
        #expect(sync.errors.contains("W3124"), "\(sync.errors)")
        let status = try town.shop.succeed("status")
        #expect(status.errors.contains("W3124"))
        #expect(try town.shop.succeed("status", "--json").object.number("lost") == 1)
        #expect(try town.hubExport() == town.shop.export())
        #expect(try !town.hubExport().contains("只有分店知道"))
        let tables = try Data(contentsOf: URL(filePath: town.shop.home + "/replica.db"))
        #expect(tables.range(of: Data("只有分店知道".utf8)) != nil)
        // It comes after all.
        try town.branch.succeed("sync")
        try town.shop.succeed("sync")
        #expect(try town.shop.succeed("status", "--json").object.number("lost") == 0)
        #expect(try town.hubExport().contains("只有分店知道"))
    }

    @Test func `a site that only sends is asked for what was lost as well, also without tables`()
        throws
    {
        let town = try Town()
        let id = try town.shop.add(serial: "PUSH")
        try town.shop.succeed("sync")
        let copy = try backUp(town)
        try town.shop.succeed("set", id, "location=丢失的")
        try town.shop.succeed("push")
        try town.putHubBack(copy)
        try town.hub("recover")
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: town.shop.home + "/replica.db" + ending)
        }
        try town.shop.succeed("set", id, "purpose=之后的")
        let push = try town.shop.succeed("push", "--json").object
        #expect(try push.number("received") >= 2)
        #expect(try town.hubExport().contains("丢失的"))
        #expect(try town.hubExport().contains("之后的"))
    }
}
