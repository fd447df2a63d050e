import Foundation
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// The first sync of a site whose hub has much to say.
struct SnapshotRoundTests {
    private static let instruments = 40

    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let hub: SnapshotHub
    private let joined: Joined

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.path, in: fixture)
        joined = try #require(try Joined(of: store))
        try store.close()
        hub = try SnapshotHub(fixture, site: joined.site, instruments: Self.instruments)
    }

    private func agent(
        _ mode: SyncMachine.Mode = .round(push: true, pull: true),
        asking other: SnapshotHub? = nil,
        onProgress: @escaping @Sendable (RoundReport) -> Void = { _ in }
    ) throws -> Agent {
        Agent(
            store: try MemberHome.open(at: folder.path),
            joined: joined,
            settings: AgentSettings(patience: .seconds(5)) { [hub] _ in other ?? hub },
            mode: mode,
            clock: { HubFixture.now },
            onProgress: onProgress
        )
    }

    private func expectAll(_ own: Int = 0, of other: SnapshotHub? = nil) throws {
        let hub = other ?? hub
        let store = try MemberHome.open(at: folder.path)
        var count = 0
        try store.forEachInstrument { _ in count += 1 }
        #expect(count == hub.frames.count + own)
        #expect(try store.cursor() == hub.end)
        #expect(try store.checkIntegrity().isSound)
        let today = Day(secondsSince1970: HubFixture.now.seconds)
        #expect(try store.recolor(on: today, by: PolicyEngine(), keeps: false).count == 0)
        #expect(!SnapshotInbox(home: folder.path).isThere)
        try store.close()
    }

    @Test func `a round takes the snapshot, goes on by the feed, and counts its bytes`()
        async throws
    {
        try MemberHome.edit(at: folder.path, count: 2)
        let shares = Mutex<[Int64]>([])
        // Nothing of its own is on its way: where this hub puts that, the snapshot has another's.
        let agent = try agent(.round(push: false, pull: true)) { report in
            guard let snapshot = report.snapshot else { return }
            shares.withLock { $0.append(snapshot.received * 1000 / snapshot.size) }
        }
        let report = try await agent.run()
        try await agent.lend()
        #expect(report.fault == nil && report.upToDate == true)
        #expect(report.cursor == hub.end && hub.pages == 0)
        let seen = shares.withLock { $0 }
        #expect(seen == seen.sorted() && seen.allSatisfy { (0...1000).contains($0) })
        try expectAll(2)
    }

    @Test func `a round that was cut off goes on in the next one`() async throws {
        hub.snapshots.cut(after: 9)
        let first = try agent()
        let report = try await first.run()
        try await first.lend()
        #expect(report.fault == .unreachable("cut") && report.upToDate == false)
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.cursor() == nil)
        try store.close()
        let kept = try #require(SnapshotInbox(home: folder.path).progress).chunks.count
        #expect(kept > 0)
        hub.snapshots.mend()
        let before = hub.snapshots.delivered.count
        let second = try agent()
        #expect(try await second.run().fault == nil)
        try await second.lend()
        let pieces = hub.snapshots.manifest.file(.whole)?.chunks.count ?? 0
        #expect(hub.snapshots.delivered.count - before == pieces - kept)
        try expectAll()
    }

    @Test func `what wants attention is there first, and the whole takes its place`()
        async throws
    {
        let hub = try SnapshotHub(fixture, site: joined.site, instruments: 150, urgent: 3)
        let first = try #require(hub.snapshots.manifest.file(.urgent)).chunks.count
        hub.snapshots.cut(after: first + 2)
        let cutOff = try agent(asking: hub)
        #expect(try await cutOff.run().fault == .unreachable("cut"))
        try await cutOff.lend()
        let store = try MemberHome.open(at: folder.path)
        var count = 0
        try store.forEachInstrument { _ in count += 1 }
        let today = Day(secondsSince1970: HubFixture.now.seconds)
        let left = try store.recolor(on: today, by: PolicyEngine(), keeps: false).count
        #expect(count == 3 && left == 0)
        #expect(try store.hasPartOnly() && store.checkIntegrity().isSound)
        try store.close()
        hub.snapshots.mend()
        let agent = try agent(asking: hub)
        #expect(try await agent.run().fault == nil)
        try await agent.lend()
        // The first part is fetched once.
        let urgent = try #require(hub.snapshots.manifest.file(.urgent)).chunks
        #expect(hub.snapshots.asked.prefix(first).sorted() == urgent.map(\.digest).sorted())
        try expectAll(of: hub)
    }

    @Test(arguments: [ScriptedSnapshots.Lie.signature, .schema, .ranks, .bytes, .length])
    func `without a good snapshot the log is read, and the report says why`(
        _ lie: ScriptedSnapshots.Lie
    ) async throws {
        hub.snapshots.lie(lie)
        let agent = try agent()
        let report = try await agent.run()
        try await agent.lend()
        #expect(report.fault == nil && report.snapshotFlaw == lie.fault)
        #expect(report.pulled == Self.instruments && hub.pages == 1)
        try expectAll()
    }

    @Test func `a round waits for a snapshot that is being made`() async throws {
        hub.prepare(for: 2)
        let told = Mutex<Set<String>>([])
        let agent = try agent { report in
            guard let words = report.snapshot?.preparation else { return }
            told.withLock { _ = $0.insert(words) }
        }
        let report = try await agent.run()
        try await agent.lend()
        #expect(report.fault == nil && told.withLock { $0 } == ["40 %"])
        try expectAll()
    }

    @Test func `a daemon takes it, and colours what has come`() async throws {
        let agent = try agent(.continuous)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            let deadline = ContinuousClock.now + .seconds(180)
            while hub.waitingPulls == 0 {
                try #require(ContinuousClock.now < deadline)
                try await Task.sleep(for: .milliseconds(5))
            }
            await agent.stop()
            try await group.waitForAll()
        }
        try await agent.lend()
        try expectAll()
    }
}
