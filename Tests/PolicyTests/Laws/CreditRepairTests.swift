import Policy
import Testing

/// 四（四）: what an application for repair finds, by its day and the gravity of the fact.
struct CreditRepairTests {
    private static func fact(_ gravity: Gravity? = nil, _ remedy: Remedy = Remedy()) -> CreditFact {
        CreditFact(
            id: "f",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2025-05-31"),
            isFinal: true,
            gravity: gravity,
            remedy: remedy
        )
    }

    private static func conclusion(
        _ fact: CreditFact,
        others: [CreditFact] = [],
        isListed: Bool? = false,
        graded grade: CreditGrade = .c,
        on text: String,
        _ engine: PolicyEngine = PolicyEngine()
    ) -> RepairConclusion? {
        let subject = SubjectFacts(facts: [fact] + others, isOnSeriousList: isListed)
        return engine.repairRules(on: day(text))
            .conclusion(for: fact, of: subject, graded: grade)
    }

    @Test func `四（四） only the repair of an E is cited as that of an E`() {
        func provision(_ grade: CreditGrade) -> Provision? {
            Self.conclusion(Self.fact(), graded: grade, on: "2026-03-31")?.profile.provision
        }
        #expect(provision(.e) == CreditMeasures2021.repairOfE)
        #expect(provision(.d) == CreditMeasures2021.creditRepair)
    }

    static let days: [(gravity: Gravity?, on: String, profile: RepairProfile, first: String?)] = [
        (nil, "2026-03-31", .zhejiang, "2026-06-01"),
        (.minor, "2026-03-31", .zhejiang, "2026-06-01"),
        (.minor, "2026-04-01", .national, "2025-05-31"),
        (.ordinary, "2026-04-01", .national, "2025-09-01"),
        (.serious, "2026-04-01", .national, "2026-06-01"), (nil, "2026-04-01", .national, nil),
    ]

    @Test(arguments: days)
    func `the day of the application decides the rules, the gravity the term`(
        row: (gravity: Gravity?, on: String, profile: RepairProfile, first: String?)
    ) throws {
        let found = try #require(Self.conclusion(Self.fact(row.gravity), on: row.on))
        #expect(found.profile.value == row.profile)
        #expect(found.firstDay == row.first.map(day))
        let time = try #require(found.conditions.first)
        let expected = row.first.map { day($0) <= day(row.on) }
        #expect(time.value.standing == (expected.map { $0 ? .met : .notMet } ?? .notKnown))
        #expect(time.provision.label.hasSuffix("要旨"))
    }

    @Test func `a term of months has passed once its last day is over`() {
        let fact = Self.fact(.serious)
        #expect(
            Self.conclusion(fact, on: "2026-05-31")?.conditions.first?.value.standing == .notMet
        )
        #expect(Self.conclusion(fact, on: "2026-06-01")?.conditions.first?.value.standing == .met)
    }

    @Test func `what is not known is not held to be met, nor to be missing`() {
        func standings(
            _ gravity: Gravity?,
            _ remedy: Remedy,
            isListed: Bool = false
        ) -> [String]? {
            let fact = Self.fact(gravity, remedy)
            return Self.conclusion(fact, isListed: isListed, on: "2026-11-25")?
                .conditions.map(\.value.standing.rawValue)
        }
        #expect(standings(.minor, Remedy()) == ["met", "not_known", "not_known", "met"])
        let done = Remedy(isPerformed: true, hasCommitted: true)
        #expect(standings(.minor, done) == ["met", "met", "met", "met"])
        #expect(standings(nil, done) == ["not_known", "met", "met", "met"])
        #expect(standings(.minor, done, isListed: true) == ["met", "met", "met", "not_met"])
        let open = Remedy(isPerformed: false, hasCommitted: true)
        #expect(standings(.minor, open) == ["met", "not_met", "met", "met"])
    }

    @Test func `the Zhejiang rules ask for the effect, the national ones for a commitment`() {
        func kinds(_ text: String, _ engine: PolicyEngine = PolicyEngine()) -> [String]? {
            Self.conclusion(Self.fact(.minor), on: text, engine)?
                .conditions.map(\.value.kind.rawValue)
        }
        #expect(
            kinds("2026-03-31")
                == ["time_passed", "performed", "effect_removed", "no_same_kind", "not_listed"]
        )
        #expect(kinds("2026-04-01") == ["time_passed", "performed", "committed", "not_listed"])
    }

    @Test func `a later fact of the same kind stands in the way in Zhejiang`() throws {
        func standing(_ code: String, _ determined: String) -> RepairCondition.Standing? {
            let other = CreditFact(
                id: "g",
                code: code,
                creditClass: .bad,
                determinedOn: day(determined)
            )
            let found = Self.conclusion(Self.fact(), others: [other], on: "2026-03-01")
            return found?.conditions.first { $0.value.kind == .noSameKind }?.value.standing
        }
        #expect(standing("N11", "2025-06-01") == .notMet)
        #expect(standing("N11", "2025-05-30") == .met)
        #expect(standing("N11", "2026-03-02") == .met)
        #expect(standing("N10", "2025-06-01") == .met)
        let engine = try PolicyEngine().replacing("repair.no_same_kind", with: .flag(true))
        let again = CreditFact(
            id: "g",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2026-05-01")
        )
        let found = Self.conclusion(
            Self.fact(.minor),
            others: [again],
            on: "2026-11-25",
            engine
        )
        let sameKind = found?.conditions.first { $0.value.kind == .noSameKind }
        #expect(sameKind?.value.standing == .notMet)
    }

    @Test func `there is nothing to repair in good, future and repaired information`() {
        var fact = Self.fact()
        fact.repairedOn = day("2026-01-01")
        #expect(Self.conclusion(fact, on: "2026-01-01") == nil)
        #expect(Self.conclusion(fact, on: "2025-12-31") != nil)
        #expect(Self.conclusion(Self.fact(), on: "2025-05-30") == nil)
        var good = Self.fact()
        good.creditClass = .good
        #expect(Self.conclusion(good, on: "2026-01-01") == nil)
    }
}
