import Foundation
import GRDB
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// How long a snapshot lives, and what ends it.
struct SnapshotLifeTests {
    private let code = HubStoreFixture.enterprise

    /// A hub with a snapshot of an organisation that has registered forty instruments.
    private func hub(
        _ body: (RunningHub, inout MemberSite, SnapshotManifest) async throws -> Void
    ) async throws {
        try await RunningHub.run(snapshotLimits: .from(20)) { hub in
            var site = try await hub.member()
            try await add(1...40, as: &site, at: hub)
            try await body(hub, &site, try await hub.snapshot(of: code))
        }
    }

    private func add(
        _ numbers: ClosedRange<Int>,
        as site: inout MemberSite,
        at hub: RunningHub
    ) async throws {
        let ops = numbers.map { site.ops.register(HubTestSite.record($0), serial: "\($0)") }
        _ = try await hub.surroundings.store.accept(
            site.batch(ops, for: hub.home.hub),
            from: site.ops.member,
            at: hub.surroundings.clock()
        )
    }

    private func shelf(_ hub: RunningHub) -> String {
        hub.home.path + "/snapshots/" + SHA256().digest(Array(code.utf8)).hex
    }

    private func status(
        of chunk: SnapshotChunk?,
        _ hub: RunningHub,
        _ site: MemberSite
    ) async throws -> Int {
        // The bytes of a piece are no text.
        let options = ["-o", "/dev/null", "-H", "Accept-Encoding: zstd"]
        let path = "/v1/chunks/\(chunk?.digest ?? "")"
        return try await hub.call("GET", path, as: site, options: options).status
    }

    /// The manifest that comes after this one.
    private func next(
        after manifest: SnapshotManifest,
        _ hub: RunningHub
    ) async throws -> SnapshotManifest {
        var other = manifest
        while other == manifest {
            other = try await hub.snapshot(of: code)
            try await Task.sleep(for: .milliseconds(20))
        }
        return other
    }

    @Test func `when a tenth has come since it is made anew, and the old one is given meanwhile`()
        async throws
    {
        try await hub { hub, site, first in
            try await add(41...44, as: &site, at: hub)
            #expect(try await hub.snapshot(of: code) == first)
            try await Task.sleep(for: .milliseconds(200))
            #expect(try await hub.snapshot(of: code) == first)
            try await add(45...50, as: &site, at: hub)
            #expect(try await hub.snapshot(of: code) == first)
            let second = try await next(after: first, hub)
            #expect(second.cursor == (try await hub.surroundings.store.head()))
            // Whoever is in the middle of the first one can go on.
            let last = first.file(.whole)?.chunks.last
            #expect(second.file(.whole)?.chunks.last != last)
            #expect(try await status(of: last, hub, site) == 200)
            try await add(51...60, as: &site, at: hub)
            _ = try await next(after: second, hub)
            #expect(try await status(of: last, hub, site) == 404)
        }
    }

