import Foundation
import GRDB
import Hub
import LocalStore
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// A new site of an organisation that sees much gets its tables in pieces.
struct SnapshotRouteTests {
    private static let start = "/v1/feed?epoch=1&after=0&mark=" + String(repeating: "0", count: 32)

    /// A member that has registered so many instruments.
    private func member(of hub: RunningHub, with count: Int) async throws -> MemberSite {
        var site = try await hub.member()
        try await add(1...count, as: &site, at: hub)
        return site
    }

    private func add(
        _ numbers: ClosedRange<Int>,
        as site: inout MemberSite,
        at hub: RunningHub
    ) async throws {
        let ops = numbers.map { site.ops.register(HubTestSite.record($0), serial: "\($0)") }
        let batch = site.batch(ops, for: hub.home.hub)
        let reply = try await hub.call("POST", "/v1/ops", as: site, body: batch.encoded)
        #expect(PushAnswer(json: reply.json)?.outcomes.count == numbers.count, "\(reply)")
    }

    private func names(_ hub: RunningHub) -> [String] {
        let folder = hub.home.path + "/snapshots"
        return (FileManager.default.enumerator(atPath: folder)?.allObjects ?? [])
            .compactMap { $0 as? String }.sorted()
    }

    @Test func `whoever knows snapshots and sees much is sent for one, nobody else`() async throws {
        try await RunningHub.run(snapshotLimits: .from(5)) { hub in
            var site = try await member(of: hub, with: 5)
            let none = try await hub.call("GET", "/v1/snapshots/manifest", as: site)
            #expect(none.status == 404 && none.code == "no-snapshot", "\(none)")
            let few = try await hub.call("GET", Self.start + "&snapshot=1", as: site)
            #expect(few.status == 200, "\(few)")
            try await add(6...6, as: &site, at: hub)
            let sent = try await hub.call("GET", Self.start + "&snapshot=1", as: site)
            #expect(sent.status == 410 && sent.code == "resync", "\(sent)")
            let whole = try await hub.call("GET", Self.start, as: site)
            #expect(whole.status == 200 && whole.body.contains("\"t\":\"ckpt\""), "\(whole)")
            let manifest = try await hub.snapshot(of: HubStoreFixture.enterprise)
            let place = manifest.cursor
            let behind = "/v1/feed?epoch=1&after=\(place.seq)&mark=\(place.mark.hex)&snapshot=1"
            let onward = try await hub.call("GET", behind, as: site)
            #expect(onward.status == 200, "\(onward)")
        }
    }

    @Test func `the pieces come to the tables, and the manifest is signed`() async throws {
        try await RunningHub.run(snapshotLimits: .from(10)) { hub in
            let site = try await member(of: hub, with: 60)
            let first = try await hub.call("GET", "/v1/snapshots/manifest", as: site)
            #expect(first.status == 503 || first.status == 200, "\(first)")
            if first.status == 503 { #expect(first.code == "snapshot-in-preparation") }
            let manifest = try await hub.snapshot(of: HubStoreFixture.enterprise)
            let reply = try await hub.call("GET", "/v1/snapshots/manifest", as: site)
            let signed = try #require(SignedSnapshotManifest(json: reply.json), "\(reply)")
            #expect(signed.isGenuine(by: hub.home.receiptKey.publicKey))
            #expect(signed.manifest == manifest && manifest.schema == SnapshotWriter.schema)
            #expect(manifest.cursor == (try await hub.surroundings.store.head()))
            #expect((manifest.file(.whole)?.chunks.count ?? 0) > 2)
            let path = try await hub.file(.whole, of: manifest, as: site)
            let made = hub.folder.file("made.db")
            _ = try await hub.surroundings.store.snapshot(
                of: HubStoreFixture.enterprise,
                on: Day(secondsSince1970: hub.surroundings.clock().seconds),
                to: made
            ) { _ in }
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: path))
                    == Data(contentsOf: URL(fileURLWithPath: made))
            )
            // Nothing is left of the making.
            let pieces = manifest.files.flatMap(\.chunks).map(\.digest)
            let kept = Set(names(hub).map { URL(fileURLWithPath: $0).lastPathComponent })
            let shelf = SHA256().digest(Array(HubStoreFixture.enterprise.utf8)).hex
            #expect(kept == Set(pieces + [shelf, "manifest.json"]))
        }
    }

    @Test func `whoever waits has the manifest once it is there`() async throws {
        try await RunningHub.run(snapshotLimits: .from(5)) { hub in
            let site = try await member(of: hub, with: 20)
            let path = "/v1/snapshots/manifest"
            // Nobody has asked before, so nothing is there yet.
            let reply = try await hub.call("GET", path + "?wait=50", as: site)
            #expect(reply.status == 200, "\(reply)")
            let long = try await hub.call("GET", path + "?wait=51", as: site)
            #expect(long.status == 422 && long.code == "bad-parameter", "\(long)")
        }
    }

    @Test func `whoever waits for one that cannot be made is told so`() async throws {
        try await RunningHub.run(snapshotLimits: .from(5)) { hub in
            let site = try await member(of: hub, with: 6)
            try Data().write(to: URL(fileURLWithPath: hub.home.path + "/snapshots"))
            let reply = try await hub.call("GET", "/v1/snapshots/manifest?wait=50", as: site)
            #expect(reply.status == 404 && reply.code == "no-snapshot", "\(reply)")
        }
    }

    @Test func `a piece is fetched by range, and comes as it is`() async throws {
        try await RunningHub.run(snapshotLimits: .from(5)) { hub in
            let site = try await member(of: hub, with: 20)
            let manifest = try await hub.snapshot(of: HubStoreFixture.enterprise)
            let chunk = try #require(manifest.file(.whole)?.chunks.first)
            let whole = try await hub.bytes(of: chunk.digest, as: site)
            let part = try await hub.bytes(
                of: chunk.digest,
                as: site,
                options: ["-H", "Range: bytes=100-"]
            )
            #expect(part == Array(whole[100...]))
            let beyond = try await hub.call(
                "GET",
                "/v1/chunks/\(chunk.digest)",
                as: site,
                options: ["-H", "Range: bytes=\(chunk.size)-"]
            )
            #expect(beyond.status == 416, "\(beyond)")
        }
    }

    @Test func `while a snapshot cannot be made, everybody reads pages`() async throws {
        try await RunningHub.run(snapshotLimits: .from(5)) { hub in
            let site = try await member(of: hub, with: 6)
            // A file where the folder should be is a disk on which nothing can be made.
            try Data().write(to: URL(fileURLWithPath: hub.home.path + "/snapshots"))
            let manifest = "/v1/snapshots/manifest"
            var reply = try await hub.call("GET", manifest, as: site)
            while reply.status == 503 {
                try await Task.sleep(for: .milliseconds(50))
                reply = try await hub.call("GET", manifest, as: site)
            }
            #expect(reply.status == 404 && reply.code == "no-snapshot", "\(reply)")
            let page = try await hub.call("GET", Self.start + "&snapshot=1", as: site)
            #expect(page.status == 200, "\(page)")
        }
    }
}
