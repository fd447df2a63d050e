import Policy
import Testing

/// 四（三） with 三（二） as tables. The day is 2026-11-25 unless a row says otherwise.
struct CreditGradeTests {
    private let rules = PolicyEngine().creditRules(on: day("2026-11-25"))

    private func conclusion(
        _ facts: CreditFact...,
        on text: String = "2026-11-25"
    ) -> CreditConclusion {
        PolicyEngine().creditRules(on: day(text)).conclusion(for: SubjectFacts(facts: facts))
    }

    static let scores: [(codes: String, score: Int, grade: String, direct: String?)] = [
        ("", 90, "B", nil), ("S01", 91, "B", nil), ("S01 S01", 92, "B", nil),
        ("S01 S01 S01", 92, "B", nil), ("S02 S02 S02", 94, "B", nil), ("S02 S02 S01", 95, "A", nil),
        ("S03 S03", 91, "B", nil), ("S04 S04", 93, "B", nil), ("S05 S05", 93, "B", nil),
        ("S05", 92, "B", nil), ("S06 S06", 91, "B", nil), ("S07 S07 S07", 92, "B", nil),
        ("S01 S01 S02 S02 S03 S04 S05 S05 S06 S07 S07", 100, "A", nil),
        ("N01", 89, "B", nil), ("N01 N01 N01 N01 N01 N01 N01", 85, "B", nil),
        ("N02 N02 N02 N02 N02 N02 N02 N02 N02 N02 N02", 80, "C", nil),
        ("N03", 85, "B", nil), ("N03 N03 N03 N03", 75, "C", nil), ("N04", 89, "B", nil),
        ("N05 N05 N05", 80, "C", nil), ("N06", 80, "C", nil), ("N06 N06", 70, "D", nil),
        ("N06 N06 N06", 60, "E", nil), ("N07 N07 N07 N07", 84, "C", nil), ("N08", 80, "C", nil),
        ("N10", 85, "B", nil), ("N11", 80, "C", nil), ("N11 N11", 70, "D", nil),
        ("N11 N11 N11", 60, "E", nil), ("N12", 70, "E", "N12"), ("N13", 60, "E", "N13"),
        ("N11 N11 N10", 65, "D", nil), ("N11 N11 N10 N01", 64, "E", nil),
        ("N13 N13 N13 N13", 0, "E", "N13"), ("N13 N13 N13 S01", 1, "E", "N13"),
        ("D01", 90, "E", "D01"), ("D02", 90, "E", "D02"), ("D03", 90, "E", "D03"),
        ("S01 D04", 91, "E", "D04"), ("N12 D01", 70, "E", "N12"), ("D01 N12", 70, "E", "D01"),
    ]

    @Test(arguments: scores)
    func `四（三） facts make a score and the score a grade`(
        _ row: (codes: String, score: Int, grade: String, direct: String?)
    ) {
        let codes = row.codes.split(separator: " ").map(String.init)
        let facts = codes.enumerated().map { fact($1, id: "f\($0)") }
        let conclusion = rules.conclusion(for: SubjectFacts(facts: facts))
        let decision = conclusion.decision
        #expect(decision.score == row.score)
        #expect(decision.grade.rawValue == row.grade)
        #expect(decision.direct == row.direct)
        #expect(decision.needsConfirmation == (row.grade == "E"))
        // A fact whose points a cap swallows still stands in the list.
        #expect(conclusion.counted.map(\.fact) == facts.map(\.id))
        #expect(conclusion.excluded.isEmpty)
        #expect(rules.decision(for: SubjectFacts(facts: facts)) == decision)
    }

    @Test(arguments: [
        (95, "A"), (94, "B"), (85, "B"), (84, "C"), (75, "C"), (74, "D"), (65, "D"), (64, "E"),
        (0, "E"), (100, "A"),
    ])
    func `四（三） the lower bound of a band decides`(score: Int, grade: String) throws {
        let measures = try measures(with: ["score.base": "\(score)"])
        let decision = PolicyEngine(measures: measures).creditRules(on: day("2026-11-25"))
            .decision(for: SubjectFacts())
        #expect(decision.score == score)
        #expect(decision.byScore.rawValue == grade)
    }

    static let windows: [(determined: String, day: String, counts: Bool)] = [
        ("2026-11-25", "2026-11-25", true), ("2026-11-26", "2026-11-25", false),
        ("2021-11-25", "2026-11-25", true), ("2021-11-24", "2026-11-25", false),
        ("2020-02-29", "2025-02-28", true), ("2020-02-29", "2025-03-01", false),
        ("2019-02-28", "2024-02-28", true), ("2019-02-28", "2024-02-29", false),
        ("2019-03-31", "2024-03-31", true), ("2019-03-31", "2024-04-01", false),
    ]

    @Test(arguments: windows)
    func `三（二） a fact counts from its day to the corresponding day five years later`(
        _ row: (determined: String, day: String, counts: Bool)
    ) {
        for code in ["S01", "N11", "D01"] {
            let found = conclusion(fact(code, on: row.determined), on: row.day)
            #expect(found.counted.isEmpty != row.counts, "\(code)")
            if row.counts {
                #expect(found.counted.first?.countsUntil == day(row.determined).adding(months: 60))
            }
        }
    }