    @Test func `words that the law takes away are in no snapshot any more`() async throws {
        try await RunningHub.run(snapshotLimits: .from(20)) { hub in
            var site = try await hub.member()
            try await add(1...40, as: &site, at: hub)
            let fact: [CreditFactField: String] = [
                .subject: code, .code: "N11", .class: "bad", .determinedOn: "2024-05-06",
                .procedure: "ordinary", .final: "true", .reference: "罚-7f3a91",
            ]
            let ids = Lines()
            let adding = FactRequest.add(subject: code, [fact], author: "李科长")
            try await hub.control.perform(.fact(adding)) { ids.append($0["id"]?.string ?? "") }
            let manifest = try await hub.snapshot(of: code)
            let file = try await hub.file(.whole, of: manifest, as: site)
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)).contains("罚-7f3a91"))
            let name = FactName(ids.all.first ?? "")
            let deleting = FactRequest.delete([name], ground: "期限届满", author: "李科长")
            try await hub.control.perform(.fact(deleting)) { _ in }
            #expect(!FileManager.default.fileExists(atPath: shelf(hub)))
            let chunk = manifest.file(.whole)?.chunks.first
            #expect(try await status(of: chunk, hub, site) == 404)
            let after = try await hub.snapshot(of: code)
            let other = try await hub.file(.whole, of: after, as: site)
            #expect(try !Data(contentsOf: URL(fileURLWithPath: other)).contains("罚-7f3a91"))
            // The same where the hub was killed before it could throw it away.
            try await withdrawByHand(hub, site)
        }
    }

    /// A deletion of which the snapshots were told nothing.
    private func withdrawByHand(_ hub: RunningHub, _ site: MemberSite) async throws {
        let id = HubTestSite.record(900)
        let values = [
            "class": "bad", "code": "N11", "determinedOn": "2024-05-06", "final": "true",
            "procedure": "ordinary", "subject": code,
        ]
        func act(_ kind: OpKind, _ patch: Patch) async throws {
            let draft = AuthorityDraft(
                aggregate: id,
                kind: kind,
                patches: [patch],
                author: "李科长",
                reason: nil
            )
            _ = try await hub.surroundings.store.act([draft], at: hub.surroundings.clock())
        }
        try await act(.register, .of(.creditFact, id, values))
        await hub.surroundings.snapshots.discardAll()
        let manifest = try await hub.snapshot(of: code)
        try await act(.withdraw, Patch(.creditFact, id, []))
        try await started(hub)
        #expect(!FileManager.default.fileExists(atPath: shelf(hub)))
        #expect(try await hub.snapshot(of: code) != manifest)
    }

    /// What a server does with the folder when it starts.
    private func started(_ hub: RunningHub) async throws {
        let surroundings = Surroundings(
            home: hub.home,
            store: hub.surroundings.store,
            signal: FeedSignal(),
            clock: RunningHub.now,
            logger: hub.surroundings.logger
        )
        await surroundings.snapshots.sweep()
    }

    @Test func `an epoch that is opened ends it`() async throws {
        try await hub { hub, site, manifest in
            try await hub.control.perform(.recover(dryRun: false)) { _ in }
            #expect(!FileManager.default.fileExists(atPath: shelf(hub)))
            #expect(try await hub.snapshot(of: code).cursor.epoch == 2)
        }
    }

    @Test func `what a program of another version has made is thrown away at a start`() async throws
    {
        try await hub { hub, site, manifest in
            try await started(hub)
            #expect(FileManager.default.fileExists(atPath: shelf(hub)))
            let former = SnapshotManifest(
                hub: manifest.hub,
                organisation: manifest.organisation,
                schema: manifest.schema - 1,
                ranks: manifest.ranks,
                cursor: manifest.cursor,
                files: manifest.files
            )
            let signed = SignedSnapshotManifest.sign(former, with: hub.home.receiptKey)
            let path = URL(fileURLWithPath: shelf(hub) + "/manifest.json")
            try Data(signed.json.canonical).write(to: path)
            try await started(hub)
            #expect(!FileManager.default.fileExists(atPath: shelf(hub)))
        }
    }

    @Test func `what a hub has left that was killed is removed at its start`() async throws {
        try await hub { hub, site, manifest in
            let left = ["\(hub.home.path)/snapshots/unfinished-whole", shelf(hub) + "/ab.part"]
            for path in left { try Data([1]).write(to: URL(fileURLWithPath: path)) }
            try await started(hub)
            #expect(left.allSatisfy { !FileManager.default.fileExists(atPath: $0) })
            #expect(try await hub.snapshot(of: code) == manifest)
        }
    }

    @Test(arguments: [true, false])
    func `a piece that is not what its name says is sent to nobody, and all is made anew`(
        isMissing: Bool
    ) async throws {
        try await hub { hub, site, manifest in
            let chunk = try #require(manifest.file(.whole)?.chunks.last)
            let path = shelf(hub) + "/" + chunk.digest
            var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            bytes[bytes.count / 2] ^= 1
            if isMissing {
                try FileManager.default.removeItem(atPath: path)
            } else {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
            }
            #expect(try await status(of: chunk, hub, site) == 404)
            #expect(try await hub.snapshot(of: code) == manifest)
            #expect(try await status(of: chunk, hub, site) == 200)
        }
    }

    @Test func `a check names damaged pieces and is no reason to alarm`() async throws {
        try await hub { hub, site, manifest in
            let chunk = try #require(manifest.file(.whole)?.chunks.first)
            try Data([1]).write(to: URL(fileURLWithPath: shelf(hub) + "/" + chunk.digest))
            let reports = Lines()
            for _ in 0..<2 {
                try await hub.control.perform(.doctor) { report in
                    let names = (report["damagedChunks"]?.elements ?? []).compactMap(\.string)
                    reports.append("\(names) \(report["sound"] == true)")
                }
            }
            #expect(reports.all == ["[\"\(chunk.digest)\"] true", "[] true"])
            #expect(try await hub.snapshot(of: code) == manifest)
        }
    }
}

extension Data {
    /// Whether the bytes of a text are in it.
    fileprivate func contains(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
