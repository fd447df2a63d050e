import Foundation
import LocalStore
import SyncCore
import TestSupport
import Testing

/// A home that was copied, or put back from a copy, uses no name twice and loses nothing.
struct LivesTests {
    private static let stamp = OpStamp(
        seq: 2,
        receivedAt: Instant(milliseconds: 1_795_420_900_000),
        organisation: "91330106MA00000003",
        party: .userUnit
    )

    /// A page with an op of the site itself, whole.
    private func page(
        _ seq: Int64,
        inLife incarnation: Int = 1,
        of site: RecordID,
        _ id: RecordID,
        _ value: String
    ) -> FeedPage {
        let header = OpHeader(
            site: site,
            incarnation: incarnation,
            seq: seq,
            time: HybridTime(bits: UInt64(seq) << 16),
            claimedAt: Self.stamp.receivedAt,
            aggregate: id,
            kind: .change,
            batch: nil,
            base: 1
        )
        let patch = Patch(.instrument, id, [Patch.Field("location", value)])
        let body = OpBody(author: "王会计", patches: [patch])
        let op = StampedOp(header: header, body: body, stamp: Self.stamp)
        let mark = Mark.origin.next(opHash: [1], receivedAt: Self.stamp.receivedAt)
        return FeedPage(
            frames: [.change(op)],
            cursor: Cursor(epoch: 1, seq: 2, mark: mark),
            isLast: true
        )
    }

    /// The registration, which is the first entry of the hub's log.
    private func settle(_ store: Store) throws {
        let op = try #require(try store.waitingOps().first)
        let stamp = OpStamp(
            seq: 1,
            receivedAt: Self.stamp.receivedAt,
            organisation: Self.stamp.organisation,
            party: .userUnit
        )
        let frame = FeedFrame.own(incarnation: 1, seq: 1, hash: op.seal.hash, stamp)
        let cursor = Cursor(epoch: 1, seq: 1, mark: .origin)
        _ = try store.apply(FeedPage(frames: [frame], cursor: cursor, isLast: true))
    }

