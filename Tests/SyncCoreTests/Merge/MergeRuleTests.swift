import SyncCore
import TestSupport
import Testing

/// Who may write what, and what becomes of it.
struct MergeRuleTests {
    private typealias Fixture = MergeFixture

    struct Step: CustomTestStringConvertible, Sendable {
        let from: String
        let to: String
        let party: Party
        let knows: Bool
        let outcome: FieldOutcome.Kind
        let rule: MergeRule

        init(
            _ from: String,
            _ to: String,
            _ party: Party,
            knows: Bool = true,
            _ outcome: FieldOutcome.Kind,
            _ rule: MergeRule
        ) {
            (self.from, self.to, self.party) = (from, to, party)
            (self.knows, self.outcome, self.rule) = (knows, outcome, rule)
        }

        var testDescription: String {
            "\(from) → \(to) by \(party)\(knows ? "" : ", unknowing")"
        }
    }

    @Test(arguments: [
        Step("in_use", "stopped", .userUnit, .applied, .plain),
        Step("in_use", "in_use", .userUnit, .noop, .plain),
        Step("stopped", "in_use", .userUnit, knows: false, .superseded, .hubOrder),
        Step("stopped", "scrapped", .userUnit, knows: false, .merged, .terminal),
        Step("scrapped", "in_use", .userUnit, .superseded, .transition),
        Step("in_use", "stopped", .verificationBody, .forbidden, .mayNotWrite),
        Step("in_use", "stopped", .authority, knows: false, .merged, .rank),
    ])
    func `the use status follows its table`(_ step: Step) {
        var fixture = Fixture(["status": step.from])
        let patch = Fixture.application(["body": Fixture.body, "state": "applied"])
        fixture.apply(Fixture.draft(.userUnit, site: 1, seq: 2, base: 1, patch))
        let outcomes = fixture.apply(
            Fixture.draft(
                step.party,
                site: 5,
                base: step.knows ? 2 : 0,
                Fixture.instrument(["status": step.to])
            )
        )
        #expect(outcomes.map(\.outcome) == [step.outcome])
        #expect(outcomes.map(\.rule) == [step.rule])
    }

    @Test(arguments: [
        Step("applied", "accepted", .verificationBody, .applied, .plain),
        Step("applied", "returned", .verificationBody, .applied, .plain),
        Step("applied", "completed", .verificationBody, .superseded, .transition),
        Step("applied", "accepted", .userUnit, .forbidden, .mayNotWrite),
        Step("applied", "withdrawn", .userUnit, .applied, .plain),
        Step("accepted", "withdrawn", .verificationBody, .forbidden, .mayNotWrite),
        Step("accepted", "scheduled", .verificationBody, .applied, .plain),
        Step("accepted", "completed", .verificationBody, .applied, .plain),
        Step("accepted", "withdrawn", .userUnit, knows: false, .superseded, .hubOrder),
        Step("completed", "accepted", .verificationBody, .superseded, .transition),
        Step("returned", "accepted", .verificationBody, .superseded, .transition),
    ])
    func `a job follows its table`(_ step: Step) {
        var fixture = Fixture.applied()
        let way = ["accepted": ["accepted"], "returned": ["returned"]][step.from] ?? []
        let steps = step.from == "completed" ? ["accepted", "completed"] : way
        for (index, state) in steps.enumerated() {
            fixture.apply(
                Fixture.draft(
                    .verificationBody,
                    site: 2,
                    seq: Int64(index + 1),
                    base: 2,
                    Fixture.application(["state": state])
                )
            )
        }
        let outcomes = fixture.apply(
            Fixture.draft(
                step.party,
                site: 5,
                base: step.knows ? 9 : 2,
                Fixture.application(["state": step.to])
            )
        )
        #expect(outcomes.map(\.outcome) == [step.outcome])
        #expect(outcomes.map(\.rule) == [step.rule])
    }

    @Test func `a body has no word in the job of another`() {
        var fixture = Fixture.applied()
        let second = Fixture.id(7)
        fixture.apply(
            Fixture.draft(
                .userUnit,
                site: 1,
                seq: 3,
                base: 2,
                Patch(
                    .application,
                    second,
                    [.init("body", Fixture.otherBody), .init("state", "applied")]
                )
            )
        )
        let accepted = Patch(.application, second, [.init("state", "accepted")])
        func outcome(_ organisation: String) -> [FieldOutcome.Kind] {
            fixture.apply(
                Fixture.draft(
                    .verificationBody,
                    site: 2,
                    base: 3,
                    organisation: organisation,
                    accepted
                )
            ).map(\.outcome)
        }
        #expect(outcome(Fixture.body) == [.forbidden])
        let result = Fixture.verification(
            9,
            ["application": second.description, "verifiedOn": "2026-11-02", "result": "pass"]
        )
        let taken = fixture.apply(
            Fixture.draft(.verificationBody, site: 2, seq: 2, base: 3, result)
        )
        #expect(Set(taken.map(\.outcome)) == [.forbidden])
        #expect(outcome(Fixture.otherBody) == [.applied])
    }

