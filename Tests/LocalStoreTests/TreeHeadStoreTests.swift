import GRDB
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// What a site keeps of the heads that its hub signs, and what it believes no more.
struct TreeHeadStoreTests {
    private typealias Told = RewindTests

    private static func leaves(_ count: Int, otherFrom: Int = .max) -> [[UInt8]] {
        (1...count).map { number in
            TreeHead.leaf(
                seq: Int64(number),
                hash: [UInt8](repeating: number < otherFrom ? 0 : 1, count: 32),
                receivedAt: Told.later
            )
        }
    }

    /// A head over a log, whose entries from a number on are not those of the others.
    private static func proven(
        _ count: Int,
        otherFrom: Int = .max,
        from: Int = 0,
        epoch: Int = 1,
        forks: [TreeHead.Fork] = [],
        by key: Ed25519PrivateKey = Told.key
    ) throws -> ProvenTreeHead {
        let leaves = leaves(count, otherFrom: otherFrom)
        let log = MerkleLog { level, number in
            let first = Int(number) << level
            return MerkleTree(leaves: Array(leaves[first..<first + 1 << level])).root
        }
        let head = TreeHead(
            hub: Told.hub,
            epoch: epoch,
            forks: forks,
            count: Int64(count),
            root: try log.root(of: Int64(count)),
            time: Told.later
        )
        let proof = try log.proof(from: Int64(from), to: Int64(count))
        return ProvenTreeHead(SignedTreeHead.sign(head, with: key), from: Int64(from), proof: proof)
    }

    private static func site() throws -> StoreFixture {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in try store.join(Told.membership) }
        return fixture
    }

    private static func take(
        _ proven: ProvenTreeHead?,
        at seq: Int64 = 0,
        epoch: Int = 1,
        in store: Store
    ) throws -> HubFault? {
        try store.take(proven, reaching: Told.cursor(seq, epoch: epoch), at: Told.later)
    }

    @Test func `heads that go on are kept, also over a new start`() throws {
        var site = try Self.site()
        let (three, five) = (try Self.proven(3), try Self.proven(5, from: 3))
        try site.use { (store, _) throws in
            #expect(try Self.take(nil, at: 9, in: store) == nil)
            #expect(try Self.take(three, at: 3, in: store) == nil)
            #expect(try Self.take(five, at: 4, in: store) == nil)
        }
        try site.use { (store, _) throws in
            #expect(try store.treeHeads().heads == [five.signed, three.signed])
            // Nothing new, up to where the newest goes.
            #expect(try Self.take(nil, at: 5, in: store) == nil)
            #expect(try store.checkIntegrity().isSound)
            #expect(try store.contradictions().isEmpty)
        }
    }

    @Test func `what is not the hub's word on all that has come is not believed`() throws {
        var site = try Self.site()
        try site.use { (store, _) throws in
            _ = try Self.take(Self.proven(3), at: 3, in: store)
            let strange = try Self.proven(5, from: 3, by: .generate())
            let refused: [(ProvenTreeHead?, Int64)] = [
                (strange, 5), (nil, 4), (try Self.proven(5, from: 3), 6),
            ]
            for (proven, seq) in refused {
                switch try Self.take(proven, at: seq, in: store) {
                case .garbled, .keys: break
                default: Issue.record("taken at \(seq)")
                }
            }
            #expect(try store.treeHeads().newest?.head.count == 3)
            #expect(try store.contradictions().isEmpty)
        }
    }

    @Test func `a hub that contradicts itself is not followed, and the evidence is kept once`()
        throws
    {
        var site = try Self.site()
        let first = try Self.proven(5)
        try site.use { (store, _) throws in
            _ = try Self.take(first, at: 5, in: store)
            let forked = try Self.proven(7, otherFrom: 4, from: 5)
            #expect(try Self.take(forked, at: 7, in: store) == .contradicted(.unproven))
            let shrunk = try Self.proven(3)
            #expect(try Self.take(shrunk, at: 3, in: store) == .contradicted(.shrunk))
            #expect(try store.treeHeads().heads == [first.signed])
        }
        try site.use { (store, _) throws in
            let noted = try store.contradictions()
            #expect(noted.map(\.contradiction.kind) == [.unproven])
            #expect(noted.first?.contradiction.earlier == first.signed)
            #expect(try store.checkIntegrity().isSound)
            #expect(try store.settleContradiction(1, because: "查明"))
            #expect(try !store.settleContradiction(1, because: "查明"))
            #expect(try store.contradictions().isEmpty)
            #expect(try store.contradictions(openOnly: false).map(\.reason) == ["查明"])
        }
    }

    @Test func `behind a new epoch a site goes on with the later log, and says what it has seen`()
        throws
    {
        var site = try Self.site()
        let fork = TreeHead.Fork(epoch: 2, seq: 4)
        try site.use { (store, _) throws in
            for (count, from) in [(3, 0), (4, 3), (8, 4)] {
                _ = try Self.take(Self.proven(count, from: from), at: 3, in: store)
            }
            #expect(try store.treeHeads().shown(in: 2)?.placesText == "1.8,1.4,1.3")
            // The fork leaves entry 4, and the hub has another there.
            let later = try Self.proven(6, otherFrom: 4, from: 4, epoch: 2, forks: [fork])
            #expect(try Self.take(later, at: 5, epoch: 2, in: store) == nil)
            #expect(try store.treeHeads().newest == later.signed)
            #expect(try store.contradictions().first?.contradiction.earlier.head.count == 4)
        }
        // Without that it has nothing to say.
        var other = try Self.site()
        try other.use { (store, _) throws in
            for (count, from) in [(4, 0), (8, 4)] {
                _ = try Self.take(Self.proven(count, from: from), at: 3, in: store)
            }
            let later = try Self.proven(6, otherFrom: 5, from: 4, epoch: 2, forks: [fork])
            #expect(try Self.take(later, at: 5, epoch: 2, in: store) == nil)
            #expect(try store.contradictions().isEmpty)
        }
    }

    @Test func `what a disk has made of a head is damage, and accuses no hub`() throws {
        var site = try Self.site()
        try site.use { (store, _) throws in _ = try Self.take(Self.proven(5), at: 5, in: store) }
        let queue = try DatabaseQueue(path: site.folder.file("journal.db"))
        try queue.write { database in
            try database.execute(
                sql: "UPDATE tree_head SET head = replace(head, '\"count\":5', '\"count\":6')"
            )
        }
        try queue.close()
        try site.use { (store, _) throws in
            let later = try Self.proven(7, from: 5)
            #expect(throws: StoreError.damaged(file: "journal.db", detail: "tree_head")) {
                try Self.take(later, at: 7, in: store)
            }
            #expect(try store.contradictions().isEmpty)
            #expect(try store.checkIntegrity().journalCheck == "tree_head")
        }
    }
}
