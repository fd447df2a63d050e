import Foundation
import TestSupport
import Testing

/// Receipts verified without our program: with what any Linux machine has.
@Suite struct ReceiptByHandTests {
    private let town: Town
    private let folder: String
    /// The receipt of the second of three ops of one batch: it stands on the right below an odd level.
    private let file: String

    init() throws {
        town = try Town()
        for serial in ["2026001", "2026002", "2026003"] { _ = try town.shop.add(serial: serial) }
        try town.shop.succeed("sync")
        folder = town.folder.file("receipts")
        try town.shop.succeed("receipts", "--out", folder)
        file = folder + "/receipt-1-2.json"
    }

    /// The commands of the document, one block after another.
    private static func documented() throws -> String {
        let text = String(decoding: try Checkout.bytes("docs/receipts.md"), as: UTF8.self)
        let parts = text.components(separatedBy: "```sh\n").dropFirst()
        let blocks = parts.compactMap { $0.components(separatedBy: "```").first }
        return blocks.joined()
    }

    private func shell(_ script: String, in folder: String) throws -> Program.Outcome {
        try Program(path: "/bin/sh").run("-euc", "cd '\(folder)'\n" + script)
    }

    @Test("The commands of docs/receipts.md verify a real receipt, and tell its time and its key")
    func holds() throws {
        let outcome = try shell(Self.documented(), in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.first == "Signature Verified Successfully")
        let told = try town.shop.succeed("receipt", "verify", file, "--json").object
        let receivedAt = try told.text("receivedAt").replacing("T", with: " ")
        #expect(outcome.lines.count == 3 && receivedAt.hasPrefix(outcome.lines[1]))
        let json = String(decoding: try bytes(of: file), as: UTF8.self)
        #expect(json.contains("\"keyID\":\"\(outcome.lines[2])\""))
    }

    @Test("One digit that is not as it was, and the commands refuse the receipt")
    func refuses() throws {
        let script = try Self.documented().replacing("receipt-1-2.json", with: "other.json")
        let parts = ["receivedAt", "hubSeq", "hash", "path", "position", "count", "signature"]
        for part in parts {
            try change(part)
            let outcome = try shell(script, in: folder)
            #expect(outcome.status != 0, "\(part)")
            #expect(!outcome.output.contains("Verified Successfully"), "\(part)")
        }
    }

    @Test("receipt verify --commands prints a script that comes to the same, anywhere")
    func script() throws {
        try change("receivedAt")
        for (name, holds) in [(file, true), (folder + "/other.json", false)] {
            let printed = try Program.jiliang.run(
                "receipt",
                "verify",
                name,
                "--key",
                folder + "/hub-key.pem",
                "--commands"
            )
            #expect(printed.status == (holds ? 0 : 1))
            #expect(printed.lines.prefix(2).allSatisfy { $0.hasPrefix("# ") })
            let outcome = try shell(printed.output, in: "/")
            #expect(outcome.status == (holds ? 0 : 1), "\(outcome.errors)")
            let json = try Program.jiliang.run(
                "receipt",
                "verify",
                name,
                "--key",
                folder + "/hub-key.pem",
                "--commands",
                "--json"
            )
            let lines = try json.object["commands"] as? [String]
            #expect(lines == Array(printed.lines.dropFirst(2)))
        }
    }

    /// Writes the receipt with one digit changed, the first behind a name, as `other.json`.
    private func change(_ part: String) throws {
        var bytes = try bytes(of: file)
        let name = Array("\"\(part)\":".utf8)
        let found = bytes.indices.first { bytes[$0...].starts(with: name) }
        let start = try #require(found) + name.count
        let place = try #require(
            bytes[start...].firstIndex { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        )
        bytes[place] = bytes[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/other.json"))
    }

    private func bytes(of file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    }
}
