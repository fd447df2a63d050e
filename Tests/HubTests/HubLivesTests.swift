import Hub
import Signing
import SyncCore
import Testing

/// What the hub makes of a site whose home was copied or put back.
struct HubLivesTests {
    private let instrument = HubTestSite.record(1)

    @Test func `own ops come without their bodies only as far as the site says that it has them`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push(
            [site.register(instrument), site.change(instrument, ["location": "一车间"])],
            of: site
        )
        func whole(_ own: OwnOps) async throws -> [Bool] {
            let page = try await hub.store.page(
                for: site.member,
                after: .start(epoch: 1),
                having: own,
                limit: 10
            )
            return page.frames.map { if case .change = $0 { true } else { false } }
        }
        #expect(try await whole(.everything) == [false, false])
        #expect(try await whole(OwnOps(incarnation: 1, head: 1)) == [false, true])
        #expect(try await whole(OwnOps(incarnation: 2, head: 9)) == [true, true])
        #expect(try await whole(.none) == [true, true])
    }

    @Test func `what two copies of a home say again is taken once`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push([site.register(instrument)], of: site)
        // The words of op 2 of life 1, as each of two copies says them.
        func again(_ seq: Int64, inLife life: Int, _ place: String) -> WireOp {
            let header = OpHeader(
                site: site.id,
                incarnation: life,
                seq: seq,
                time: HybridTime(bits: UInt64(seq) << 32),
                claimedAt: HubStoreFixture.now,
                aggregate: instrument,
                kind: .change,
                batch: nil,
                base: 1,
                reissueOf: OwnName(incarnation: 1, seq: 2)
            )
            let patch = Patch(.instrument, instrument, [Patch.Field("location", place)])
            let body = OpBody(author: "王会计", patches: [patch]).canonical
            let salt = [UInt8](repeating: UInt8(seq), count: OpSeal.saltLength)
            let seal = OpSealer().seal(header, body: body, salt: salt, after: OpSeal.origin)
            return WireOp(header: header, body: body, seal: seal)
        }
        let one = try await hub.push([again(3, inLife: 2, "一车间")], of: site)
        #expect(one.summary == ["received 2"])
        let other = try await hub.push([again(4, inLife: 3, "一车间")], of: site)
        guard case .refused(4, "reissued", _)? = other.answer.outcomes.first else {
            Issue.record("taken twice: \(other.answer.outcomes)")
            return
        }
        // Other words under one name are another op.
        let words = try await hub.push([again(5, inLife: 3, "二车间")], of: site)
        #expect(words.summary == ["received 3"])
    }

    /// The op with a receipt as the hub writes it, signed by somebody else.
    private static func withForgedReceipt(_ op: WireOp) throws -> WireOp {
        let statement = ReceiptStatement(
            hub: HubStoreFixture.hub,
            op: op.header.id,
            hash: op.seal.hash,
            aggregate: op.header.aggregate,
            epoch: 1,
            seq: 9,
            receivedAt: HubStoreFixture.now
        )
        let tree = MerkleTree(leaves: [statement.json.canonical])
        let key = try Ed25519PrivateKey(raw: [UInt8](repeating: 8, count: 32))
        let root = ReceiptRoot.sign(tree, hub: HubStoreFixture.hub, with: key)
        let receipt = Receipt(statement: statement, root: root, position: 0, path: [])
        return WireOp(header: op.header, body: op.body, seal: op.seal, receipt: receipt)
    }

    @Test func `of two homes in one life the hub takes only who shows that it has the newest op`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push([site.register(instrument)], of: site)
        var copy = site
        let ours = (2...6).map { site.change(instrument, ["location": "\($0)号仓"]) }
        let theirs = (2...6).map { copy.change(instrument, ["purpose": "\($0)"]) }
        let newest = OwnName(incarnation: 1, seq: 3)
        _ = try await hub.push(Array(ours[..<2]), of: site)
        // Behind a hole no neighbour says whose it is.
        let (shown, other) = (ours[1].place, theirs[1].place)
        let earlier = ours[0].place
        for own in [[], [other], [earlier]] {
            await #expect(throws: HubError.unshown(newest)) {
                _ = try await hub.push([theirs[3]], of: copy, showing: own)
            }
        }
        // A receipt that another has signed opens nothing.
        let forged = try Self.withForgedReceipt(theirs[3])
        await #expect(throws: HubError.unshown(newest)) {
            _ = try await hub.push([forged], of: copy)
        }
        #expect(try await hub.store.head().seq == 3)
        let fifth = try await hub.push([ours[3]], of: site, showing: [earlier, shown])
        #expect(fifth.summary == ["received 4"])
        // Sent again it needs no more than before; what follows the newest shows it.
        #expect(try await hub.push([ours[3]], of: site).receipts == fifth.receipts)
        #expect(try await hub.push([ours[4]], of: site).summary == ["received 5"])
        // A hole is filled by whoever has what stands behind it.
        await #expect(throws: HubError.unshown(OwnName(incarnation: 1, seq: 6))) {
            _ = try await hub.push([ours[2]], of: site, showing: [shown])
        }
        #expect(try await hub.push(Array(ours[2...]), of: site).receipts.count == 3)
    }

    @Test
    func `a new op of an earlier life is refused with its batch, a known one gets its receipt`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let known = site.register(instrument)
        let before = try await hub.push([known], of: site)
        let digest = [UInt8](repeating: 9, count: 32)
        try await hub.store.add(
            EnrolmentToken(
                digest: digest,
                organisation: site.organisation,
                party: site.party,
                uses: 2,
                expires: Instant(milliseconds: HubStoreFixture.now.milliseconds + 1000)
            )
        )
        let member = site.member
        func enrol(_ incarnation: Int) async throws {
            let joined = HubSite(
                id: member.id,
                organisation: member.organisation,
                party: member.party,
                name: member.name,
                incarnation: incarnation,
                signingKey: member.signingKey,
                certificateFingerprint: member.certificateFingerprint,
                certificateExpires: member.certificateExpires,
                enrolledAt: member.enrolledAt
            )
            try await hub.store.enrol(joined, tokenDigest: digest, at: HubStoreFixture.now)
        }
        try await enrol(2)
        // A certificate that an earlier life asks for takes nothing back.
        try await enrol(1)
        #expect(try await hub.store.site(site.id)?.incarnation == 2)
        let fresh = site.change(instrument, ["location": "一车间"])
        await #expect(throws: HubError.staleIncarnation(current: 2)) {
            _ = try await hub.push([known, fresh], of: site)
        }
        #expect(try await hub.store.head().seq == 1)
        #expect(try await hub.push([known], of: site).receipts == before.receipts)
    }
}
