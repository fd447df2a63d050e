import Foundation
import SyncCore
import TestSupport
import Testing

/// What a built hub refuses from those who hold real keys, and that nothing of it stays.
@Suite(.serialized)
struct RefusalTests {
    /// A body that must be refused, from the shop.
    private struct Case {
        let label: String
        let body: [UInt8]
        let status: Int
        let code: String

        init(_ label: String, _ body: [UInt8], _ status: Int, _ code: String) {
            self.label = label
            self.body = body
            self.status = status
            self.code = code
        }

        init(_ label: String, text: String, _ status: Int, _ code: String) {
            self.init(label, Array(text.utf8), status, code)
        }
    }

    private static let notJSON: [Case] = [
        Case("broken JSON", text: #"{"hub":"#, 400, "bad-json"),
        Case("a name twice", text: #"{"site":1,"hub":2,"site":1}"#, 400, "duplicate-name"),
        Case("HTML", text: "<!doctype html><p>hello</p>", 400, "bad-json"),
        Case("nothing", text: "", 400, "bad-json"),
        Case("no UTF-8", [0x22, 0xFF, 0xFE, 0x22], 400, "bad-json"),
        Case("a tower", [UInt8](repeating: 0x5B, count: 200_000), 400, "bad-json"),
        Case("another message", text: "{}", 422, "bad-batch"),
    ]

    private func batches(_ shop: Member, _ branch: Member, _ op: WireOp) -> [Case] {
        let good = shop.batch([op])
        var signature = good.signature
        signature[5] ^= 1
        let forged = PushBatch(site: shop.site, hub: shop.hub, ops: [op], signature: signature)
        let altered = String(decoding: good.encoded, as: UTF8.self).replacing("1号仓", with: "2号仓")
        let large = shop.forged(String(repeating: "x", count: 10_000_000), at: op.header.aggregate)
        return [
            Case("a flipped bit in the signature", forged.encoded, 403, "bad-signature"),
            Case("a flipped byte in an op", text: altered, 403, "bad-signature"),
            Case("the batch of another site", branch.batch([op]).encoded, 403, "not-your-site"),
            Case("an op of ten megabytes", shop.batch([large]).encoded, 413, "too-large"),
        ]
    }

    @Test func `what a hub refuses is a problem with its code, and leaves no trace`() throws {
        let town = try Town()
        let instrument = try town.shop.add(serial: "REFUSED-0")
        try town.shop.succeed("sync")
        _ = try town.shop.add(serial: "REFUSED-1")
        let shop = try Member(town.shop, in: town.folder)
        let branch = try Member(town.branch, in: town.folder)
        let op = try #require(shop.ops.first)
        let before = (export: try town.hubExport(), feed: try town.feed(of: branch))
        #expect(before.feed.contains(instrument))

        for path in ["/v1/ops", "/v1/ops/status", "/v1/feed", "/v1/time"] {
            let body = path.contains("ops") ? shop.batch([op]).encoded : nil
            let reply = try town.call(path, body: body)
            #expect(reply.status == 401 && reply.code == "unknown-caller", "\(path): \(reply)")
            #expect(reply.mediaType == Problem.mediaType, "\(path)")
        }
        for item in Self.notJSON + batches(shop, branch, op) {
            let reply = try town.call("/v1/ops", as: shop, body: item.body)
            #expect(reply.status == item.status, "\(item.label): \(reply)")
            #expect(reply.code == item.code, "\(item.label): \(reply)")
            #expect(reply.mediaType == Problem.mediaType, "\(item.label): \(reply)")
        }
        #expect(try town.hubExport() == before.export)
        #expect(try town.feed(of: branch) == before.feed)

        // The same op in an honest batch is taken: it was refused for what was wrong with the others.
        try town.syncUntilQuiet()
        #expect(try town.shop.receipts() == 2)
    }

    @Test func `an instrument of others does not exist for a verification body`() throws {
        let town = try Town()
        let id = try town.shop.add(serial: "THEIRS")
        try town.shop.succeed("sync")
        let lab = try Member(town.lab, in: town.folder)
        let shop = try Member(town.shop, in: town.folder)
        let before = (export: try town.hubExport(), feed: try town.feed(of: shop))
        let theirs = try #require(RecordID(id))
        let nobodys = try #require(RecordID("019ab000-0000-7000-8000-000000000001"))

        let answers = try [theirs, nobodys].map { instrument in
            let batch = lab.batch([lab.forged("elsewhere", at: instrument)])
            return try town.call("/v1/ops", as: lab, body: batch.encoded)
        }

        for reply in answers {
            let outcome = reply.json["outcomes"]?.elements?.first
            #expect(reply.status == 200, "\(reply)")
            #expect(outcome?["refused"]?["code"]?.string == "not-found", "\(reply)")
        }
        // Not a word tells the two apart.
        #expect(answers[0].json["outcomes"] == answers[1].json["outcomes"])
        #expect(try town.hubExport() == before.export)
        #expect(try town.feed(of: shop) == before.feed)
        #expect(try !town.feed(of: lab).contains(id))
    }

    @Test func `the certificate of another hub ends in the handshake`() throws {
        let town = try Town()
        let other = try Town()
        let stranger = try Member(other.shop, in: other.folder)
        for path in ["/v1/feed", "/-/healthy"] {
            let reply = try town.call(path, as: stranger)
            #expect(reply.status == 0 && reply.exit != 0, "\(path): \(reply)")
        }
        let member = try Member(town.shop, in: town.folder)
        #expect(try town.feed(of: member).contains("ckpt"))
    }
}
