import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// Who reads what of the log.
@Suite struct HubFeedTests {
    let instrument = HubTestSite.record(1)
    let application = HubTestSite.record(50)

    @Test
    func `another site of the organisation reads an op, its own site its number, a stranger none`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let op = site.register(instrument)
        let accepted = try await hub.push([op], of: site)
        let stamp = OpStamp(
            seq: 1,
            receivedAt: HubStoreFixture.now,
            organisation: HubStoreFixture.enterprise,
            party: .userUnit
        )
        #expect(accepted.receipts.map(\.statement.seq) == [1])
        let body = try OpBody(json: JSONParser.parse(#require(op.body)))
        #expect(
            try await hub.feed(of: HubTestSite(2, of: HubStoreFixture.enterprise))
                == [.change(StampedOp(header: op.header, body: body, stamp: stamp))]
        )
        let own = FeedFrame.own(incarnation: 1, seq: 1, hash: op.seal.hash, stamp)
        #expect(try await hub.feed(of: site) == [own])
        let stranger = HubTestSite(3, of: HubStoreFixture.stranger)
        #expect(try await hub.feed(of: stranger).isEmpty)
        let page = try await hub.store.page(
            for: stranger.member,
            after: .start(epoch: 1),
            having: .everything,
            limit: 10
        )
        #expect(page.cursor == (try await hub.store.head()))
    }

