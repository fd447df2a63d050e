import Explanations
import Hub
import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// What the rules are told about an instrument: the same at the hub, from its records, as at a site,
/// from its tables.
@Suite(.serialized)
struct SettledFactsTests {
    @Test(arguments: [1, 2, 3, UInt64.random(in: .min ... .max)])
    func `after any edits of several sites, hub and sites tell the rules the same`(
        seed: UInt64
    ) async throws {
        let hub = try await HubStoreFixture()
        var generator = SeededGenerator(seed: seed)
        let shop = try RandomSite(1, HubStoreFixture.enterprise, .userUnit, seed: seed)
        let branch = try RandomSite(2, HubStoreFixture.enterprise, .userUnit, seed: seed &+ 1)
        let lab = try RandomSite(3, HubStoreFixture.body, .verificationBody, seed: seed &+ 2)
        let sites = [shop, branch, lab]
        for _ in 0..<6 { try shop.register() }
        for _ in 0..<200 {
            let site = sites.randomElement(using: &generator) ?? shop
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: try await site.push(to: hub)
            case 1: try await site.pull(from: hub)
            default: try site.edit()
            }
        }
        // All that was made is at the hub before anybody reads for the last time.
        for site in sites { try await site.push(to: hub) }
        for site in sites { try await site.pull(from: hub) }

        var verifications = 0
        for id in try shop.instruments() {
            let told = InstrumentFacts(try await hub.store.settledRecords(of: id))
            verifications += told?.verifications.count ?? 0
            for site in sites {
                let shown = try site.facts(of: id)
                guard site !== lab || shown != nil else { continue }
                if shown != told {
                    Issue.record("seed \(seed): \(id): \(shown as Any) \(told as Any)")
                }
            }
        }
        #expect(verifications > 6, "seed \(seed)")
    }

    @Test(arguments: [1, 2, UInt64.random(in: .min ... .max)])
    func `of merged registrations hub and sites tell the rules the same, and of split ones again`(
        seed: UInt64
    ) async throws {
        let hub = try await HubStoreFixture()
        var generator = SeededGenerator(seed: seed)
        let shop = try RandomSite(1, HubStoreFixture.enterprise, .userUnit, seed: seed)
        let branch = try RandomSite(2, HubStoreFixture.enterprise, .userUnit, seed: seed &+ 1)
        for _ in 0..<5 { try shop.register() }
        for site in [shop, branch] {
            try await site.push(to: hub)
            try await site.pull(from: hub)
        }
        let ids = try shop.instruments()
        for step in 0..<120 {
            let site = [shop, branch].randomElement(using: &generator) ?? shop
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: try await site.push(to: hub)
            case 1: try await site.pull(from: hub)
            case 2 where step % 3 == 0:
                let aliases = AliasState(
                    try await hub.store.merges(of: nil).compactMap(\.absorbed.merge)
                )
                let roots = ids.filter { !aliases.isAbsorbed($0) }.shuffled(using: &generator)
                if Bool.random(using: &generator),
                    let id = aliases.merged.sorted().last(
                        where: aliases.isAbsorbed
                    )
                {
                    try await hub.say(id, into: nil)
                } else if roots.count > 1 {
                    try await hub.say(roots[0], into: roots[1])
                }
            default: try site.edit()
            }
        }
        for site in [shop, branch] { try await site.push(to: hub) }
        for site in [shop, branch] { try await site.pull(from: hub) }
        for id in ids {
            let told = InstrumentFacts(try await hub.store.settledRecords(of: id))
            for site in [shop, branch] {
                #expect(try site.facts(of: site.canonical(of: id)) == told, "seed \(seed): \(id)")
            }
        }
    }

    @Test func `of an instrument that is not there nothing is told`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let id = HubTestSite.record(1)
        #expect(InstrumentFacts(try await hub.store.settledRecords(of: id)) == nil)
        _ = try await hub.push([site.register(id)], of: site)
        #expect(InstrumentFacts(try await hub.store.settledRecords(of: id)) != nil)
        let withdrawal = site.op(.withdraw, id, [.instrument(id, [:])])
        _ = try await hub.push([withdrawal], of: site)
        #expect(InstrumentFacts(try await hub.store.settledRecords(of: id)) == nil)
    }
}

/// A real store of a site, edited at random.
private final class RandomSite {
    private let folder: TemporaryFolder
    private let store: Store
    private let member: HubSite
    private let role: SiteRole
    private var random: SeededGenerator
    private var now = HubStoreFixture.now

