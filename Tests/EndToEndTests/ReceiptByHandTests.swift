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
        try self.init(suite: "ed25519-sha256")
    }

    private init(suite: String) throws {
        town = try Town(suite: suite)
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
        // Of a suite that nobody knows yet the program says just that.
        let text = String(decoding: try bytes(of: file), as: UTF8.self)
        let other = text.replacing(/"suite":"[^"]*"/, with: "\"suite\":\"ml-dsa-65\"")
        try Data(other.utf8).write(to: URL(fileURLWithPath: folder + "/other.json"))
        let key = folder + "/hub-key.pem"
        let told = try Program.jiliang.run(
            ["receipt", "verify", folder + "/other.json", "--key", key]
        )
        #expect(told.status == 65 && told.errors.contains("E3189"), "\(told.errors)")
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

    @Test("All of this is so as well where the hub was made to sign with SM2")
    static func sm2() throws {
        let place = try Self(suite: "sm2-sm3")
        let receipt = String(decoding: try place.bytes(of: place.file), as: UTF8.self)
        #expect(receipt.contains("\"suite\":\"sm2-sm3\""))
        try place.holds()
        try place.refuses()
        try place.script()
        let bytes = try place.bytes(of: place.folder + "/hub-key.pem")
        let pem = String(decoding: bytes, as: UTF8.self)
        let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        let point = try #require(Data(base64Encoded: body)).suffix(65)
        let digits = point.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let key = place.town.folder.file("digits")
        try Data(digits.utf8).write(to: URL(fileURLWithPath: key))
        #expect(
            try Program.jiliang.run(["receipt", "verify", place.file, "--key", key]).status == 0
        )
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
