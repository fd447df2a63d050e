import Explanations
import Hub
import SyncCore
import TestSupport
import Testing

/// Two sites of one enterprise have registered one instrument, and the authority says so.
struct HubAliasTests {
    private static let (first, second, third) = (
        HubTestSite.record(1), HubTestSite.record(2), HubTestSite.record(3)
    )

    /// A hub with two registrations of one serial number, by two sites.
    private static func hub(
        _ body: (HubStoreFixture, inout HubTestSite, inout HubTestSite) async throws -> Void
    ) async throws {
        let hub = try await HubStoreFixture()
        var one = HubTestSite(1, of: HubStoreFixture.enterprise)
        var other = HubTestSite(2, of: HubStoreFixture.enterprise)
        _ = try await hub.push([one.register(first)], of: one)
        _ = try await hub.push([other.register(second)], of: other)
        try await body(hub, &one, &other)
    }

    @Test func `a split brings the export and the sums back as they were`() async throws {
        try await Self.hub { hub, one, _ in
            let before = try await hub.lines(of: nil)
            let merged = try await hub.say(Self.second, into: Self.first)
            #expect(merged.readers == [HubStoreFixture.enterprise])
            #expect(try await hub.lines(of: nil) != before)
            #expect(try await hub.store.merges(of: nil).map(\.absorbed.id) == [Self.second])
            try await hub.say(Self.second, into: nil)
            #expect(try await hub.lines(of: nil) == before)
            #expect(try await hub.store.merges(of: nil).isEmpty)
            // Both acts are in the feed of the enterprise, with their reason.
            let ops = try await hub.feed(of: one).compactMap {
                if case .change(let op) = $0 { op } else { nil }
            }
            let acts = ops.filter { $0.stamp.party == .authority }
            #expect(acts.map(\.body?.reason) == ["同一台", "同一台"])
        }
    }

    @Test func `what hangs on the absorbed one counts for the other, and is rewritten nowhere`()
        async throws
    {
        try await Self.hub { hub, _, other in
            let verification = Patch(
                .verification,
                HubTestSite.record(21),
                [
                    .init("declared", "true"), .init("result", "pass"),
                    .init("verifiedOn", "2026-02-01"),
                ]
            )
            let op = other.op(.change, Self.second, [verification])
            _ = try await hub.push([op], of: other)
            let line = try await hub.lines(of: nil).filter { $0.contains("2026-02-01") }
            try await hub.say(Self.second, into: Self.first)
            for id in [Self.first, Self.second] {
                let records = try await hub.store.settledRecords(of: id)
                #expect(records.map(\.id) == [Self.first, verification.id])
            }
            #expect(try await hub.lines(of: nil).filter { $0.contains("2026-02-01") } == line)
        }
    }

    @Test func `once the one that stays is taken back, the other stands for itself`() async throws {
        try await Self.hub { hub, one, _ in
            try await hub.say(Self.second, into: Self.first)
            #expect(try await hub.store.registrations(of: nil).map(\.id) == [Self.first])
            let op = one.op(.withdraw, Self.first, [Patch(.instrument, Self.first, [])])
            _ = try await hub.push([op], of: one)
            #expect(try await hub.store.registrations(of: nil).map(\.id) == [Self.second])
        }
    }

    @Test func `a body that sees only the absorbed one is told, and sees no more`() async throws {
        try await Self.hub { hub, _, other in
            let body = HubTestSite(3, of: HubStoreFixture.body, .verificationBody)
            let application = Patch(
                .application,
                HubTestSite.record(31),
                [.init("body", HubStoreFixture.body), .init("state", "applied")]
            )
            _ = try await hub.push([other.op(.change, Self.second, [application])], of: other)
            let before = try await hub.feed(of: body).count
            let act = try await hub.say(Self.second, into: Self.first)
            #expect(act.readers == [HubStoreFixture.enterprise, HubStoreFixture.body])
            #expect(try await hub.feed(of: body).count == before + 1)
            let lines = try await hub.lines(of: HubStoreFixture.body)
            #expect(lines.count == 2)
            #expect(lines.filter { $0.contains(Self.first.description) }.count == 1)
        }
    }
}

extension HubStoreFixture {
    /// The authority merges a registration, or splits it; as `MergePlan` writes it.
    @discardableResult
    func say(_ absorbed: RecordID, into canonical: RecordID?) async throws -> AcceptedBatch {
        let fields: [Patch.Field] = [
            .init("mergedInto", canonical?.description),
            .init("mergeEvidence", canonical.map { _ in "owner,serial" }),
        ]
        let draft = AuthorityDraft(
            aggregate: absorbed,
            patches: [Patch(.instrument, absorbed, fields)],
            author: "李科长",
            reason: "同一台"
        )
        return try await store.act([draft], at: Self.now)
    }
}