    @Test func `a body applies for an instrument of its own as its user unit`() {
        var fixture = Fixture(nothing: ())
        let fields = ["serial": "1", "status": "in_use", "regime": "periodic"]
        let drafts = [
            Fixture.draft(
                .verificationBody,
                site: 1,
                kind: .register,
                Fixture.instrument(fields)
            ),
            Fixture.draft(
                .verificationBody,
                site: 1,
                seq: 2,
                base: 1,
                Fixture.application(["body": Fixture.body, "state": "applied"])
            ),
            Fixture.draft(
                .verificationBody,
                site: 1,
                seq: 3,
                base: 2,
                Fixture.application(["state": "accepted", "acceptedOn": "2026-11-02"])
            ),
        ]
        for draft in drafts {
            let outcomes = fixture.apply(draft)
            #expect(outcomes.allSatisfy { $0.outcome == .applied }, "\(outcomes)")
        }
        let job = fixture.state.records.first { $0.kind == .application }
        #expect(job?["state"] == "accepted")
    }

    @Test func `the user unit only proposes what the body engraves, and may drop its proposal`() {
        var fixture = Fixture.applied()
        fixture.apply(
            Fixture.draft(.verificationBody, site: 2, base: 2, Fixture.instrument(["model": "甲"]))
        )
        func write(_ seq: Int64, _ value: String) -> FieldOutcome? {
            fixture.apply(
                Fixture.draft(
                    .userUnit,
                    site: 1,
                    seq: seq,
                    base: 3,
                    Fixture.instrument(["model": value])
                )
            ).first
        }
        let proposal = write(3, "乙")
        #expect(proposal?.outcome == .proposal)
        #expect(proposal?.replaced == [])
        let dropped = write(4, "甲")
        #expect(dropped?.outcome == .noop)
        #expect(dropped?.replaced == [4])
        #expect(fixture.record(Fixture.instrument)?["model"] == "甲")
    }

    @Test func `two sites of one organisation need a person, and one who saw both settles it`() {
        var fixture = Fixture()
        for (site, value) in [(2, "3号仓"), (3, "5号仓")] {
            fixture.apply(
                Fixture.draft(
                    .userUnit,
                    site: site,
                    base: 1,
                    Fixture.instrument(["location": value])
                )
            )
        }
        #expect(fixture.outcomes.last?.first?.outcome == .needsHuman)
        let settled = fixture.apply(
            Fixture.draft(
                .userUnit,
                site: 2,
                seq: 2,
                base: 3,
                Fixture.instrument(["location": "5号仓"])
            )
        )
        #expect(settled.first?.replaced == [3, 2])
        #expect(settled.first?.rule == .seen)
        #expect(fixture.claims(on: "location").count == 1)
    }

    @Test func `an instrument that a body has built on stays`() {
        var fixture = Fixture.applied()
        let withdraw = Fixture.draft(
            .userUnit,
            site: 1,
            seq: 3,
            base: 2,
            kind: .withdraw,
            Patch(.instrument, Fixture.instrument, [])
        )
        var relied = fixture
        relied.apply(
            Fixture.draft(
                .verificationBody,
                site: 2,
                base: 2,
                Fixture.application(["state": "accepted"])
            )
        )
        #expect(relied.apply(withdraw).map(\.rule) == [.reliedOn])
        #expect(relied.state.canonicalRecords(of: Fixture.instrument).count == 2)
        #expect(fixture.apply(withdraw).map(\.outcome) == [.applied])
        #expect(fixture.state.canonicalRecords(of: Fixture.instrument).isEmpty)
    }

    @Test func `every outcome but a plain one has a rule, whatever is written`() {
        var kinds: Set<FieldOutcome.Kind> = []
        for seed in UInt64(1)...300 {
            var random = SeededGenerator(seed: seed)
            var fixture = Fixture.applied()
            var next: [Int: Int64] = [:]
            for _ in 0..<12 {
                let draft = Self.anyDraft(&next, &random)
                for outcome in fixture.apply(draft) {
                    kinds.insert(outcome.outcome)
                    let isPlain = [.applied, .noop].contains(outcome.outcome)
                    #expect(isPlain || outcome.rule != .plain, "seed \(seed): \(outcome)")
                    let isLost = [.superseded, .proposal, .needsHuman].contains(outcome.outcome)
                    let isTold = !outcome.conflicts.isEmpty || outcome.rule == .reliedOn
                    #expect(!isLost || isTold, "seed \(seed): \(outcome)")
                }
            }
        }
        #expect(kinds == Set(FieldOutcome.Kind.allCases))
    }

    /// Some write of somebody, sensible or not.
    private static func anyDraft(
        _ next: inout [Int: Int64],
        _ random: inout SeededGenerator
    ) -> Fixture.Draft {
        let party = Party.allCases.randomElement(using: &random) ?? .userUnit
        let site = Int.random(in: 2...3, using: &random) + 10 * (party.rawValue.utf8.count)
        next[site, default: 0] += 1
        let values: [(Bool, String, [String?])] = [
            (true, "model", ["甲", "乙", nil]), (true, "location", ["甲", "乙", nil]),
            (true, "status", ["in_use", "stopped", "scrapped"]),
            (true, "filing", ["filed", "registered", "returned"]),
            (true, "nonsense", ["甲"]),
            (false, "state", ["applied", "accepted", "completed", "withdrawn"]),
            (false, "body", [Fixture.body, Fixture.otherBody]),
            (false, "reason", ["new", "expiring"]),
            (false, "acceptedOn", ["2026-11-02", "2026-11-03"]),
        ]
        let (isInstrument, field, choices) = values.randomElement(using: &random) ?? values[0]
        let value = choices.randomElement(using: &random) ?? nil
        return Fixture.draft(
            party,
            site: site,
            seq: next[site] ?? 1,
            time: UInt64.random(in: 900...905, using: &random),
            base: Int64.random(in: 0...14, using: &random),
            isInstrument
                ? Fixture.instrument([field: value]) : Fixture.application([field: value])
        )
    }
}