    @Test func `an op that the journal has not comes back whole, and begins another life`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let site = try store.site().id
            try settle(store)
            let page = page(2, of: site, id, "后来")
            #expect(try store.apply(page).newLife == 2)
            #expect(try store.apply(page).newLife == nil)
            #expect(try store.instrument(id)?[.location] == "后来")
            #expect(try store.halt() == nil)
        }
        try fixture.change(id, "purpose", to: "再后")
        try fixture.use { store, _ in
            let ops = try store.waitingOps()
            #expect(ops.map(\.header.ownName.description) == ["1/1", "2/2"])
            #expect(try store.checkIntegrity().isSound)
        }
    }

    /// Both say the same number of ops, and the feed does not bring again what the tables have read.
    @Test func `a journal of an earlier life than the tables uses no name again`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let files = FileManager.default
        let folder = fixture.folder.path
        let (journal, backup) = (folder + "/journal.db", folder + "/backup.db")
        try files.copyItem(atPath: journal, toPath: backup)
        try fixture.use { store, _ in
            try settle(store)
            let page = page(2, of: try store.site().id, id, "后来")
            #expect(try store.apply(page).newLife == 2)
        }
        try fixture.use { (store, _) throws in #expect(store.recovery == .none) }
        try files.removeItem(atPath: journal)
        try files.moveItem(atPath: backup, toPath: journal)
        let recovery = try fixture.use { store, _ in store.recovery }
        #expect(recovery == .olderJournal(missing: 0))
        try fixture.change(id, "purpose", to: "再后")
        try fixture.use { (store, _) throws in
            #expect(store.recovery == .none)
            #expect(try store.waitingOps().map(\.header.ownName.description) == ["1/1", "2/2"])
            #expect(try store.instrument(id)?[.purpose] == "再后")
        }
    }

    @Test func `ops of a later life are another home's: the site halts, and keeps its life`() throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let site = try store.site().id
            try settle(store)
            let page = page(2, inLife: 2, of: site, id, "另一份")
            #expect(try store.apply(page).newLife == nil)
            #expect(try store.instrument(id)?[.location] == "另一份")
            #expect(try store.halt() == .stale(current: 2))
            #expect(try store.site().incarnation == 1)
        }
    }

    @Test func `what a copy has said again waits for nobody, whatever the hub has lost`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "purpose", to: "两份都有的")
        try fixture.use { store, _ in
            try settle(store)
            let read = page(3, of: try store.site().id, id, "后来")
            _ = try store.apply(read)
            let told = Cursor(epoch: 2, seq: 1, mark: .origin)
            #expect(try store.rewind(to: told, from: read.cursor).seq == 1)
            let answer = PushAnswer(
                outcomes: [.refused(seq: 2, code: "reissued", detail: "")],
                time: Self.stamp.receivedAt
            )
            let kept = try store.keep(answer, at: Self.stamp.receivedAt)
            #expect(kept.postponed.isEmpty && kept.refused.isEmpty)
            #expect(try store.waitingOps().map(\.header.seq) == [1])
        }
    }

    @Test func `what was said again to no purpose is shown when it comes under its first name`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let now = fixture.now
        try fixture.use { store, random in
            let op = try #require(try store.waitingOps().first)
            try store.reissue([1], inLife: 2, at: now, random: &random)
            let refusal = PushOutcome.refused(seq: 2, code: "reissued", detail: "")
            _ = try store.keep(PushAnswer(outcomes: [refusal], time: now), at: now)
            #expect(try store.instrument(id) == nil)
            // Another home has sent it meanwhile.
            let body = try op.body.map { try JSONParser.parse($0) }.flatMap(OpBody.init(json:))
            let frame = FeedFrame.change(
                StampedOp(header: op.header, body: body, stamp: Self.stamp)
            )
            let cursor = Cursor(epoch: 1, seq: 2, mark: .origin)
            _ = try store.apply(FeedPage(frames: [frame], cursor: cursor, isLast: true))
            #expect(try store.instrument(id)?[.serial] == "00123")
            #expect(try store.halt() == nil && store.checkIntegrity().isSound)
        }
    }

    @Test func `an own op that the hub wants to see is shown once, a copy's stops the site`() throws
    {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        try fixture.use { store, _ in
            let op = try #require(try store.waitingOps().first)
            var shown: [OwnPlace] = []
            try store.show(op.header.ownName, with: &shown)
            #expect(shown == [OwnPlace(name: op.header.ownName, hash: op.seal.hash)])
            #expect(try store.halt() == nil)
            try store.show(op.header.ownName, with: &shown)
            #expect(try shown.count == 1 && store.halt() == .fork(seq: 1))
        }
        for strange in [OwnName(incarnation: 1, seq: 2), OwnName(incarnation: 2, seq: 1)] {
            var other = try StoreFixture()
            _ = try other.register()
            try other.use { store, _ in
                var shown: [OwnPlace] = []
                try store.show(strange, with: &shown)
                #expect(try shown.isEmpty && store.halt() == .fork(seq: strange.seq))
            }
        }
    }

    @Test func `tables from before a registration was said again take it in once`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let now = fixture.now
        let tables = fixture.folder.file("replica.db")
        let older = fixture.folder.file("older")
        try FileManager.default.copyItem(atPath: tables, toPath: older)
        try fixture.use { store, random in
            try store.halt(.stale(current: 2))
            try store.reissue([1], inLife: 3, at: now, random: &random)
        }
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: tables + ending)
        }
        try FileManager.default.copyItem(atPath: older, toPath: tables)
        try fixture.use { store, _ in
            #expect(try store.instrument(id)?[.serial] == "00123")
            let names = try store.waitingOps().map(\.header.ownName.description)
            #expect(names == ["3/2"])
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `under one name two ops: the site halts, reads on, and says its own again`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "purpose", to: "自己的")
        let now = fixture.now
        try fixture.use { store, random in
            let site = try store.site().id
            try settle(store)
            _ = try store.apply(page(2, of: site, id, "别处的"))
            #expect(try store.halt() == .fork(seq: 2))
            let before = try store.instrument(id)
            #expect(before?[.location] == "别处的" && before?[.purpose] == "自己的")

            try store.reissue([2], inLife: 3, at: now, random: &random)
            #expect(try store.halt() == nil)
            let ops = try store.waitingOps()
            #expect(ops.map(\.header.ownName.description) == ["1/1", "3/3"])
            #expect(ops.last?.header.reissueOf == OwnName(incarnation: 1, seq: 2))
            #expect(ops.last?.header.claimedAt == now)
            let after = try store.instrument(id)
            #expect(after?[.location] == "别处的" && after?[.purpose] == "自己的")
            #expect(try store.history(of: id).filter { $0.to == "自己的" }.count == 1)
            // However often it is said again, it goes by its first name.
            try store.reissue([3], inLife: 4, at: now, random: &random)
            let name = try store.waitingOps().last?.header.reissueOf
            #expect(name == OwnName(incarnation: 1, seq: 2))
            let answer = PushAnswer(
                outcomes: [.refused(seq: 4, code: "reissued", detail: "")],
                time: now
            )
            #expect(try store.keep(answer, at: now).refused.isEmpty)
            #expect(try store.unreceivedSummary().ops == 1)
            #expect(try store.deadLetters().isEmpty)
            #expect(try store.checkIntegrity().isSound)
            // The same page again says nothing new.
            _ = try store.apply(page(2, of: site, id, "别处的"))
            #expect(try store.halt() == nil && store.site().incarnation == 4)
        }
    }
}
