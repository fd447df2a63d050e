import Explanations
import Policy
import SyncCore
import TestSupport
import Testing

/// Equal facts under equal rules give equal bytes; anything else gives another digest.
struct DigestTests {
    static let today = day("2026-11-23")

    static func explain(
        _ change: (inout InstrumentFacts) -> Void = { _ in },
        id: String = "01a2133e-51be-7183-ba69-bfdd427bce3a",
        on day: Day = today,
        by engine: PolicyEngine = PolicyEngine()
    ) -> Explanation {
        var facts = InstrumentFacts(
            verifications: [
                VerificationFacts(on: .init("2025-12-20"), until: .init("2026-12-19")),
                VerificationFacts(on: .init("2025-12-20"), until: .init("2026-12-20")),
            ]
        )
        change(&facts)
        return Explanation(of: id, .instrument(facts), on: day, by: engine)
    }

    static func grade(_ change: (inout CreditFact) -> Void = { _ in }) -> Explanation {
        var fact = CreditFact(
            id: "罚-1",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2024-02-29"),
            procedure: .ordinary,
            isFinal: true
        )
        change(&fact)
        let facts = Explanation.Facts.subject(SubjectFacts(facts: [fact]))
        return Explanation(of: "91330106MA00000003", facts, on: today, by: PolicyEngine())
    }

    @Test func `equal facts give equal bytes`() {
        #expect(Self.explain().fileBytes == Self.explain().fileBytes)
        #expect(Self.grade().fileBytes == Self.grade().fileBytes)
        #expect(Self.explain().digest.count == 64)
        #expect(Self.explain().json.canonicalText.contains(#""code":"term_ending""#))
    }

    @Test func `every changed fact gives another digest`() {
        let changes: [(inout InstrumentFacts) -> Void] = [
            { $0.status = .standby }, { $0.isCompulsory = false }, { $0.regime = .rotate },
            { $0.repairedOn = day("2020-01-01") }, { $0.verifications.reverse() },
            { $0.verifications[0].isDeclared = true }, { $0.verifications[0].validUntil = nil },
            { $0.verifications[0].on = day("2020-01-01") }, { $0.verifications[0].result = .fail },
            { _ = $0.verifications.removeFirst() },
        ]
        var digests: Set<String> = [Self.explain().digest, Self.explain(id: "other").digest]
        for change in changes { digests.insert(Self.explain(change).digest) }
        digests.insert(Self.explain(on: day("2026-11-24")).digest)
        #expect(digests.count == changes.count + 3)
    }

    @Test func `every changed fact of a credit file gives another digest`() {
        let changes: [(inout CreditFact) -> Void] = [
            { $0.id = "罚-2" }, { $0.code = "N10" }, { $0.creditClass = .good },
            { $0.determinedOn = day("2024-03-01") }, { $0.procedure = nil },
            { $0.isFinal = false }, { $0.repairedOn = day("2027-01-01") },
            { $0.retainUntil = day("2029-02-28") }, { $0.isDisputed = true },
            { $0.gravity = .minor }, { $0.remedy.isPerformed = false },
            { $0.remedy.isEffectRemoved = false }, { $0.remedy.hasCommitted = false },
        ]
        var digests: Set<String> = [Self.grade().digest]
        for change in changes { digests.insert(Self.grade(change).digest) }
        #expect(digests.count == changes.count + 1)
    }

    /// Another value of each parameter that is a word.
    private static let words = [
        "warning.month_rule": "forward_civil_code", "warning.unverified_as": "red",
        "upload.start": "verification_date", "upload.complete": "data",
        "upload.warn_start": "certificate_issued",
        "direct_E.lifetime": "window", "score.stop_on": "publication_end",
        "constraints.grades": "D,E", "repair.profile": "zhejiang",
    ]

    @Test func `every changed parameter gives another digest, needed or not`() throws {
        let engine = PolicyEngine()
        let usual = Self.explain().digest
        for (name, parameter) in engine.laws.flatMap({ Array($0.set.parameters) }) {
            let value: ParameterValue
            switch parameter.values.inForce(on: Self.today).value {
            case .integer(let number): value = .integer(number == 120 ? 119 : number + 1)
            case .flag(let flag): value = .flag(!flag)
            case .text: value = .text(try #require(Self.words[name], "\(name)"))
            }
            let changed = try engine.replacing(name, with: value)
            #expect(Self.explain(by: changed).digest != usual, "\(name)")
        }
    }

    @Test func `another rule pack or calendar gives another digest`() throws {
        let json = String(decoding: RulePack.builtIn.json, as: UTF8.self)
        let usual = Self.explain().digest
        for (old, new) in [
            ("hangzhou-placeholder-1", "hangzhou-2"), (#""points": 3"#, #""points": 2"#),
        ] {
            let text = json.replacing(old, with: new)
            #expect(text != json)
            let pack = try RulePack(json: Array(text.utf8))
            #expect(
                Self.explain(by: PolicyEngine(rulePacks: RulePackHistory(pack))).digest != usual,
                "\(new)"
            )
        }
        let relaid = try RulePack(json: Array(json.replacing("\n", with: "\n ").utf8))
        #expect(Self.explain(by: PolicyEngine(rulePacks: RulePackHistory(relaid))).digest == usual)
        let calendar = try WorkingCalendar(
            csv: Array(SamplePolicy.calendar2027.utf8)
        )
        #expect(Self.explain(by: PolicyEngine(calendar: calendar)).digest != usual)
    }
}

extension VerificationFacts {
    fileprivate init(on: Day?, until: Day?) {
        self.init(on: on ?? Day(number: 0), result: .pass, validUntil: until)
    }
}