    @Test func `a body that an application names reads what went before, at that number`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var body = HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        _ = try await hub.push(
            [
                site.register(instrument), site.register(HubTestSite.record(2), serial: "2"),
                site.change(instrument, ["location": "一车间"]),
            ],
            of: site
        )
        let before = try await hub.store.page(
            for: body.member,
            after: .start(epoch: 1),
            having: .everything,
            limit: 10
        )
        #expect(before.frames.isEmpty)
        #expect(before.cursor.seq == 3)
        let accepted = try await hub.push([site.apply(application, for: instrument)], of: site)
        #expect(accepted.readers == [HubStoreFixture.enterprise, HubStoreFixture.body])
        let page = try await hub.store.page(
            for: body.member,
            after: before.cursor,
            having: .everything,
            limit: 1
        )
        #expect(page.frames.compactMap(\.stamp?.seq) == [1, 3, 4])
        #expect(page.isLast)
        let result = HubTestSite.record(60)
        let values = [
            "result": "pass", "validUntil": "2027-11-22", "verifiedOn": "2026-11-23",
        ]
        let verification = body.op(
            .change,
            instrument,
            [.of(.verification, result, values)]
        )
        #expect(try await hub.push([verification], of: body).summary == ["received 5"])
        #expect(try await hub.feed(of: site).compactMap(\.stamp?.seq) == [1, 2, 3, 4, 5])
    }

    @Test func `a body that becomes known later reads what it was asked for before`() async throws {
        let hub = try await HubStoreFixture(knowsBody: false)
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let body = HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        _ = try await hub.push(
            [site.register(instrument), site.apply(application, for: instrument)],
            of: site
        )
        #expect(try await hub.store.applications().map(\.isAssigned) == [false])
        try await hub.store.add(
            HubStoreFixture.organisation(HubStoreFixture.body, .verificationBody)
        )
        #expect(try await hub.store.applications().map(\.isAssigned) == [true])
        let change = site.change(instrument, ["location": "一车间"])
        let accepted = try await hub.push([change], of: site)
        #expect(accepted.readers == [HubStoreFixture.enterprise, HubStoreFixture.body])
        #expect(try await hub.feed(of: body, limit: 1).compactMap(\.stamp?.seq) == [1, 2, 3])
    }

    @Test
    func `a body that is no longer asked reads that, and its late op is received with a note`()
        async throws
    {
        let hub = try await HubStoreFixture()
        let other = "12330000470000002M"
        try await hub.store.add(HubStoreFixture.organisation(other, .verificationBody))
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var body = HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        _ = try await hub.push(
            [site.register(instrument), site.apply(application, for: instrument)],
            of: site
        )
        let draft = AuthorityDraft(
            aggregate: instrument,
            patches: [.of(.application, application, ["body": other])],
            author: "李科长",
            reason: nil
        )
        let act = try await hub.store.act([draft], at: HubStoreFixture.now)
        #expect(act.readers == [HubStoreFixture.enterprise, HubStoreFixture.body, other])
        #expect(try await hub.feed(of: body).compactMap(\.stamp?.seq) == [1, 2, 3])
        let values = ["result": "pass", "verifiedOn": "2026-11-23"]
        let late = body.op(
            .change,
            instrument,
            [.of(.verification, HubTestSite.record(60), values)]
        )
        let accepted = try await hub.push([late], of: body)
        guard case .received(_, let notes)? = accepted.answer.outcomes.first else {
            Issue.record("the op was not received")
            return
        }
        #expect(notes.map(\.rule) == [.notYours, .notYours])
    }

    @Test(arguments: [1, 2, 3, 100])
    func `pages of any size give the same frames`(limit: Int) async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let body = HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        for number in 1...4 {
            let instrument = HubTestSite.record(number)
            let ops = [
                site.register(instrument, serial: "\(number)"),
                site.change(instrument, ["location": "一车间"]),
                site.apply(HubTestSite.record(50 + number), for: instrument),
                site.change(instrument, ["location": "二车间"]),
            ]
            _ = try await hub.push(ops, of: site)
        }
        for reader in [site, body] {
            let whole = try await hub.feed(of: reader, limit: 10_000)
            #expect(whole.count == 16)
            #expect(try await hub.feed(of: reader, limit: limit) == whole)
        }
    }

    @Test func `a page ends where its bodies take megabytes, whatever the limit`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let text = String(repeating: "仓", count: 300_000)
        let ops = (0..<8).map { site.change(instrument, ["location": "\($0)\(text)"]) }
        var registration = HubTestSite(2, of: HubStoreFixture.enterprise)
        _ = try await hub.push([registration.register(instrument)], of: registration)
        _ = try await hub.push(ops, of: site)
        let page = try await hub.store.page(
            for: registration.member,
            after: .start(epoch: 1),
            having: .everything,
            limit: 1000
        )
        #expect(page.frames.count == 6 && !page.isLast)
        #expect(try await hub.feed(of: registration).count == 9)
    }

    @Test func `a cursor of another history is refused`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push([site.register(instrument)], of: site)
        let head = try await hub.store.head()
        let wrong = [
            Cursor(epoch: 1, seq: 1, mark: .origin), Cursor(epoch: 2, seq: 1, mark: head.mark),
            Cursor(epoch: 1, seq: 2, mark: head.mark), Cursor(epoch: 1, seq: 0, mark: head.mark),
            Cursor(epoch: 1, seq: -1, mark: .origin),
            Cursor(shard: "county", epoch: 1, seq: 1, mark: head.mark),
        ]
        for cursor in wrong {
            await #expect(throws: HubError.otherHistory) {
                _ = try await hub.store.page(
                    for: site.member,
                    after: cursor,
                    having: .everything,
                    limit: 10
                )
            }
        }
        let page = try await hub.store.page(
            for: site.member,
            after: head,
            having: .everything,
            limit: 10
        )
        #expect(page == FeedPage(frames: [], cursor: head, isLast: true))
    }

    @Test func `a store that was closed and opened again gives the same page and the same fold`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push(
            [site.register(instrument), site.apply(application, for: instrument)],
            of: site
        )
        let reader = HubTestSite(2, of: HubStoreFixture.enterprise)
        let start = Cursor.start(epoch: 1)
        let before = try await hub.store.page(
            for: reader.member,
            after: start,
            having: .everything,
            limit: 10
        )
        try hub.store.close()
        let copy = try TemporaryFolder.copying("hub.db", from: hub.folder)
        defer { withExtendedLifetime(copy) {} }
        let again = try SQLiteHubStore(
            folder: copy.path,
            hub: HubStoreFixture.hub,
            receiptKey: hub.receiptKey
        )
        #expect(
            try await again.page(for: reader.member, after: start, having: .everything, limit: 10)
                == before
        )
        let change = site.change(instrument, ["status": "stopped"])
        let batch = PushBatch(site: site.id, hub: HubStoreFixture.hub, ops: [change], signature: [])
        let now = HubStoreFixture.now
        let accepted = try await again.accept(batch, from: site.member, at: now)
        #expect(accepted.summary == ["received 3"])
        #expect(accepted.readers == [HubStoreFixture.enterprise, HubStoreFixture.body])
    }

    @Test func `two processes cannot have one store, nor a hub the store of another`() async throws
    {
        let hub = try await HubStoreFixture()
        #expect(throws: HubError.locked(home: hub.folder.path, owner: getpid())) {
            _ = try SQLiteHubStore(
                folder: hub.folder.path,
                hub: HubStoreFixture.hub,
                receiptKey: hub.receiptKey
            )
        }
        try hub.store.close()
        let copy = try TemporaryFolder.copying("hub.db", from: hub.folder)
        defer { withExtendedLifetime(copy) {} }
        #expect(throws: HubError.storage(detail: "hub.db belongs to another hub")) {
            _ = try SQLiteHubStore(
                folder: copy.path,
                hub: HubTestSite.record(5),
                receiptKey: hub.receiptKey
            )
        }
    }
}

extension TemporaryFolder {
    /// A new folder with a copy of one file of another.
    static func copying(_ name: String, from other: TemporaryFolder) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.write(name, Array(Data(contentsOf: URL(fileURLWithPath: other.file(name)))))
        return folder
    }
}
