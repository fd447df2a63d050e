import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// A rotation while the server runs.
struct KeyRouteTests {
    private static let feed = "/v1/feed?epoch=1&after=0&mark=\(String(repeating: "0", count: 32))"

    private static func rotate(_ hub: RunningHub) async throws -> JSONValue {
        let lines = Lines()
        try await hub.control.perform(.key(.rotate(.ed25519))) { lines.append($0.canonicalText) }
        return try JSONParser.parse(Array(try #require(lines.all.first).utf8))
    }

    @Test func `sites hear of a new key at once, and get all of them, in a chain`() async throws {
        try await RunningHub.run { hub in
            let site = try await hub.member()
            let joined = try #require(site.answer).keys
            let before = try await hub.call("GET", Self.feed, as: site)
            let page = try #require(FeedPage(decoding: Array(before.body.utf8)))
            #expect(page.keyID == joined.present.fingerprint && joined.count == 1)
            let told = try await Self.rotate(hub)
            let after = try await hub.call("GET", Self.feed, as: site)
            let news = try #require(FeedPage(decoding: Array(after.body.utf8)))
            #expect(news.keyID == told["keyID"]?.string && news.keyID != page.keyID)
            let reply = try await hub.call("GET", "/v1/keys", as: site)
            let keys = try joined.following(HubKeys(json: reply.json))
            #expect(keys.present.fingerprint == news.keyID && keys.count == 2)
            let time = try await hub.call("GET", "/v1/time?nonce=1", as: site)
            #expect(time.json["keyID"]?.string == news.keyID)
            #expect(try await hub.member(2).answer?.keys == keys)
        }
    }

    @Test func `the former key is in no file of the home any more`() async throws {
        try await RunningHub.run { hub in
            let former = hub.home.receiptKey.raw.hex
            _ = try await Self.rotate(hub)
            let text = try String(
                contentsOfFile: hub.home.path + "/receipt-key.hex",
                encoding: .utf8
            )
            #expect(!text.contains(former) && text.hasPrefix(hub.home.receiptKey.raw.hex))
            let opened = try HubHome.open(path: hub.home.path)
            #expect(opened.keyring.keys == hub.home.keyring.keys)
            let names = try FileManager.default.subpathsOfDirectory(atPath: hub.home.path)
            for name in names {
                let path = hub.home.path + "/" + name
                guard let data = FileManager.default.contents(atPath: path) else { continue }
                #expect(data.range(of: Data(former.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test func `a backup that is made while the key changes is sound`() async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            let op = site.ops.register(HubTestSite.record(1))
            let body = site.batch([op], for: hub.home.hub).encoded
            _ = try await hub.call("POST", "/v1/ops", as: site, body: body)
            let backup = hub.folder.file("backup")
            let control = hub.control
            try await control.perform(.backUp(folder: backup)) { _ in }
            // As if the store had been copied before: the key is one further.
            _ = try await Self.rotate(hub)
            let key = try Data(contentsOf: URL(fileURLWithPath: hub.home.path + "/receipt-key.hex"))
            try key.write(to: URL(fileURLWithPath: backup + "/receipt-key.hex"))
            let report = try await BackupReport(of: backup)
            #expect(report.changedFiles == ["receipt-key.hex"] && report.integrity.isSound)
            // The other way round it is not.
            let newer = hub.folder.file("newer")
            try await control.perform(.backUp(folder: newer)) { _ in }
            #expect(try await BackupReport(of: newer).isSound)
            let old = HubKeyring(.generate(.ed25519), of: hub.home.hub)
            try Data(old.file.utf8).write(to: URL(fileURLWithPath: newer + "/receipt-key.hex"))
            #expect(try await !BackupReport(of: newer).integrity.isSound)
        }
    }
}
