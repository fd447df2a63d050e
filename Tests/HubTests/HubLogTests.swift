import Foundation
import GRDB
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// What enters the log, and what does not.
@Suite struct HubLogTests {
    let instrument = HubTestSite.record(1)

    @Test func `the same batch twice gives the same bytes and has one effect`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        // The second op loses against nothing, the third has a field that no table knows.
        let ops = [
            site.register(instrument), site.change(instrument, ["location": "一车间"]),
            site.change(instrument, ["colour": "red"]),
        ]
        let first = try await hub.push(ops, of: site)
        let again = try await hub.push(
            ops,
            of: site,
            at: Instant(milliseconds: HubStoreFixture.now.milliseconds + 60_000)
        )
        #expect(first.summary == ["received 1", "received 2", "received 3"])
        #expect(first.bytes == again.bytes)
        #expect(first.readers == [HubStoreFixture.enterprise])
        #expect(again.readers.isEmpty)
        #expect(try await hub.store.head().seq == 3)
        let asked = try await hub.store.outcomes(
            of: ops.map(\.header.id) + [OpID(site: site.id, incarnation: 1, seq: 9)]
        )
        #expect(asked == first.answer.outcomes + [nil])
    }

    @Test func `a log from before roots kept their leaves gives the same receipts afterwards`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let batches = [1, 2, 7].map { count in
            (0..<count).map { site.register(HubTestSite.record(count * 10 + $0)) }
        }
        for batch in batches { _ = try await hub.push(batch, of: site) }
        let ids = batches.joined().map(\.header.id)
        let before = try await hub.store.outcomes(of: ids)
        try hub.store.close()
        let folder = try TemporaryFolder()
        let file = folder.file("hub.db")
        try FileManager.default.copyItem(atPath: hub.folder.file("hub.db"), toPath: file)
        let database = try DatabaseQueue(path: file)
        try await database.write { database in
            try database.execute(
                sql: """
                    ALTER TABLE root DROP COLUMN leaves;
                    ALTER TABLE log ADD COLUMN path BLOB NOT NULL DEFAULT x'';
                    DELETE FROM grdb_migrations WHERE identifier LIKE '16 %';
                    """
            )
        }
        try database.close()
        let again = try SQLiteHubStore(
            folder: folder.path,
            hub: HubStoreFixture.hub,
            receiptKey: hub.receiptKey
        )
        #expect(try await again.outcomes(of: ids) == before)
        #expect(try await again.outcomes(of: ids.reversed()) == before.reversed())
        #expect(try await again.checkIntegrity().isSound)
        try again.close()
    }

    @Test func `an op that stands twice in one batch is received once`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let op = site.register(instrument)
        let accepted = try await hub.push([op, op], of: site)
        #expect(accepted.summary == ["received 1", "received 1"])
        #expect(try await hub.store.head().seq == 1)
    }

    @Test func `another op under a known name, or behind or before another op, is a fork`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let first = site.register(instrument)
        var clone = site
        let second = site.change(instrument, ["location": "一车间"])
        let other = clone.change(instrument, ["location": "二车间"])
        let behindOther = clone.change(instrument, ["purpose": "贸易结算"])
        _ = try await hub.push([first, second], of: site)
        let accepted = try await hub.push([other, behindOther], of: site)
        #expect(accepted.summary == ["fork", "fork"])
        let third = site.change(instrument, ["purpose": "贸易结算"])
        let fourth = site.change(instrument, ["quantity": "2"])
        _ = try await hub.push([fourth], of: site, showing: [second.place])
        #expect(try await hub.push([behindOther], of: site).summary == ["fork"])
        let filled = try await hub.push([third], of: site, showing: [fourth.place])
        #expect(filled.summary == ["received 4"])
        var twin = site
        let fifth = twin.change(instrument, ["quantity": "3"])
        _ = site.change(instrument, ["quantity": "4"])
        let sixth = site.change(instrument, ["quantity": "5"])
        let last = try await hub.push([sixth, fifth], of: site, showing: [fourth.place])
        #expect(last.summary == ["received 5", "fork"])
    }

    @Test func `a site may send its aggregates in another order than it has made the ops`()
        async throws
    {
        let (hub, ordered) = (try await HubStoreFixture(), try await HubStoreFixture())
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let other = HubTestSite.record(2)
        let ops = [
            site.register(instrument), site.register(other, serial: "00124"),
            site.change(instrument, ["location": "一车间"]), site.change(other, ["quantity": "2"]),
            site.apply(HubTestSite.record(3), for: other),
        ]
        // What is urgent comes first, with what it builds on; the holes are filled later.
        let urgent = try await hub.push([ops[1], ops[3], ops[4]], of: site)
        #expect(urgent.summary == ["received 1", "received 2", "received 3"])
        let rest = try await hub.push([ops[0], ops[2]], of: site, showing: [ops[4].place])
        #expect(rest.summary == ["received 4", "received 5"])
        #expect(try await hub.push(ops, of: site).receipts.count == 5)
        _ = try await ordered.push(ops, of: site)
        let records = try await hub.lines(of: HubStoreFixture.enterprise)
        #expect(try await ordered.lines(of: HubStoreFixture.enterprise) == records)
    }

    @Test func `numbers have no hole after ops that were refused`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = [
            site.register(instrument),
            site.op(.change, instrument, body: Array(#"{"author":"王会计"}"#.utf8)),
            site.change(HubTestSite.record(77), ["location": "一车间"]),
            site.op(.register, instrument, [.instrument(HubTestSite.record(2), [:])]),
            site.change(instrument, ["location": "一车间"]),
        ]
        let accepted = try await hub.push(ops, of: site)
        #expect(
            accepted.summary == [
                "received 1", "refused bad-op", "refused not-found", "refused bad-op",
                "received 2",
            ]
        )
        let last = OpHeader(
            site: site.id,
            incarnation: 1,
            seq: .max,
            time: HybridTime(bits: 1),
            claimedAt: site.now,
            aggregate: instrument,
            kind: .change,
            batch: nil
        )
        let bytes = OpBody(author: "王会计", patches: []).canonical
        let seal = OpSealer().seal(last, body: bytes, salt: [1], after: OpSeal.origin)
        let largest = WireOp(header: last, body: bytes, seal: seal)
        #expect(try await hub.push([largest], of: site).summary == ["refused bad-op"])
        let erased = site.change(instrument, ["location": "二车间"])
        let bodiless = WireOp(header: erased.header, body: nil, seal: erased.seal)
        #expect(try await hub.push([bodiless], of: site).summary == ["refused bad-op"])
    }

    @Test func `an instrument of another organisation is not found, and neither is a record on it`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var stranger = HubTestSite(2, of: HubStoreFixture.stranger)
        var body = HubTestSite(3, of: HubStoreFixture.body, .verificationBody)
        let application = HubTestSite.record(50)
        _ = try await hub.push(
            [site.register(instrument), site.apply(application, for: instrument, to: "无")],
            of: site
        )
        let before = try await hub.lines(of: nil)
        let own = HubTestSite.record(2)
        let theirs = try await hub.push(
            [
                stranger.change(instrument, ["location": "一车间"]), stranger.register(instrument),
                stranger.register(own), stranger.apply(application, for: own),
            ],
            of: stranger
        )
        #expect(
            theirs.summary == [
                "refused not-found", "refused not-found", "received 3", "refused not-found",
            ]
        )
        let result = HubTestSite.record(60)
        let verification = body.op(
            .change,
            instrument,
            [.of(.verification, result, ["result": "pass"])]
        )
        #expect(try await hub.push([verification], of: body).summary == ["refused not-found"])
        #expect(try await hub.lines(of: HubStoreFixture.enterprise) == before)
    }

    @Test func `a body registers instruments of its own and works on them as their user unit`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var body = HubTestSite(3, of: HubStoreFixture.body, .verificationBody)
        let accepted = try await hub.push(
            [body.register(instrument), body.change(instrument, ["location": "标准室"])],
            of: body
        )
        #expect(accepted.summary == ["received 1", "received 2"])
        #expect(try await hub.feed(of: body).count == 2)
        #expect(try await hub.lines(of: HubStoreFixture.body).count == 1)
    }

    /// A site's tables could not hold it, so the hub's export would name what no site shows.
    @Test(
        arguments: [
            ["serial": nil], ["serial": ""], ["status": "gone"], ["status": nil],
            ["regime": "never"],
            ["repairedOn": "昨天"], ["repairedOn": ""],
        ] as [[String: String?]]
    )
    func `a change after which a record is none is refused`(values: [String: String?])
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = [
            site.register(instrument), site.change(instrument, values),
            site.change(instrument, ["repairedOn": "2026-11-02", "status": "stopped"]),
            site.change(instrument, ["repairedOn": nil]),
        ]
        let accepted = try await hub.push(ops, of: site)
        #expect(
            accepted.summary == ["received 1", "refused bad-op", "received 2", "received 3"]
        )
    }

    @Test(arguments: [
        Patch.of(.verification, HubTestSite.record(60), ["declared": "true", "result": "pass"]),
        .of(.application, HubTestSite.record(61), ["body": HubStoreFixture.body]),
        .of(.application, HubTestSite.record(61), ["state": "asked"]),
    ])
    func `a new record that says too little is refused in a change as well`(patch: Patch)
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = [site.register(instrument), site.op(.change, instrument, [patch])]
        let accepted = try await hub.push(ops, of: site)
        #expect(accepted.summary == ["received 1", "refused bad-op"])
    }

    @Test func `receipts check with the hub's public key, and a flipped byte fails`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = (1...5).map { site.register(HubTestSite.record($0), serial: "\($0)") }
        let accepted = try await hub.push(ops, of: site)
        let key = hub.receiptKey.publicKey
        #expect(accepted.receipts.count == 5)
        for (receipt, op) in zip(accepted.receipts, ops) {
            try receipt.check(with: key)
            #expect(receipt.statement.hash == op.seal.hash)
            var hash = receipt.statement.hash
            hash[0] ^= 1
            let forged = Receipt(
                statement: ReceiptStatement(
                    hub: receipt.statement.hub,
                    op: receipt.statement.op,
                    hash: hash,
                    aggregate: receipt.statement.aggregate,
                    epoch: receipt.statement.epoch,
                    seq: receipt.statement.seq,
                    receivedAt: receipt.statement.receivedAt
                ),
                root: receipt.root,
                position: receipt.position,
                path: receipt.path
            )
            #expect(throws: Receipt.Flaw.path) { try forged.check(with: key) }
        }
        let stored = try await hub.store.outcomes(of: ops.map(\.header.id))
        #expect(stored == accepted.answer.outcomes)
    }

    @Test func `a clock of the hub that goes back does not bring the legal time back`() async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push([site.register(instrument)], of: site)
        let earlier = Instant(milliseconds: HubStoreFixture.now.milliseconds - 5000)
        let change = site.change(instrument, ["location": "一车间"])
        let accepted = try await hub.push([change], of: site, at: earlier)
        #expect(accepted.receipts.map(\.statement.receivedAt) == [HubStoreFixture.now])
        #expect(accepted.answer.time == earlier)
    }
}
