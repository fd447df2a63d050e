import Hub
import Signing
import SyncCore
import Testing

/// What the log settles to, and what the authority adds to it.
@Suite struct HubSettledTests {
    let instrument = HubTestSite.record(1)
    let application = HubTestSite.record(50)

    /// A year in small: everything that makes, changes and takes back records.
    private func story(_ hub: HubStoreFixture) async throws -> HubTestSite {
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var body = HubTestSite(2, of: HubStoreFixture.body, .verificationBody)
        var stranger = HubTestSite(3, of: HubStoreFixture.stranger)
        let (gone, declared) = (HubTestSite.record(2), HubTestSite.record(61))
        let verification = [
            "declared": "true", "result": "pass", "validUntil": "2027-01-01",
            "verifiedOn": "2026-01-02",
        ]
        let ops = [
            site.register(instrument),
            site.op(.change, instrument, [.of(.verification, declared, verification)]),
            site.apply(application, for: instrument),
            site.change(instrument, ["filing": "filed", "name": "电子秤 \"一\""]),
            site.register(gone, serial: "2"),
            site.op(
                .change,
                gone,
                [.of(.verification, HubTestSite.record(62), verification)]
            ),
            site.op(.withdraw, gone, [.instrument(gone, [:])]),
        ]
        _ = try await hub.push(ops, of: site)
        let result = ["result": "fail", "verifiedOn": "2026-11-22", "verificationBody": "示例"]
        _ = try await hub.push(
            [
                body.op(
                    .change,
                    instrument,
                    [
                        .of(.verification, HubTestSite.record(63), result),
                        .of(.application, application, ["state": "accepted"]),
                    ]
                )
            ],
            of: body
        )
        _ = try await hub.push(
            [stranger.register(HubTestSite.record(3), serial: "3")],
            of: stranger
        )
        _ = try await hub.push(
            [site.op(.withdraw, instrument, [.of(.verification, declared, [:])])],
            of: site
        )
        return site
    }

    @Test func `an export is what the log folds to, line by line`() async throws {
        let hub = try await HubStoreFixture()
        _ = try await story(hub)
        var lines: [(RecordKind, RecordID, String)] = []
        for organisation in [HubStoreFixture.enterprise, HubStoreFixture.stranger] {
            var states: [RecordID: AggregateState] = [:]
            for case .change(let op) in try await hub.feed(of: HubTestSite(9, of: organisation)) {
                _ = states[op.header.aggregate, default: AggregateState()].apply(op)
            }
            let records = states.flatMap { $0.value.canonicalRecords(of: $0.key) }
            lines += records.map { ($0.kind, $0.id, $0.json.canonicalText) }
        }
        lines.sort { ($0.0.rawValue, $0.1) < ($1.0.rawValue, $1.1) }
        #expect(lines.count == 4)
        #expect(try await hub.lines(of: nil) == lines.map(\.2))
        let strangers = lines.filter { $0.1 == HubTestSite.record(3) }.map(\.2)
        #expect(try await hub.lines(of: HubStoreFixture.stranger) == strangers)
        let others = lines.filter { $0.1 != HubTestSite.record(3) }.map(\.2)
        #expect(try await hub.lines(of: HubStoreFixture.enterprise) == others)
        #expect(try await hub.lines(of: HubStoreFixture.body) == others)
    }

    @Test func `the authority's answer to a filing arrives in the feed, with a receipt`()
        async throws
    {
        let hub = try await HubStoreFixture()
        let site = try await story(hub)
        let waiting = try await hub.store.filings(waitingOnly: true)
        #expect(waiting.map(\.instrument) == [instrument])
        #expect(waiting.map(\.name) == ["电子秤 \"一\""])
        let before = try await hub.store.head()
        let draft = AuthorityDraft(
            aggregate: instrument,
            patches: [.instrument(instrument, ["filing": "registered"])],
            author: "李科长",
            reason: "材料齐全"
        )
        let act = try await hub.store.act([draft], at: HubStoreFixture.now)
        #expect(act.readers == [HubStoreFixture.enterprise, HubStoreFixture.body])
        for receipt in act.receipts { try receipt.check(with: hub.receiptKey.publicKey) }
        let page = try await hub.store.page(
            for: site.member,
            after: before,
            having: .everything,
            limit: 10
        )
        guard case .change(let op)? = page.frames.first else {
            Issue.record("the act is not in the feed")
            return
        }
        #expect(op.stamp.party == .authority)
        #expect(op.header.base == before.seq)
        #expect(op.body?.reason == "材料齐全")
        #expect(try await hub.store.filings(waitingOnly: true).isEmpty)
        #expect(try await hub.store.filings(waitingOnly: false).map(\.state) == [.registered])
        let returned = AuthorityDraft(
            aggregate: instrument,
            patches: [.instrument(instrument, ["filing": "returned"])],
            author: "李科长",
            reason: nil
        )
        let second = try await hub.store.act([returned], at: HubStoreFixture.now)
        #expect(second.receipts.map(\.statement.op.seq) == [2])
    }

    @Test func `an act that cannot stand leaves nothing behind`() async throws {
        let hub = try await HubStoreFixture()
        _ = try await story(hub)
        let before = try await hub.store.head()
        func draft(_ id: RecordID, _ values: [String: String?]) -> AuthorityDraft {
            let patches = [Patch.instrument(id, values)]
            return AuthorityDraft(aggregate: id, patches: patches, author: "李科长", reason: nil)
        }
        let good = draft(instrument, ["filing": "registered"])
        let unknown = HubTestSite.record(404)
        await #expect(throws: HubError.unknownRecord(unknown.description)) {
            _ = try await hub.store.act([good, draft(unknown, [:])], at: HubStoreFixture.now)
        }
        await #expect(throws: HubError.notPossible("location: may-not-write")) {
            let bad = draft(instrument, ["location": "一车间"])
            _ = try await hub.store.act([good, bad], at: HubStoreFixture.now)
        }
        #expect(try await hub.store.head() == before)
        #expect(try await hub.store.filings(waitingOnly: true).count == 1)
    }

    @Test func `two sites that did not know each other get the same winner in both orders`()
        async throws
    {
        var exports: Set<[String]> = []
        for isFirstLater in [false, true] {
            let hub = try await HubStoreFixture()
            var one = HubTestSite(1, of: HubStoreFixture.enterprise)
            var two = HubTestSite(2, of: HubStoreFixture.enterprise)
            _ = try await hub.push([one.register(instrument)], of: one)
            one.base = 1
            two.base = 1
            let change = one.change(instrument, ["location": "一车间"])
            let other = two.change(instrument, ["location": "二车间"])
            let pushes = [(one, change), (two, other)]
            var notes: [PushOutcome.FieldNote] = []
            for (site, op) in isFirstLater ? pushes.reversed() : pushes {
                let accepted = try await hub.push([op], of: site)
                if case .received(_, let found)? = accepted.answer.outcomes.first {
                    notes += found
                }
            }
            #expect(notes.map(\.outcome) == [.needsHuman])
            exports.insert(try await hub.lines(of: nil))
        }
        #expect(exports.count == 1)
    }
}
