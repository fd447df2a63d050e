import LocalStore
import SyncCore
import TestSupport
import Testing

/// When the hub received a record, which is what meets a deadline, also where its op was said again.
struct ArrivalTests {
    private static let stamp = OpStamp(
        seq: 1,
        receivedAt: Instant(milliseconds: 1_795_420_900_000),
        organisation: "91330106MA00000003",
        party: .userUnit
    )

    private func apply(_ frame: FeedFrame, to store: Store) throws {
        let cursor = Cursor(epoch: 1, seq: 1, mark: .origin)
        _ = try store.apply(FeedPage(frames: [frame], cursor: cursor, isLast: true))
    }

    @Test func `what this home has said again arrived when the hub received it so`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let now = fixture.now
        try fixture.use { store, random in
            #expect(try store.arrival(of: id, in: id) == nil)
            try store.reissue([1], inLife: 3, at: now, random: &random)
            #expect(try store.arrival(of: id, in: id) == nil)
            let again = try #require(try store.waitingOps().last)
            let hash = again.seal.hash
            try apply(.own(incarnation: 3, seq: 2, hash: hash, Self.stamp), to: store)
            #expect(try store.arrival(of: id, in: id) == Self.stamp.receivedAt)
        }
    }

    /// The words of an op in the hub's log, as a site says them under another name.
    private static func repeated(
        _ op: WireOp,
        by site: RecordID,
        _ name: OwnName,
        of first: OwnName? = nil
    ) throws -> StampedOp {
        let body = try #require(op.body.flatMap { try? JSONParser.parse($0) })
        let header = OpHeader(
            site: site,
            incarnation: name.incarnation,
            seq: name.seq,
            time: HybridTime(bits: 1 << 16),
            claimedAt: op.header.claimedAt,
            aggregate: op.header.aggregate,
            kind: .register,
            batch: nil,
            reissueOf: first
        )
        return StampedOp(header: header, body: OpBody(json: body), stamp: stamp)
    }

    @Test func `what a copy of the home has said again arrived with the copy`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let op = try #require(try store.waitingOps().first)
            let name = OwnName(incarnation: 3, seq: 2)
            let again = try Self.repeated(op, by: op.header.site, name, of: op.header.ownName)
            try apply(.change(again), to: store)
            #expect(try store.arrival(of: id, in: id) == Self.stamp.receivedAt)
        }
    }

    @Test func `what another site has reported arrived with that, whatever is said of it later`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.use { store, _ in
            let op = try #require(try store.waitingOps().first)
            let other = RecordID(trusted: "019ab000-0000-7000-8000-0000000000aa")
            let others = try Self.repeated(op, by: other, OwnName(incarnation: 1, seq: 1))
            try apply(.change(others), to: store)
            let later = OpStamp(
                seq: 2,
                receivedAt: Instant(milliseconds: Self.stamp.receivedAt.milliseconds + 1),
                organisation: Self.stamp.organisation,
                party: .userUnit
            )
            let own = FeedFrame.own(incarnation: 1, seq: 1, hash: op.seal.hash, later)
            let cursor = Cursor(epoch: 1, seq: 2, mark: .origin)
            _ = try store.apply(FeedPage(frames: [own], cursor: cursor, isLast: true))
            #expect(try store.arrival(of: id, in: id) == Self.stamp.receivedAt)
        }
    }
}
