import FaultyDisk
@testable import Hub
import SyncCore
import TestSupport
import Testing

/// One write or sync of the hub's disk fails.
@Suite struct HubDiskFaultTests {
    private static let instrument = HubTestSite.record(1)

    /// What a failing operation has come to.
    private struct Story {
        let hub: HubStoreFixture
        let site: HubTestSite
        let op: WireOp
        /// `nil` where the batch was refused.
        let receipts: [Receipt]?
        /// Whether the disk still waits for the operation that fails.
        let isOver: Bool
    }

    /// A hub that has one entry, and to which a change is pushed while the n-th operation of its disk fails. Between
    /// the two it empties its write-ahead log, as after a deletion.
    private static func story(failing number: Int, forgets: Bool) async throws -> Story {
        let hub = try await HubStoreFixture(onFaultyDisk: true)
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push([site.register(instrument)], of: site)
        hub.disk?.faults.failedSyncForgets = forgets
        hub.disk?.faults.failsIn = number
        await hub.store.finishErasure()
        let op = site.change(instrument, ["location": "一车间"])
        var receipts: [Receipt]?
        do { receipts = try await hub.push([op], of: site).receipts } catch let error as HubError {
            #expect(error.isOfDisk, "operation \(number): \(error)")
            #expect(Problem(answering: error).status == 503)
        }
        let isOver = hub.disk?.faults.failsIn != nil
        hub.disk?.faults = DiskFaults()
        return Story(hub: hub, site: site, op: op, receipts: receipts, isOver: isOver)
    }

    @Test
    func
        `a batch whose n-th write or sync fails is refused as a whole, and goes in when it comes again`()
        async throws
    {
        var refused = 0
        var number = 0
        while true {
            let story = try await Self.story(failing: number, forgets: false)
            let (hub, site) = (story.hub, story.site)
            if story.receipts == nil {
                refused += 1
                #expect(try await hub.feed(of: site).count == 1, "operation \(number)")
                #expect(try await hub.store.head().seq == 1, "operation \(number)")
            }
            let again = try await hub.push([story.op], of: site)
            #expect(again.summary == ["received 2"], "operation \(number)")
            #expect(again.receipts == story.receipts ?? again.receipts, "operation \(number)")
            #expect(try await hub.store.checkIntegrity().isSound, "operation \(number)")
            hub.disk?.unmount()
            if story.isOver { break }
            number += 1
        }
        #expect(refused > 1 && number > 5)
    }

    @Test(arguments: [false, true])
    func `after a failed write or sync a power cut takes nothing that was answered`(
        _ forgets: Bool
    ) async throws {
        var number = 0
        var isOver = false
        while !isOver {
            let story = try await Self.story(failing: number, forgets: forgets)
            isOver = story.isOver
            // Work goes on before the power fails, or does not.
            let (site, isRepeated) = (story.site, number.isMultiple(of: 2))
            let answered =
                isRepeated
                ? try await story.hub.push([story.op], of: site).receipts : story.receipts
            let contents = try #require(story.hub.disk).contents
            for takesAll in [true, false] {
                let folder = try TemporaryFolder(isInMemory: true)
                try contents.image { _ in takesAll }.write(to: folder.path)
                let store = try SQLiteHubStore(
                    folder: folder.path,
                    hub: HubStoreFixture.hub,
                    receiptKey: story.hub.receiptKey
                )
                #expect(try await store.checkIntegrity().isSound, "operation \(number)")
                let batch = PushBatch(
                    site: site.id,
                    hub: HubStoreFixture.hub,
                    own: [],
                    ops: [story.op],
                    signature: []
                )
                let now = HubStoreFixture.now
                let accepted = try await store.accept(batch, from: site.member, at: now)
                #expect(accepted.summary == ["received 2"], "operation \(number)")
                #expect(accepted.receipts == answered ?? accepted.receipts, "operation \(number)")
                try store.close()
            }
            story.hub.disk?.unmount()
            // Each takes a while, and neighbours differ little.
            number += 3
        }
    }
}

extension HubError {
    /// Whether it speaks of a disk that does not take what is written.
    fileprivate var isOfDisk: Bool {
        switch self {
        case .diskFull, .inputOutput: true
        default: false
        }
    }
}