    init(_ number: Int, _ organisation: String, _ role: SiteRole, seed: UInt64) throws {
        folder = try TemporaryFolder()
        random = SeededGenerator(seed: seed)
        self.role = role
        store = try Store.create(
            home: folder.file("home"),
            role: role,
            organisation: organisation,
            name: "示例",
            region: nil,
            at: now,
            patience: .seconds(5),
            random: &random
        ).store
        member = HubSite(
            id: try store.site().id,
            organisation: organisation,
            party: role.party,
            name: "示例",
            incarnation: 1,
            signingKey: [UInt8](repeating: UInt8(number), count: 32),
            certificateFingerprint: "ab\(number)",
            certificateExpires: now,
            enrolledAt: now
        )
    }

    func instruments() throws -> [RecordID] {
        var ids: [RecordID] = []
        try store.forEachInstrument { ids.append($0.id) }
        return ids
    }

    func canonical(of id: RecordID) throws -> RecordID { try store.aliases().canonical(of: id) }

    func facts(of id: RecordID) throws -> InstrumentFacts? { try store.instrument(id)?.facts }

    // MARK: The way to the hub

    func push(to hub: HubStoreFixture) async throws {
        let ops = try store.waitingOps()
        if ops.isEmpty { return }
        let batch = PushBatch(site: member.id, hub: HubStoreFixture.hub, ops: ops, signature: [])
        let accepted = try await hub.store.accept(batch, from: member, at: now)
        _ = try store.keep(accepted.answer, at: now)
    }

    func pull(from hub: HubStoreFixture) async throws {
        while true {
            let cursor = try store.cursor() ?? Cursor.start(epoch: 1)
            let page = try await hub.store.page(
                for: member,
                after: cursor,
                having: try store.ownOps(),
                limit: 7
            )
            _ = try store.apply(page)
            if page.isLast { return }
        }
    }

    // MARK: Edits

    func register() throws {
        try write { id in
            [
                (
                    id,
                    .register,
                    [
                        .instrument(
                            id,
                            ["serial": "\(id)", "status": "in_use", "regime": "periodic"]
                        )
                    ]
                )
            ]
        }
    }

    func edit() throws {
        guard let id = try instruments().randomElement(using: &random) else { return }
        let patch =
            role == .userUnit
            ? [change(id), application(), verification(isDeclared: true)]
                .randomElement(using: &random) ?? change(id)
            : try correction(of: id) ?? verification(isDeclared: false)
        try write { new in [(id, .change, [patch(new)])] }
    }

    private func change(_ id: RecordID) -> (RecordID) -> Patch {
        let values: [String: String?] =
            [
                ["status": pick(UseStatus.allCases.dropLast().map(\.rawValue))],
                ["regime": pick(VerificationRegime.allCases.map(\.rawValue))],
                ["compulsory": pick(["true", "false"])],
                ["repairedOn": Bool.random(using: &random) ? day() : nil],
            ].randomElement(using: &random) ?? [:]
        return { _ in .instrument(id, values) }
    }

    private func application() -> (RecordID) -> Patch {
        let values = [
            "appliedOn": day(), "body": HubStoreFixture.body, "state": "applied",
        ]
        return { .of(.application, $0, values) }
    }

    private func verification(isDeclared: Bool) -> (RecordID) -> Patch {
        let values: [String: String?] = [
            "declared": isDeclared ? "true" : "false",
            "result": pick(VerificationResult.allCases.map(\.rawValue)),
            // Few days, so that the order in which they were made decides often.
            "verifiedOn": day(),
            "validUntil": Bool.random(using: &random) ? "2027-01-19" : nil,
        ]
        return { .of(.verification, $0, values.compactMapValues { $0 }) }
    }

    /// A correction of a result of this site's organisation, half of the times where there is one.
    private func correction(of id: RecordID) throws -> ((RecordID) -> Patch)? {
        let results = try store.aggregate(id).records.filter {
            $0.isResult(of: member.organisation)
        }
        guard Bool.random(using: &random), let known = results.randomElement(using: &random) else {
            return nil
        }
        let values = [
            "result": pick(VerificationResult.allCases.map(\.rawValue)), "verifiedOn": day(),
            "supersedes": known.id.description,
        ]
        return { .of(.verification, $0, values) }
    }

    private func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }

    private func day() -> String { pick(["2026-01-20", "2026-01-21", "2026-02-29", "2026-03-01"]) }

    private func write(
        _ ops: (RecordID) -> [(aggregate: RecordID, kind: OpKind, patches: [Patch])]
    ) throws {
        now = Instant(milliseconds: now.milliseconds + 1000)
        try store.write(at: now, random: &random) { writer in
            for op in ops(writer.newID()) {
                try writer.append(
                    OpDraft(
                        aggregate: op.aggregate,
                        kind: op.kind,
                        body: OpBody(author: "王会计", patches: op.patches)
                    )
                )
            }
            return ((), .commit)
        }
    }
}
