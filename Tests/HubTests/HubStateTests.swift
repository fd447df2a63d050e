import Foundation
import GRDB
import Hub
import SyncCore
import TestSupport
import Testing

/// What the hub says that records come to, to those who see them.
@Suite struct HubStateTests {
    private let instrument = HubTestSite.record(1)
    private let application = HubTestSite.record(50)
    private static let organisations = [
        HubStoreFixture.enterprise, HubStoreFixture.stranger, HubStoreFixture.body,
    ]

    /// The same by the export.
    private func exported(_ hub: HubStoreFixture, _ organisation: String) async throws -> StateSum {
        let sums = Sums()
        try await hub.store.forEachRecord(of: organisation) { sums.add($0) }
        return sums.total
    }

    private func expectEqual(_ hub: HubStoreFixture, _ step: String) async throws {
        let head = try await hub.store.head()
        for organisation in Self.organisations {
            let sum = try await hub.store.stateSum(of: organisation, at: head)
            #expect(try await exported(hub, organisation) == sum, "\(step): \(organisation)")
            let parts = try await hub.store.stateParts(of: organisation, under: "", at: head)
            #expect(parts.map(\.sum).reduce(.zero, +) == sum, "\(step): \(organisation)")
        }
    }

    @Test func `sums are those of the export, after each thing that changes it`() async throws {
        let hub = try await HubStoreFixture(knowsBody: false)
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var stranger = HubTestSite(3, of: HubStoreFixture.stranger)
        let gone = HubTestSite.record(2)
        let steps: [(String, [WireOp])] = [
            ("registered", [site.register(instrument), site.register(gone, serial: "2")]),
            ("changed", [site.change(instrument, ["location": "一车间"])]),
            ("applied", [site.apply(application, for: instrument)]),
            ("withdrawn", [site.op(.withdraw, gone, [.instrument(gone, [:])])]),
        ]
        for (step, ops) in steps {
            _ = try await hub.push(ops, of: site)
            try await expectEqual(hub, step)
        }
        _ = try await hub.push([stranger.register(HubTestSite.record(3))], of: stranger)
        try await expectEqual(hub, "a stranger's")
        try await hub.store.add(
            HubStoreFixture.organisation(HubStoreFixture.body, .verificationBody)
        )
        try await expectEqual(hub, "the body is named")
        let asked = try await hub.store.stateSum(
            of: HubStoreFixture.body,
            at: hub.store.head()
        )
        #expect(asked.records == 2)
        _ = try await hub.push([site.change(instrument, ["location": "二车间"])], of: site)
        try await expectEqual(hub, "changed under a body")
        let fact = HubTestSite.record(70)
        let values = [
            "class": "bad", "code": "N10", "determinedOn": "2026-01-02",
            "subject": HubStoreFixture.enterprise,
        ]
        for (kind, patch) in [
            (OpKind.register, Patch.of(.creditFact, fact, values)),
            (.withdraw, .of(.creditFact, fact, [:])),
        ] {
            let draft = AuthorityDraft(
                aggregate: fact,
                kind: kind,
                patches: [patch],
                author: "李科长",
                reason: "决定撤销"
            )
            _ = try await hub.store.act([draft], at: HubStoreFixture.now)
            try await expectEqual(hub, "a fact, \(kind)")
        }
    }

    @Test func `a store of an earlier program gets its sums when it is opened`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        _ = try await hub.push(
            [site.register(instrument), site.apply(application, for: instrument)],
            of: site
        )
        let head = try await hub.store.head()
        let before = try await hub.store.stateParts(of: HubStoreFixture.body, under: "", at: head)
        #expect(before.map(\.sum.records) == [2])
        try hub.store.close()
        let other = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: hub.folder.file("hub.db"),
            toPath: other.file("hub.db")
        )
        let database = try DatabaseQueue(path: other.file("hub.db"))
        try await database.write { database in
            try database.execute(
                sql: """
                    DROP TABLE digest;
                    DELETE FROM grdb_migrations WHERE identifier LIKE '6 %';
                    """
            )
        }
        try database.close()
        let again = try SQLiteHubStore(
            folder: other.path,
            hub: HubStoreFixture.hub,
            receiptKey: hub.receiptKey
        )
        for organisation in [HubStoreFixture.enterprise, HubStoreFixture.body] {
            let parts = try await again.stateParts(of: organisation, under: "", at: head)
            #expect(parts == before, "\(organisation)")
        }
        try again.close()
    }

    @Test func `who has something to read is told so; what others write does not matter`()
        async throws
    {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var stranger = HubTestSite(3, of: HubStoreFixture.stranger)
        _ = try await hub.push([site.register(instrument)], of: site)
        let place = try await hub.store.head()
        _ = try await hub.push([stranger.register(HubTestSite.record(3))], of: stranger)
        let sum = try await hub.store.stateSum(of: site.organisation, at: place)
        #expect(sum.records == 1)
        _ = try await hub.push([site.change(instrument, ["location": "一车间"])], of: site)
        await #expect(throws: HubError.movedOn) {
            _ = try await hub.store.stateSum(of: site.organisation, at: place)
        }
        await #expect(throws: HubError.movedOn) {
            _ = try await hub.store.entries(of: instrument, for: site.organisation, at: place)
        }
        let other = Cursor(epoch: 1, seq: 1, mark: .origin)
        await #expect(throws: HubError.otherHistory) {
            _ = try await hub.store.stateSum(of: site.organisation, at: other)
        }
    }

    @Test func `the entries about an aggregate are for those who see it`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = [site.register(instrument), site.change(instrument, ["location": "一车间"])]
        _ = try await hub.push(ops, of: site)
        let head = try await hub.store.head()
        let page = try await hub.store.entries(of: instrument, for: site.organisation, at: head)
        #expect(page.cursor == head)
        let state = page.frames.reduce(into: AggregateState()) { state, frame in
            if case .change(let op) = frame { _ = state.apply(op) }
        }
        let lines = state.canonicalRecords(of: instrument).map(\.json.canonicalText)
        #expect(try await hub.lines(of: site.organisation) == lines)
        for organisation in [HubStoreFixture.body, HubStoreFixture.stranger] {
            await #expect(throws: HubError.unknownRecord(instrument.description)) {
                _ = try await hub.store.entries(of: instrument, for: organisation, at: head)
            }
        }
    }
}

/// Sums records from whatever thread the store reads on.
private final class Sums: Sendable {
    private let lines = Lines()

    func add(_ record: CanonicalRecord) {
        let sum = StateSummer().sum(of: record)
        lines.append(JSONValue.object(sum.members).canonicalText)
    }

    var total: StateSum {
        lines.all.reduce(.zero) { total, line in
            let json = (try? JSONParser.parse(Array(line.utf8))) ?? .null
            return total + (StateSum(json: json) ?? .zero)
        }
    }
}
