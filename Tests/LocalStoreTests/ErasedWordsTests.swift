import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// The words of a credit fact that is gone are in no file of a site.
struct ErasedWordsTests {
    private static let fact = RecordID(trusted: "019ab000-0000-7000-8000-0000000000f1")
    private static let word = "case-7031"
    private static let subject = "91330106MA00000003"

    private static func cursor(_ seq: Int64, epoch: Int = 1) -> SyncCore.Cursor {
        let mark = (0..<seq).reduce(Mark.origin) { mark, _ in
            mark.next(opHash: [1], receivedAt: Instant(milliseconds: 0))
        }
        return SyncCore.Cursor(epoch: epoch, seq: seq, mark: mark)
    }

    /// A page with one op of the authority about the fact.
    private static func page(at place: Int64, _ kind: OpKind, _ body: OpBody?) -> FeedPage {
        let header = OpHeader(
            site: RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff"),
            incarnation: 1,
            seq: place,
            time: HybridTime(bits: UInt64(place) << 16),
            claimedAt: Instant(milliseconds: 0),
            aggregate: fact,
            kind: kind,
            batch: nil,
            base: place - 1
        )
        let stamp = OpStamp(
            seq: place,
            receivedAt: Instant(milliseconds: 0),
            organisation: "authority",
            party: .authority
        )
        let op = StampedOp(header: header, body: body, stamp: stamp)
        return FeedPage(frames: [.change(op)], cursor: cursor(place), isLast: true)
    }

    /// A page with the registration of the fact.
    private static func page(at place: Int64) -> FeedPage {
        let fields = [
            ("class", "bad"), ("code", "N11"), ("determinedOn", "2024-05-06"), ("final", "true"),
            ("procedure", "ordinary"), ("reference", word), ("subject", subject),
        ]
        let patch = Patch(.creditFact, fact, fields.map { Patch.Field($0.0, $0.1) })
        let body = OpBody(author: "李科长", patches: [patch])
        return page(at: place, .register, body)
    }

    /// A page with the withdrawal of the fact.
    private static func withdrawal(at place: Int64) -> FeedPage {
        let patch = Patch(.creditFact, fact, [])
        let body = OpBody(author: "李科长", reason: "期限届满", patches: [patch])
        return page(at: place, .withdraw, body)
    }

    private func filesWithWord(_ home: String) -> [String] {
        ["replica.db", "replica.db-wal"].filter { name in
            let data = FileManager.default.contents(atPath: home + "/" + name)
            return data?.range(of: Data(Self.word.utf8)) != nil
        }
    }

    /// The hub has lost the fact, and so would never say that it was deleted.
    @Test func `a fact that the hub has lost leaves no words behind`() throws {
        var fixture = try StoreFixture()
        let home = fixture.folder.path
        try fixture.use { store, _ in
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(1), isLast: true))
            _ = try store.apply(Self.page(at: 2))
            #expect(!filesWithWord(home).isEmpty)
            _ = try store.rewind(to: Self.cursor(1, epoch: 2), from: Self.cursor(2))
            #expect(filesWithWord(home).isEmpty)
            // That there was something stays known.
            #expect(try store.lostChanges() == 1)
        }
    }

    /// The hub has the fact again, so its words have to come again as well.
    @Test func `a site whose hub has lost that a fact was deleted has the fact as the hub has it`()
        throws
    {
        var fixture = try StoreFixture()
        let home = fixture.folder.path
        try fixture.use { store, _ in
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(1), isLast: true))
            _ = try store.apply(Self.page(at: 2))
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(3), isLast: true))
            _ = try store.apply(Self.withdrawal(at: 4))
            #expect(filesWithWord(home).isEmpty)
            #expect(try store.creditFacts(of: Self.subject).isEmpty)
            let place = try store.rewind(to: Self.cursor(3, epoch: 2), from: Self.cursor(4))
            #expect(place == Self.cursor(1, epoch: 2))
            _ = try store.apply(Self.page(at: 2))
            #expect(try store.creditFacts(of: Self.subject).count == 1)
            // Until the authority deletes it again.
            _ = try store.apply(Self.withdrawal(at: 3))
            #expect(try store.creditFacts(of: Self.subject).isEmpty)
            #expect(filesWithWord(home).isEmpty)
            // The first deletion is still what the hub has lost.
            #expect(try store.lostChanges() == 1)
        }
    }

    /// The hub had sent the registration without its words, and was put back before it could say why.
    @Test func `a site that was never told of a lost deletion has the fact as the hub has it`()
        throws
    {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(1), isLast: true))
            _ = try store.apply(Self.page(at: 2, .register, nil))
            _ = try store.apply(FeedPage(frames: [], cursor: Self.cursor(3), isLast: true))
            let place = try store.rewind(to: Self.cursor(3, epoch: 2), from: Self.cursor(3))
            #expect(place == Self.cursor(1, epoch: 2))
            _ = try store.apply(Self.page(at: 2))
            #expect(try store.creditFacts(of: Self.subject).count == 1)
            #expect(try store.lostChanges() == 0)
        }
    }

    @Test func `a crash before the write-ahead log was emptied is made good by the next start`()
        throws
    {
        var fixture = try StoreFixture()
        let home = fixture.folder.path
        try fixture.use { store, _ in _ = try store.apply(Self.page(at: 1)) }
        let path = home + "/replica.db"
        // As the store would commit them, without what follows a commit.
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "UPDATE credit_fact SET reference = reference || '!'")
            try database.execute(sql: "UPDATE credit_fact SET reference = NULL")
            try database.execute(sql: "UPDATE hub_log SET body = NULL")
        }
        let left = ["", "-wal"].map { FileManager.default.contents(atPath: path + $0) }
        try queue.close()
        for (ending, data) in zip(["", "-wal"], left) {
            try data?.write(to: URL(fileURLWithPath: path + ending))
        }
        #expect(filesWithWord(home).contains("replica.db-wal"))
        try fixture.use { _, _ in #expect(filesWithWord(home).isEmpty) }
    }
}
