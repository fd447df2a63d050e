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

    @Test(arguments: ["ed25519-sha256", "sm2-sm3"])
    func `sites follow a new key by themselves, and refuse a hub that has lost it`(
        _ suite: String
    ) throws {
        let town = try Town()
        _ = try town.shop.add(serial: "ONE")
        try town.shop.succeed("sync")
        let copy = town.folder.file("hub-backup")
        try town.hub("backup", copy)
        try town.hub("key", "rotate", "--suite", suite)
        _ = try town.shop.add(serial: "TWO")
        try town.shop.succeed("sync")
        try town.syncUntilQuiet()
        let listed = try keys(town)
        #expect(listed.map { $0["signs"] as? Bool } == [false, true])
        #expect(listed[1]["suite"] as? String == suite)
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

    /// Receipts of both keys, what introduces the second, and the place of a receipt in the log, by our program and by
    /// the commands of the document.
    private func verifyByHand(_ town: Town) throws {
        let folder = town.folder.file("receipts")
        try town.shop.succeed("receipts", "--out", folder, "--with-tree")
        for number in 1...2 {
            let file = folder + "/receipt-1-\(number)"
            func verify(_ key: String, in place: Int) throws -> Int32 {
                let tree = folder + "/receipt-1-\(place).tree.json"
                return try Program.jiliang.run([
                    "receipt", "verify", file + ".json", "--key", folder + key, "--in-tree", tree,
                ]).status
            }
            #expect(try verify("/hub-key.pem", in: number) == 0)
            #expect(try verify("/hub-key.pem", in: 3 - number) == 1)
            #expect(try verify("/hub-key-\(3 - number).pem", in: number) == 1)
        }
        let text = String(decoding: try Checkout.bytes("docs/receipts.md"), as: UTF8.self)
        let receipt = text.components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }.joined()
        func part(_ title: String) throws -> String {
            let section = text.components(separatedBy: title).last ?? ""
            return try #require(section.components(separatedBy: "```\n").dropFirst().first)
        }
        let chain = try part("## Keys that replace each other")
        let place = receipt + (try part("## The place of a receipt in the log"))
        func shell(_ script: String) throws -> Program.Outcome {
            try Program(path: "/bin/sh").run("-euc", "cd '\(folder)'\n" + script)
        }
        func first(_ script: String) -> String {
            script.replacing("receipt-1-2", with: "receipt-1-1")
        }
        for script in [receipt, first(receipt), chain, place, first(place)] {
            let outcome = try shell(script)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        for (file, word, other, script) in [
            ("hub-key-2.json", "\"from\":1", "\"from\":2", chain),
            ("receipt-1-2.tree.json", "\"root\":\"", "\"root\":\"0", place),
            ("receipt-1-2.tree.json", "\"count\":", "\"count\":1", place),
        ] {
            let path = folder + "/" + file
            let bytes = try String(contentsOfFile: path, encoding: .utf8)
            try Data(bytes.replacing(word, with: other).utf8).write(to: URL(fileURLWithPath: path))
            #expect(try shell(script).status != 0, "\(file) \(word)")
            try Data(bytes.utf8).write(to: URL(fileURLWithPath: path))
        }
        let checked = try town.shop.succeed("tree-heads", "check", "--all", "--json").object
        #expect(try checked.number("checked") == 2)
        #expect((checked["missing"] as? [Any])?.isEmpty == true)
    }
}
