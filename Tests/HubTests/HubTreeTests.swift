import Foundation
import GRDB
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// The tree over the hub's log: what the hub has shown once, it can neither change nor leave out.
@Suite struct HubTreeTests {
    private let instrument = HubTestSite.record(1)
    private static let later = Instant(milliseconds: HubStoreFixture.now.milliseconds + 3_600_000)

    /// A hub whose log came in batches of some sizes, and the statements of its receipts.
    private struct Filled {
        let hub: HubStoreFixture
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var statements: [ReceiptStatement] = []

        init(_ batches: [Int], _ instrument: RecordID) async throws {
            hub = try await HubStoreFixture()
            for count in batches { try await push(count, instrument) }
        }

        mutating func push(
            _ count: Int,
            _ instrument: RecordID,
            at now: Instant = HubStoreFixture.now
        ) async throws {
            var ops: [WireOp] = []
            for _ in 0..<count {
                let number = statements.count + ops.count
                ops.append(
                    number == 0
                        ? site.register(instrument)
                        : site.change(instrument, ["location": "\(number)号仓"])
                )
            }
            let answer = try await hub.push(ops, of: site, at: now)
            statements += answer.receipts.map(\.statement)
        }

        /// The root as anybody makes it who has all receipts.
        func root(_ count: Int) -> [UInt8] {
            let leaves = statements.prefix(count).map {
                TreeHead.leaf(seq: $0.seq, hash: $0.hash, receivedAt: $0.receivedAt)
            }
            return MerkleTree(leaves: leaves).root
        }

        func head(showing shown: ShownTreeHeads? = nil) async throws -> ProvenTreeHead? {
            try await hub.store.treeHead(showing: shown)
        }
    }

    private func shown(_ epoch: Int, _ count: Int64, _ root: [UInt8]) -> ShownTreeHeads? {
        ShownTreeHeads(places: [.init(epoch: epoch, count: count)], root: root)
    }

    @Test(arguments: [[1], [1, 1, 1], [15], [16], [17], [3, 200, 1, 60], [70, 70, 5]])
    func `the root is over all receipts, however they came`(_ batches: [Int]) async throws {
        let filled = try await Filled(batches, instrument)
        let proven = try #require(try await filled.head())
        let head = proven.signed.head
        #expect(head.count == Int64(batches.reduce(0, +)))
        #expect(head.root == filled.root(Int(head.count)))
        #expect(head.epoch == 1 && head.forks.isEmpty && head.time == HubStoreFixture.now)
        #expect(proven.signed.isSigned(by: filled.hub.receiptKey.publicKey))
        #expect(proven.from == 0 && proven.proof.isEmpty)
        // The same again is the same, byte for byte.
        #expect(try await filled.head() == proven)
        let report = try await filled.hub.store.checkIntegrity()
        #expect(report.isSound && report.treeDiffersAt == nil)
    }

    @Test func `a log without entries has a head as well`() async throws {
        let hub = try await HubStoreFixture()
        let head = try #require(try await hub.store.treeHead(from: 0)).signed.head
        #expect(head.count == 0 && head.root == MerkleLog.emptyRoot)
        #expect(try await hub.store.treeHead(from: 1) == nil)
    }

    @Test func `each beginning of the log is proven, and more than there is is not`() async throws {
        let filled = try await Filled([5, 40, 22], instrument)
        for count in 1...67 {
            let proven = try #require(try await filled.hub.store.treeHead(from: Int64(count)))
            let isConsistent = MerkleLog.isConsistent(
                from: (Int64(count), filled.root(count)),
                to: (67, filled.root(67)),
                proof: proven.proof
            )
            #expect(isConsistent, "\(count)")
        }
        #expect(try await filled.hub.store.treeHead(from: 68) == nil)
        #expect(try await filled.hub.store.treeHead(from: -1) == nil)
    }

    @Test func `who shows the newest head is told nothing, who shows an older one the proof`()
        async throws
    {
        var filled = try await Filled([20], instrument)
        let first = try #require(try await filled.head()).signed
        let kept = KeptTreeHeads([first])
        #expect(try await filled.head(showing: kept.shown(in: 1)) == nil)
        try await filled.push(13, instrument)
        let proven = try #require(try await filled.head(showing: kept.shown(in: 1)))
        #expect(proven.from == 20 && kept.judge(proven) == .newer)
    }

