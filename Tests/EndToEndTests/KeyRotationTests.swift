import Foundation
import TestSupport
import Testing

/// A hub that replaces its key while it runs, and one that was put back from before that.
@Suite struct KeyRotationTests {
    private func keys(_ town: Town) throws -> [[String: Any]] {
        try town.hub("key", "list", "--json").lines.map { line in
            let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(json as? [String: Any])
        }
    }

    @Test func `sites follow a new key by themselves, and refuse a hub that has lost it`() throws {
        let town = try Town()
        _ = try town.shop.add(serial: "ONE")
        try town.shop.succeed("sync")
        let copy = town.folder.file("hub-backup")
        try town.hub("backup", copy)
        try town.hub("key", "rotate")
        _ = try town.shop.add(serial: "TWO")
        try town.shop.succeed("sync")
        try town.syncUntilQuiet()
        let listed = try keys(town)
        #expect(listed.map { $0["signs"] as? Bool } == [false, true])
        #expect(listed[0]["until"] as? String == listed[1]["from"] as? String)
        #expect(try town.hub("doctor").status == 0)
        #expect(try town.shop.succeed("doctor").status == 0)
        try verifyByHand(town)

        // Put back from before the rotation.
        let key = town.hubHome + "/receipt-key.hex"
        let newer = try Data(contentsOf: URL(fileURLWithPath: key))
        try town.putHubBack(copy)
        try town.hub("recover")
        for _ in 1...2 {
            let refused = try town.shop.run("sync")
            #expect(refused.status == 1 && refused.errors.contains("E3185"), "\(refused.errors)")
        }
        town.stopHub()
        try newer.write(to: URL(fileURLWithPath: key))
        try town.startHub()
        try town.syncUntilQuiet()
        #expect(
            try keys(town).map { $0["keyID"] as? String } == listed.map { $0["keyID"] as? String }
        )
        #expect(try town.hub("doctor").status == 0)
        #expect(try town.shop.succeed("doctor").status == 0)
        #expect(try town.shop.succeed("prove-equal").status == 0)
    }

    /// Receipts of both keys, and what introduces the second, by the commands of the document.
    private func verifyByHand(_ town: Town) throws {
        let folder = town.folder.file("receipts")
        try town.shop.succeed("receipts", "--out", folder)
        for number in 1...2 {
            let file = folder + "/receipt-1-\(number).json"
            let all = folder + "/hub-key.pem"
            let found = try Program.jiliang.run("receipt", "verify", file, "--key", all)
            #expect(found.status == 0, "\(found.errors)")
            let own = folder + "/hub-key-\(3 - number).pem"
            #expect(try Program.jiliang.run("receipt", "verify", file, "--key", own).status == 1)
        }
        let text = String(decoding: try Checkout.bytes("docs/receipts.md"), as: UTF8.self)
        let blocks = text.components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        let script = blocks.joined().replacing("receipt-1-2.json", with: "receipt-1-1.json")
        let part = text.components(separatedBy: "## Keys that replace each other").last ?? ""
        let chain = try #require(part.components(separatedBy: "```\n").dropFirst().first)
        for (script, holds) in [(blocks.joined(), true), (script, true), (chain, true)] {
            let outcome = try Program(path: "/bin/sh").run("-euc", "cd '\(folder)'\n" + script)
            #expect((outcome.status == 0) == holds, "\(outcome.errors)")
        }
        let file = folder + "/hub-key-2.json"
        let link = try String(contentsOfFile: file, encoding: .utf8)
        try link.replacing("\"from\":1", with: "\"from\":2").write(
            toFile: file,
            atomically: false,
            encoding: .utf8
        )
        let forged = try Program(path: "/bin/sh").run("-euc", "cd '\(folder)'\n" + chain)
        #expect(forged.status != 0)
    }
}
