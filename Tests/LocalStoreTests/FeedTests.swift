import Foundation
import GRDB
import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// What the feed brings goes into the tables once, or not at all.
struct FeedTests {
    private static let stamp = OpStamp(
        seq: 1,
        receivedAt: Instant(milliseconds: 1_795_420_900_000),
        organisation: "91330106MA00000003",
        party: .userUnit
    )

    private func page(_ frame: FeedFrame) -> FeedPage {
        let mark = Mark.origin.next(opHash: [1], receivedAt: Self.stamp.receivedAt)
        return FeedPage(
            frames: [frame],
            cursor: SyncCore.Cursor(epoch: 1, seq: 1, mark: mark),
            isLast: true
        )
    }

    @Test func `an op of the site's own comes back once`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let op = try #require(try store.waitingOps().first)
            let frame = FeedFrame.own(
                incarnation: 1,
                seq: 1,
                hash: op.seal.hash,
                Self.stamp
            )
            let first = try store.apply(page(frame))
            let second = try store.apply(page(frame))
            #expect(first.changes == 1 && second.changes == 0)
            let history = try store.history(of: id)
            #expect(history.allSatisfy { $0.hubSeq == 1 })
            let report = try store.checkIntegrity()
            #expect(report.isSound)
        }
    }

    @Test func `a hub without news costs no write`() throws {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        let logs = ["replica.db-wal", "journal.db-wal"].map { fixture.folder.file($0) }
        try fixture.use { store, _ in
            let op = try #require(try store.waitingOps().first)
            let own = FeedFrame.own(incarnation: 1, seq: 1, hash: op.seal.hash, Self.stamp)
            let cursor = try store.apply(page(own)).cursor
            let nothing = FeedPage(frames: [], cursor: cursor, isLast: true)
            let before = try logs.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            #expect(try store.apply(nothing) == AppliedPage(cursor: cursor))
            #expect(try logs.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
        }
    }

    @Test func `another op under the number of an own one stops the feed, and changes nothing`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let other = [UInt8](repeating: 7, count: 32)
            let frame = FeedFrame.own(incarnation: 1, seq: 1, hash: other, Self.stamp)
            #expect(throws: StoreError.ownOpForked(seq: 1)) { try store.apply(page(frame)) }
            let cursor = try store.cursor()
            #expect(cursor == nil)
            let history = try store.history(of: id)
            #expect(history.allSatisfy { $0.hubSeq == nil })
        }
    }

    @Test func `an op that the journal does not have stops the feed`() throws {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        try fixture.use { store, _ in
            let frame = FeedFrame.own(incarnation: 1, seq: 9, hash: [], Self.stamp)
            #expect(throws: StoreError.ownOpMissing(seq: 9)) { try store.apply(page(frame)) }
            let cursor = try store.cursor()
            #expect(cursor == nil)
        }
    }

    /// The authority's op on a credit fact, as the feed brings it.
    private func fact(_ seq: Int64, _ kind: OpKind, _ values: [(String, String)]) -> FeedFrame {
        let id = RecordID(trusted: "019ab000-0000-7000-8000-000000000f01")
        let header = OpHeader(
            site: RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff"),
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq) << 16),
            claimedAt: Self.stamp.receivedAt,
            aggregate: id,
            kind: kind,
            batch: nil,
            base: 0
        )
        let patch = Patch(.creditFact, id, values.map { Patch.Field($0.0, $0.1) })
        let stamp = OpStamp(
            seq: seq,
            receivedAt: Self.stamp.receivedAt,
            organisation: "authority",
            party: .authority
        )
        let body = OpBody(author: "李科长", reason: "期限届满", patches: [patch])
        return .change(StampedOp(header: header, body: body, stamp: stamp))
    }

    @Test
    func `a credit fact that is taken back is in no byte of the files, while the store is open`()
        throws
    {
        var fixture = try StoreFixture()
        let subject = "91330106MA00000003"
        let name = "罚-7f3a91"
        let folder = fixture.folder
        func files() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { file in
                let bytes = FileManager.default.contents(atPath: folder.file(file)) ?? Data()
                return bytes.range(of: Data(name.utf8)) != nil
            }
        }
        try fixture.use { store, _ in
            let values = [
                ("class", "bad"), ("code", "N11"), ("determinedOn", "2024-05-06"),
                ("reference", name), ("subject", subject),
            ]
            _ = try store.apply(page(fact(1, .register, values)))
            let known = try store.creditFacts(of: subject).map(\.id)
            let before = try files()
            #expect(known == [name] && !before.isEmpty)
            _ = try store.apply(page(fact(2, .withdraw, [])))
            let left = try store.creditFacts(of: subject)
            let after = try files()
            #expect(left.isEmpty && after.isEmpty, "\(after)")
        }
    }

    @Test func `what the hub refuses leaves the tables and stays in the history`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "location", to: "3号仓")
        let now = fixture.now
        try fixture.use { store, _ in
            let refusal = PushOutcome.refused(seq: 2, code: "not-found", detail: "")
            let kept = try store.keep(PushAnswer(outcomes: [refusal], time: now), at: now)
            #expect(kept.refused.map(\.code) == ["not-found"])
            let record = try store.instrument(id)
            #expect(record?[.location] == nil)
            let last = try store.history(of: id).last
            #expect(last?.to == "3号仓" && last?.outcome == .forbidden && last?.rule == .refused)
            let report = try store.checkIntegrity()
            #expect(report.isSound)
            let letters = try store.deadLetters()
            #expect(letters.map(\.seq) == [2])
        }
    }

    @Test func `a registration that the hub refuses is in no table, also after a second fold`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let now = fixture.now
        try fixture.use { store, _ in
            let refusal = PushOutcome.refused(seq: 1, code: "bad-op", detail: "")
            _ = try store.keep(PushAnswer(outcomes: [refusal], time: now), at: now)
            let record = try store.instrument(id)
            #expect(record == nil)
            let report = try store.checkIntegrity()
            #expect(report.isSound)
        }
    }

    @Test func `a refusal that was kept just before a crash leaves the tables at the next start`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "location", to: "3号仓")
        let journal = try DatabaseQueue(path: fixture.folder.file("journal.db"))
        try journal.write { database in
            try database.execute(
                sql:
                    "INSERT INTO dead_letter (op_seq, code, detail, at) VALUES (2, 'not-found', '', 0)"
            )
        }
        try journal.close()
        try fixture.use { store, _ in
            let record = try store.instrument(id)
            #expect(record != nil && record?[.location] == nil)
            let report = try store.checkIntegrity()
            #expect(report.isSound)
        }
    }
}