    @Test func `a head that this log does not have is noticed like a cursor`() async throws {
        let filled = try await Filled([20], instrument)
        let root = filled.root(20)
        for shown in [
            shown(1, 21, root), shown(1, 19, root), shown(2, 1, root), shown(2, 20, root),
        ] {
            await #expect(throws: HubError.otherHistory) {
                _ = try await filled.head(showing: shown)
            }
        }
    }

    /// The story of docs/protocol.md: a backup, more entries, the backup put back, work before anybody has said
    /// so, and a recovery.
    @Test func `a hub that was put back contradicts nobody, if it is recovered at once`()
        async throws
    {
        let before = try await Filled([20], instrument)
        let atBackup = try #require(try await before.head()).signed
        var lost = before
        try await lost.push(7, instrument)
        let newest = try #require(try await lost.head()).signed
        let kept = KeptTreeHeads([atBackup, newest])

        // The same ops at the same time are the same log: this is what the backup had.
        var restored = try await Filled([20], instrument)
        await #expect(throws: HubError.otherHistory) {
            _ = try await restored.head(showing: kept.shown(in: 1))
        }
        _ = try await restored.hub.store.note(unknown: Cursor(epoch: 1, seq: 27, mark: .origin))
        let opened = try await restored.hub.store.recover(at: Self.later)
        #expect(opened.epoch == 2 && opened.forkSeq == 20)
        try await restored.push(3, instrument, at: Self.later)
        let proven = try #require(try await restored.head(showing: kept.shown(in: 2)))
        #expect(proven.from == 20 && kept.judge(proven) == .newer)
        #expect(proven.signed.head.forks == [TreeHead.Fork(epoch: 2, seq: 20)])
        #expect(proven.signed.head.time == Self.later)
    }

    @Test func `a hub that works on before it is recovered has signed two histories`() async throws
    {
        var lost = try await Filled([20, 2], instrument)
        let between = try #require(try await lost.head()).signed
        try await lost.push(5, instrument)
        let newest = try #require(try await lost.head()).signed
        let kept = KeptTreeHeads([between, newest])

        var restored = try await Filled([20], instrument)
        try await restored.push(4, instrument, at: Self.later)
        let opened = try await restored.hub.store.recover(at: Self.later)
        #expect(opened.forkSeq == 24)
        let proven = try #require(try await restored.head(showing: kept.shown(in: 2)))
        let expected = HeadContradiction(.unproven, earlier: between, later: proven.signed)
        #expect(kept.judge(proven) == .contradiction(expected))
    }

    // MARK: The table

    private func edit(_ hub: HubStoreFixture, _ sql: String) throws {
        let queue = try DatabaseQueue(path: hub.folder.file("hub.db"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: [
        ("UPDATE tree SET hash = zeroblob(32) WHERE level = 4 AND number = 1", Int64(17)),
        ("UPDATE tree SET hash = zeroblob(32) WHERE level = 5 AND number = 1", 33),
        ("DELETE FROM tree WHERE level = 6", 1),
        ("INSERT INTO tree VALUES (4, 4, zeroblob(32))", 65),
        ("UPDATE log SET received_at = received_at + 1 WHERE seq = 40", 33),
    ])
    func `the first entry over which the tree is another is named`(_ sql: String, _ seq: Int64)
        async throws
    {
        let filled = try await Filled([70], instrument)
        try edit(filled.hub, sql)
        let report = try await filled.hub.store.checkIntegrity()
        #expect(report.treeDiffersAt == seq && !report.isSound)
    }

    @Test func `a log from before there was a tree gets it at the next start`() async throws {
        let filled = try await Filled([70], instrument)
        let before = try await filled.head()
        try edit(
            filled.hub,
            """
            DROP TABLE tree;
            DELETE FROM grdb_migrations WHERE identifier = '10 tree of the log';
            """
        )
        try filled.hub.store.close()
        let folder = try TemporaryFolder()
        let file = "hub.db"
        try FileManager.default.copyItem(
            atPath: filled.hub.folder.file(file),
            toPath: folder.file(file)
        )
        let key = filled.hub.receiptKey
        let again = try SQLiteHubStore(
            folder: folder.path,
            hub: HubStoreFixture.hub,
            receiptKey: key
        )
        #expect(try await again.treeHead(showing: nil) == before)
        #expect(try await again.checkIntegrity().isSound)
    }
}