    @Test func `what is repaired or no longer kept does not count from that day on`() {
        let repaired = fact("N11", repaired: "2026-11-25")
        #expect(conclusion(repaired).excluded.map(\.because) == [.repaired(on: day("2026-11-25"))])
        #expect(conclusion(repaired, on: "2026-11-24").decision.score == 80)
        let kept = fact("N11", retained: "2026-11-24")
        #expect(conclusion(kept).excluded.map(\.because) == [.retentionOver(day("2026-11-24"))])
        #expect(conclusion(kept, on: "2026-11-24").decision.score == 80)
        #expect(conclusion(fact("D03", repaired: "2026-11-25")).decision.grade == .b)
    }

    @Test func `a direct ground counts while it is kept, other facts no longer than five years`() {
        let long = conclusion(
            fact("D03", id: "d", on: "2010-01-01", retained: "2030-01-01"),
            fact("N11", id: "n", on: "2010-01-01", retained: "2030-01-01")
        )
        #expect(long.decision.grade == .e)
        #expect(long.counted.map(\.fact) == ["d"])
        #expect(long.counted.first?.countsUntil == day("2030-01-01"))
        #expect(long.excluded.map(\.because) == [.windowOver(day("2015-01-01"))])
    }

    @Test func `a penalty counts once it is final, unless by summary procedure`() {
        for code in ["N10", "N11", "N12", "N13"] {
            let open = conclusion(fact(code, isFinal: false))
            #expect(open.excluded.map(\.because) == [.notFinal])
            #expect(open.decision.grade == .b)
            #expect(conclusion(fact(code, isFinal: nil)).excluded.map(\.because) == [.notFinal])
            let summary = conclusion(fact(code, procedure: .summary))
            #expect(summary.excluded.map(\.because) == [.summaryProcedure])
            #expect(
                summary.excluded.map(\.provision) == [
                    CreditInformationRegulation2017.finalPenalties
                ]
            )
            #expect(conclusion(fact(code, procedure: nil)).excluded.isEmpty)
        }
        // Only penalties are contested: other information counts whatever is said of it.
        #expect(conclusion(fact("N08", procedure: .summary, isFinal: false)).excluded.isEmpty)
        #expect(conclusion(fact("D02", procedure: .summary, isFinal: false)).excluded.isEmpty)
    }

    @Test func `a code that the pack does not have is left out`() {
        #expect(conclusion(fact("N09")).excluded.map(\.because) == [.unknownCode])
        #expect(conclusion(fact("n11")).decision.score == 90)
    }

    @Test func `a grade names the passages it rests on`() {
        #expect(conclusion().provisions.map(\.label) == ["四（三）得分评价", "四（三）B级"])
        #expect(
            conclusion(fact("N12"), fact("D01"), fact("N13")).provisions.map(\.label)
                == ["四（三）直接判定", "四（三）直接判定第2项", "四（三）直接判定第1项"]
        )
    }

    @Test func `a reading changes a grade only through its name`() throws {
        let open = SubjectFacts(facts: [fact("N12", procedure: .summary, isFinal: false)])
        let old = SubjectFacts(facts: [fact("D01", on: "2010-01-01", retained: "2030-01-01")])
        func decision(_ name: String, _ value: String, _ facts: SubjectFacts) throws
            -> CreditDecision
        {
            try PolicyEngine(measures: measures(with: [name: value]))
                .creditRules(on: day("2026-11-25")).decision(for: facts)
        }
        #expect(try decision("penalty.requires_finality", "false", open).grade == .b)
        #expect(try decision("penalty.exclude_summary", "false", open).grade == .b)
        #expect(try decision("direct_E.lifetime", #""window""#, old).grade == .b)
        #expect(try !decision("grade.E_requires_confirmation", "false", old).needsConfirmation)
        #expect(try decision("window.years", "20", old).grade == .e)
        let grave = SubjectFacts(facts: [fact("N12")])
        #expect(try decision("direct_E.single_deduction", "21", grave).grade == .d)
    }

    @Test func `every exclusion is said in both languages`() {
        let some = day("2026-01-01")
        let all: [CreditExclusion] = [
            .unknownCode, .notDetermined(on: some), .repaired(on: some), .retentionOver(some),
            .windowOver(some), .summaryProcedure, .notFinal,
        ]
        let texts = all.flatMap { reason in Language.allCases.map { reason.text(in: $0) } }
        #expect(Set(texts).count == 14)
    }
}

/// A fact that counts, but for what the test changes.
func fact(
    _ code: String,
    id: String = "f",
    on text: String = "2024-05-06",
    procedure: PenaltyProcedure? = .ordinary,
    isFinal: Bool? = true,
    repaired: String? = nil,
    retained: String? = nil
) -> CreditFact {
    CreditFact(
        id: id,
        code: code,
        creditClass: code.hasPrefix("S") ? .good : code.hasPrefix("D") ? .direct : .bad,
        determinedOn: day(text),
        procedure: procedure,
        isFinal: isFinal,
        repairedOn: repaired.map(day),
        retainUntil: retained.map(day)
    )
}
