import Hub
import Policy
import Signing
import SyncCore
import TestSupport
import Testing

/// What the authority writes: facts for their subject, documents for everybody.
struct HubFactTests {
    private let fact = HubTestSite.record(700)
    private let document = HubTestSite.record(701)

    private func draft(_ kind: OpKind, _ patch: Patch, reason: String? = nil) -> AuthorityDraft {
        AuthorityDraft(
            aggregate: patch.id,
            kind: kind,
            patches: [patch],
            author: "李科长",
            reason: reason
        )
    }

    private func penalty(of subject: String) -> Patch {
        Patch(
            .creditFact,
            fact,
            [
                .init("class", "bad"), .init("code", "N11"), .init("determinedOn", "2024-05-06"),
                .init("final", "true"), .init("procedure", "ordinary"), .init("reference", "f1"),
                .init("subject", subject),
            ]
        )
    }

    private func ops(_ frames: [FeedFrame]) -> [StampedOp] {
        frames.compactMap { if case .change(let op) = $0 { op } else { nil } }
    }

    @Test func `a fact is read by its subject alone`() async throws {
        let hub = try await HubStoreFixture()
        let subject = HubTestSite(1, of: HubStoreFixture.enterprise)
        let other = HubTestSite(2, of: HubStoreFixture.stranger)
        let patch = penalty(of: HubStoreFixture.enterprise)
        let act = try await hub.store.act([draft(.register, patch)], at: HubStoreFixture.now)
        #expect(act.readers == [HubStoreFixture.enterprise])
        #expect(try await hub.feed(of: subject).count == 1)
        #expect(try await hub.feed(of: other).isEmpty)
        let facts = try await hub.store.creditFacts(of: HubStoreFixture.enterprise)
        #expect(facts.map { $0.values[.code] } == ["N11"])
    }

    @Test func `a deleted fact leaves no word in log or tables, and says on what ground it went`()
        async throws
    {
        let hub = try await HubStoreFixture()
        let subject = HubTestSite(1, of: HubStoreFixture.enterprise)
        let patch = penalty(of: HubStoreFixture.enterprise)
        _ = try await hub.store.act([draft(.register, patch)], at: HubStoreFixture.now)
        let withdrawal = draft(.withdraw, Patch(.creditFact, fact, []), reason: "期限届满")
        _ = try await hub.store.act([withdrawal], at: HubStoreFixture.now)
        let read = ops(try await hub.feed(of: subject))
        #expect(read.map { $0.body == nil } == [true, false])
        #expect(read.last?.body?.reason == "期限届满")
        #expect(try await hub.store.creditFacts(of: nil).isEmpty)
        var state = AggregateState()
        for op in read { _ = state.apply(op) }
        #expect(state.canonicalRecords(of: fact).isEmpty)
    }

    @Test func `no site writes a fact, not even about itself`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let patch = penalty(of: HubStoreFixture.enterprise)
        let op = site.op(.register, fact, [patch])
        let answer = try await hub.push([op], of: site).answer
        guard case .refused? = answer.outcomes.first else {
            Issue.record("taken: \(answer.outcomes)")
            return
        }
        #expect(try await hub.store.creditFacts(of: nil).isEmpty)
    }

    @Test(arguments: [1, UInt64.random(in: .min ... .max)])
    func `the grades of all are those of each one's facts`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let hub = try await HubStoreFixture()
        let start = try #require(Day("2021-01-01"))
        let codes = RulePack.builtIn.items.map(\.code) + ["D01", "D03"]
        var drafts: [AuthorityDraft] = []
        for number in 0..<150 {
            let code = codes.randomElement(using: &generator) ?? "N11"
            let determined = start.adding(days: .random(in: 0..<2200, using: &generator))
            let repaired = Bool.random(using: &generator) ? nil : determined.adding(days: 100)
            let id = HubTestSite.record(1000 + number)
            let patch = Patch.of(
                .creditFact,
                id,
                [
                    "subject": "9133010\(Int.random(in: 0..<7, using: &generator))MA00000003",
                    "code": code, "class": RulePack.builtIn.creditClass(of: code)?.rawValue,
                    "determinedOn": determined.description, "procedure": "ordinary",
                    "final": "\(Bool.random(using: &generator))",
                    "repairedOn": repaired?.description,
                ]
            )
            drafts.append(draft(.register, patch))
        }
        _ = try await hub.store.act(drafts, at: HubStoreFixture.now)
        for text in ["2024-02-29", "2026-02-28", "2026-11-25"] {
            let rules = PolicyEngine().creditRules(on: try #require(Day(text)))
            let grades = try await hub.store.grades(by: rules)
            #expect(grades.count == 7, "seed \(seed)")
            for grade in grades {
                let facts = try await hub.store.creditFacts(of: grade.subject).compactMap(\.fact)
                let conclusion = rules.conclusion(for: SubjectFacts(facts: facts))
                #expect(conclusion.decision == grade.decision, "seed \(seed), \(text)")
            }
        }
    }

    @Test func `a document reaches every organisation, also one that is named later`() async throws
    {
        let hub = try await HubStoreFixture()
        let early = HubTestSite(1, of: HubStoreFixture.enterprise)
        let calendar = PolicyDocument(
            .calendar,
            version: "cn-workdays-2027.1",
            number: 1,
            text: "date,kind,name\n",
            of: HubStoreFixture.hub,
            signedBy: hub.receiptKey
        )
        let patch = Patch(.policyDocument, document, calendar.fields)
        _ = try await hub.store.act([draft(.register, patch)], at: HubStoreFixture.now)
        let code = "91330106MA00000190"
        try await hub.store.add(
            HubOrganisation(code: code, name: "后来者", party: .userUnit, region: nil)
        )
        for site in [early, HubTestSite(3, of: code)] {
            let read = ops(try await hub.feed(of: site))
            let values = read.compactMap(\.body).flatMap(\.patches).flatMap(\.fields)
            let found = PolicyDocument(
                values: Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.value ?? "") })
            )
            #expect(found == calendar)
            #expect(
                found?.isSigned(by: HubStoreFixture.hub, with: hub.receiptKey.publicKey) == true
            )
        }
        #expect(try await hub.store.documents(.calendar) == [calendar])
        #expect(try await hub.store.documents(.rulePack).isEmpty)
    }
}
