import Compression
import Foundation
import LocalStore
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// A snapshot comes piece by piece, and what is here need not come again.
struct SnapshotDownloadTests {
    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let check: ManifestCheck

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.path, in: fixture)
        let joined = try #require(try Joined(of: store))
        check = ManifestCheck(of: joined, organisation: HubFixture.organisation, epoch: 1)
        try store.close()
    }

    private var inbox: SnapshotInbox { SnapshotInbox(home: folder.path) }

    private func download(_ hub: ScriptedSnapshots, hasPart: Bool = true) -> SnapshotDownload {
        SnapshotDownload(
            into: inbox,
            from: hub,
            check: check,
            hasPart: hasPart,
            pause: { _ in }
        )
    }

    private func fetchedBytes() -> [UInt8]? {
        FileManager.default.contents(atPath: folder.path + "/" + SnapshotInbox.tables).map {
            [UInt8]($0)
        }
    }

    @Test func `a file comes whole, each piece once, and is what was signed`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 23)
        let tables = try await download(hub).run()
        #expect(tables == FetchedTables(manifest: hub.manifest, slice: .whole))
        #expect(fetchedBytes() == hub.plain)
        #expect(hub.asked.count == 23 && Set(hub.asked).count == 23)
        // Until it is swapped in it is there, and nobody is asked again.
        #expect(try await download(hub).run() == tables)
        #expect(hub.asked.count == 23 && hub.manifests == 1)
    }

    @Test func `what is durable is not asked for again, wherever the line was cut`() async throws {
        for cut in [1, 7, 8, 9, 16, 22] {
            inbox.remove()
            let hub = ScriptedSnapshots(fixture, pieces: 23)
            hub.cut(after: cut)
            await #expect(throws: HubFault.self) { try await download(hub).run() }
            let kept = inbox.progress?.chunks.count ?? 0
            #expect(kept <= cut && kept >= cut - 4, "\(cut)")
            let before = hub.delivered.count
            hub.mend()
            _ = try await download(hub).run()
            #expect(fetchedBytes() == hub.plain)
            #expect(hub.delivered.count - before == 23 - kept, "\(cut)")
        }
    }

    @Test func `a process that dies costs the pieces since the last sync, and no more`()
        async throws
    {
        let hub = ScriptedSnapshots(fixture, pieces: 23)
        hub.cut(after: 19)
        await #expect(throws: HubFault.self) { try await download(hub).run() }
        // What a kill leaves: the progress of the last sync, and a file that is longer.
        let earlier = try #require(inbox.progress)
        let partial = folder.path + "/snapshot/tables.partial"
        let handle = try #require(FileHandle(forWritingAtPath: partial))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([1, 2, 3]))
        try handle.close()
        hub.mend()
        let before = hub.delivered.count
        _ = try await download(hub).run()
        #expect(fetchedBytes() == hub.plain)
        #expect(hub.delivered.count - before == 23 - earlier.chunks.count)
    }

    @Test func `without what it speaks of, a note of progress counts for nothing`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 23)
        hub.cut(after: 19)
        await #expect(throws: HubFault.self) { try await download(hub).run() }
        try FileManager.default.removeItem(atPath: folder.path + "/snapshot/tables.partial")
        hub.mend()
        _ = try await download(hub).run()
        #expect(fetchedBytes() == hub.plain)
    }

    @Test func `while another fetches, it is waited for`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 3)
        let lock = try inbox.lock()
        await #expect(throws: HubFault.preparing(nil, retryAfter: 2)) {
            try await download(hub).run()
        }
        #expect(hub.manifests == 0)
        _ = consume lock
        _ = try await download(hub).run()
        #expect(fetchedBytes() == hub.plain)
    }

    @Test func `another manifest in the middle keeps the leading pieces that are the same`()
        async throws
    {
        let hub = ScriptedSnapshots(fixture, pieces: 23)
        hub.change(piece: 20, at: 15)
        let tables = try await download(hub).run()
        #expect(tables.manifest == hub.manifest && hub.manifests == 2)
        #expect(fetchedBytes() == hub.plain)
        // The first twelve once.
        let first = Set(hub.manifest.file(.whole)?.chunks.prefix(12).map(\.digest) ?? [])
        #expect(hub.delivered.filter(first.contains).count == 12)
    }

    @Test func `a hub that has what it signs no more is not asked for ever`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 5)
        hub.lose(piece: 3)
        await #expect(throws: HubFault.snapshotUnusable(.incomplete)) {
            try await download(hub).run()
        }
        #expect(hub.manifests < 10)
    }

    @Test(arguments: ScriptedSnapshots.Lie.allCases)
    func `what is not what was signed is not taken in`(_ lie: ScriptedSnapshots.Lie) async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 5)
        hub.lie(lie)
        let fault = await #expect(throws: HubFault.self) { try await download(hub).run() }
        #expect(fault == lie.fault)
        #expect(fetchedBytes() == nil && hub.asked.count < 20)
    }

    @Test func `a piece that was spoilt on its way comes again`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 5)
        hub.spoil(piece: 2, times: 1)
        _ = try await download(hub).run()
        #expect(fetchedBytes() == hub.plain && hub.asked.count == 6)
    }

    @Test func `over a line that breaks a piece comes by ranges`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 3, length: 300_000)
        hub.limit(to: 100_000)
        _ = try await download(hub).run()
        #expect(fetchedBytes() == hub.plain)
        #expect(hub.bytesSent < 3 * 301_000)
    }

    @Test func `the first part comes first, unless the whole is hardly more`() async throws {
        let hub = ScriptedSnapshots(fixture, pieces: 23, urgent: 2)
        let first = try await download(hub, hasPart: false).run()
        #expect(first.slice == .urgent && hub.asked.count == 2)
        let second = try await download(hub).run()
        #expect(second.slice == .whole && fetchedBytes() == hub.plain)
        inbox.remove()
        let small = ScriptedSnapshots(fixture, pieces: 5, urgent: 4)
        #expect(try await download(small, hasPart: false).run().slice == .whole)
    }
}
