import Foundation
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// A site goes back with a hub that was put back from a backup, and loses nothing on the way.
struct RewindTests {
    /// A site that has read four entries: its registration, a change of another site, one of its own, and
    /// one more of the other.
    private func story() throws -> (StoreFixture, RecordID) {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "purpose", to: "贸易结算")
        try fixture.use { store, _ in
            try store.join(Self.membership)
            let ops = try store.waitingOps()
            let received = [(ops[0], Int64(1)), (ops[1], 3)].map { op, place in
                PushOutcome.received(Self.receipt(op, at: place), [])
            }
            let answer = PushAnswer(outcomes: received, time: Self.stamp(1).receivedAt)
            _ = try store.keep(answer, at: answer.time)
            try Self.apply(Self.own(ops[0], at: 1), 1, in: store)
            try Self.apply(Self.foreign(1, at: 2, id, "1号仓"), 2, in: store)
            try Self.apply(Self.own(ops[1], at: 3), 3, in: store)
            try Self.apply(Self.foreign(2, at: 4, id, "2号仓"), 4, in: store)
        }
        return (fixture, id)
    }

    @Test func `what the hub has lost is kept aside, and own ops wait again with their receipt`()
        throws
    {
        var (fixture, id) = try story()
        try fixture.use { store, _ in
            let place = try store.rewind(to: Self.cursor(2, epoch: 2), from: Self.cursor(4))
            #expect(place == Self.cursor(2, epoch: 2))
            let record = try store.instrument(id)
            #expect(record?[.location] == "1号仓" && record?[.purpose] == "贸易结算")
            #expect(try store.lostChanges() == 1)
            let waiting = try store.waitingOps()
            #expect(waiting.map(\.header.seq) == [2])
            #expect(waiting.first?.receipt == waiting.first.map { Self.receipt($0, at: 3) })
            // The proof and the legal time stay.
            #expect(try store.receipts().count == 2)
            #expect(try store.receivedAt(ofOp: 2) == Self.stamp(1).receivedAt)
            let report = try store.checkIntegrity()
            #expect(report.isSound)
        }
    }

    @Test func `what comes again is no longer missing, and the site is what it was`() throws {
        var (fixture, id) = try story()
        try fixture.use { store, _ in
            _ = try store.rewind(to: Self.cursor(2, epoch: 2), from: Self.cursor(4))
            try Self.apply(Self.foreign(2, at: 3, id, "2号仓"), 3, in: store)
            #expect(try store.lostChanges() == 0)
            let op = try #require(try store.waitingOps().first)
            let receipt = Self.receipt(op, at: 4)
            let answer = PushAnswer(outcomes: [.received(receipt, [])], time: Self.later)
            _ = try store.keep(answer, at: Self.later)
            try Self.apply(Self.own(op, at: 4), 4, in: store)
            #expect(try store.instrument(id)?[.location] == "2号仓")
            #expect(try store.unreceivedSummary().ops == 0)
            #expect(try store.receipts().map(\.receipt.statement.seq) == [1, 4])
        }
    }

    @Test func `ops of two lives that wait again are shown as the log has them in the end`() throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "status", to: "stopped")
        let now = fixture.now
        try fixture.use { store, random in
            try store.join(Self.membership)
            try Self.settle(try store.waitingOps(), from: 1, in: store)
            try store.reissue([], inLife: 2, at: now, random: &random)
        }
        try fixture.change(id, "status", to: "in_use")
        try fixture.use { store, _ in
            try Self.settle(try store.waitingOps(), from: 3, in: store)
            _ = try store.rewind(to: Self.cursor(1, epoch: 2), from: Self.cursor(3))
            // The later one had read the earlier at its former place.
            for op in try store.waitingOps() {
                let place = op.header.seq
                let stamp = OpStamp(
                    seq: place,
                    receivedAt: Self.stamp(place).receivedAt,
                    organisation: Self.stamp(place).organisation,
                    party: .userUnit,
                    epoch: 2,
                    former: LogPlace(epoch: 1, seq: place)
                )
                let (life, hash) = (op.header.incarnation, op.seal.hash)
                let frame = FeedFrame.own(incarnation: life, seq: place, hash: hash, stamp)
                let cursor = Self.cursor(place, epoch: 2)
                _ = try store.apply(FeedPage(frames: [frame], cursor: cursor, isLast: true))
            }
            #expect(try store.instrument(id)?[.status] == "in_use")
            #expect(try store.checkIntegrity().isSound)
        }
    }

    /// The hub has received ops at places in a row, and the site has read them.
    private static func settle(_ ops: [WireOp], from first: Int64, in store: Store) throws {
        for (op, place) in zip(ops, first...) {
            let receipt = receipt(op, at: place)
            let answer = PushAnswer(outcomes: [.received(receipt, [])], time: later)
            _ = try store.keep(answer, at: later)
            let (life, seq) = (op.header.incarnation, op.header.seq)
            let hash = op.seal.hash
            try apply(.own(incarnation: life, seq: seq, hash: hash, stamp(place)), place, in: store)
        }
    }

    @Test func `what became visible behind the place goes too, however old it is`() throws {
        var (fixture, _) = try story()
        try fixture.use { store, _ in
            let id = RecordID(trusted: "019ab000-0000-7000-8000-0000000000c1")
            let fields = [
                ("compulsory", "true"), ("regime", "periodic"), ("serial", "7"),
                ("status", "in_use"),
            ]
            let patch = Patch(.instrument, id, fields.map { Patch.Field($0.0, $0.1) })
            // Others have registered it at 5, and an application at 8 lets this site see it.
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(6), isLast: true))
            let old = Self.foreign(.register, 3, at: 5, patch)
            let application = Self.foreign(4, at: 8, id, "3号仓")
            let page = FeedPage(frames: [old, application], cursor: Self.cursor(8), isLast: true)
            _ = try store.apply(page)
            #expect(try store.instrument(id)?[.location] == "3号仓")

            _ = try store.rewind(to: Self.cursor(7, epoch: 2), from: Self.cursor(8))
            #expect(try store.cursor()?.seq == 6)
            #expect(try store.instrument(id) == nil)
            #expect(try store.lostChanges() == 2)
            #expect(try store.checkIntegrity().isSound)

            let again = Self.foreign(4, at: 7, id, "3号仓")
            let next = FeedPage(frames: [old, again], cursor: Self.cursor(7), isLast: true)
            _ = try store.apply(next)
            #expect(try store.instrument(id)?[.location] == "3号仓")
            #expect(try store.lostChanges() == 0)
        }
    }

    @Test func `a conflict whose resolution the hub has lost is open again`() throws {
        var (fixture, id) = try story()
        try fixture.use { store, _ in
            func purpose(_ value: String) -> Patch {
                Patch(.instrument, id, [Patch.Field("purpose", value)])
            }
            let blind = Self.foreign(.change, 3, at: 5, knowing: 1, purpose("安全防护"))
            try Self.apply(blind, 5, in: store)
            let conflicts = try store.openConflicts()
            #expect(conflicts > 0)
            try Self.apply(Self.foreign(.change, 4, at: 6, purpose("医疗卫生")), 6, in: store)
            #expect(try store.openConflicts() == 0)
            _ = try store.rewind(to: Self.cursor(5, epoch: 2), from: Self.cursor(6))
            #expect(try store.openConflicts() == conflicts)
        }
    }

    @Test func `a site goes back further when the mark is another, to the start at last`() throws {
        var (fixture, _) = try story()
        try fixture.use { store, _ in
            let other = Mark.origin.next(opHash: [9], receivedAt: Self.later)
            var place = Self.cursor(4)
            var places: [Int64] = []
            var told = Cursor(epoch: 2, seq: 3, mark: other)
            while place.seq > 0 {
                place = try store.rewind(to: told, from: place)
                places.append(place.seq)
                told = Cursor(epoch: 2, seq: max(place.seq - 1, 0), mark: other)
            }
            #expect(places == [2, 0])
            #expect(try store.lostChanges() == 2)
            #expect(try store.waitingOps().count == 2)
        }
    }

    @Test func `a site that another command has moved on stays where it is`() throws {
        var (fixture, _) = try story()
        try fixture.use { store, _ in
            let place = try store.rewind(to: Self.cursor(1, epoch: 2), from: Self.cursor(3))
            #expect(place == Self.cursor(4))
            #expect(try store.lostChanges() == 0)
        }
    }

    /// A frame in the quarantine may be the op at its own place, and no other.
    @Test(arguments: [nil, 2, 3] as [Int64?])
    func `a site without tables notices that a receipt names nothing any more`(
        unread: Int64?
    ) throws {
        var (fixture, id) = try story()
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: fixture.folder.file("replica.db" + ending))
        }
        try fixture.use { store, _ in
            let first = try #require(try store.ops(of: id).first)
            let op = WireOp(header: first.header, body: first.body?.canonical, seal: first.seal)
            try Self.apply(Self.own(op, at: 1), 1, in: store)
            let others = [(1, 2, "1号仓"), (9, 3, "8号仓")] as [(Int64, Int64, String)]
            let page = FeedPage(
                frames: others.filter { $0.1 != unread }.map { Self.foreign($0, at: $1, id, $2) },
                unreadable: unread.map { [Self.newer($0)] } ?? [],
                cursor: Self.cursor(3),
                isLast: true
            )
            #expect(try store.unreceivedSummary().ops == 0)
            #expect(try store.apply(page).waitingAgain == 1)
            let waiting = try #require(try store.waitingOps().first)
            #expect(waiting.header.seq == 2 && waiting.receipt == Self.receipt(waiting, at: 3))
            #expect(try store.apply(page).waitingAgain == 0)
            guard unread == 3 else { return }
            // The hub says that it has the op: then it is what nobody here can read.
            let receipt = PushOutcome.received(Self.receipt(waiting, at: 3), [])
            _ = try store.keep(PushAnswer(outcomes: [receipt], time: Self.later), at: Self.later)
            #expect(try store.apply(page).waitingAgain == 0 && store.waitingOps().isEmpty)
        }
    }

    @Test func `a crash between journal and tables is made good by the same answer`() throws {
        var (fixture, id) = try story()
        try fixture.use { store, _ in
            _ = try store.rewind(to: Self.cursor(2, epoch: 2), from: Self.cursor(4))
            _ = try store.rewind(to: Self.cursor(1, epoch: 3), from: Self.cursor(2, epoch: 2))
            #expect(try store.lostChanges() == 2)
            #expect(try store.instrument(id)?[.location] == nil)
            #expect(try store.receipts().count == 2)
        }
    }

    @Test func `a refusal is not the last word while others have to send again what it builds on`()
        throws
    {
        var (fixture, id) = try story()
        try fixture.change(id, "quantity", to: "2")
        try fixture.use { store, _ in
            _ = try store.rewind(to: Self.cursor(2, epoch: 2), from: Self.cursor(4))
            let refused = [Int64(2), 3].map {
                PushOutcome.refused(seq: $0, code: "not-found", detail: "")
            }
            let answer = PushAnswer(outcomes: refused, time: Self.later)
            let kept = try store.keep(answer, at: Self.later)
            #expect(kept.refused.isEmpty && kept.postponed == [2, 3])
            #expect(
                try store.nextOps(
                    LoadOrder(leaving: [2, 3]),
                    at: Instant(milliseconds: 0),
                    by: { { _ in nil } }
                ).outgoing.ops.isEmpty
            )
            #expect(try store.unreceivedSummary().ops == 2)
            #expect(try store.instrument(id)?[.quantity] == "2")
        }
    }
}
