import Policy
import TestSupport
import Testing

/// The ways through many, which explain nothing, against the conclusions, which explain everything.
struct FastPathTests {
    private static let seeds = [1, 2, UInt64.random(in: .min ... .max)]

    @Test(arguments: seeds)
    func `colours of many are the colours of the conclusions`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let engine = PolicyEngine()
        for _ in 0..<40 {
            let today = anyDay(using: &generator)
            let facts = (0..<500).map { _ in anyInstrument(near: today, using: &generator) }
            let rules = engine.warningRules(on: today)
            let colors = rules.colors(of: facts.map { WarningInputs($0, on: today) })
            #expect(colors.count == facts.count)
            for (facts, color) in zip(facts, colors) {
                let conclusion = engine.conclusion(for: facts, on: today)
                if conclusion.color != color {
                    Issue.record("seed \(seed): \(facts) on \(today): \(color), \(conclusion)")
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `grades of many in one pass are the grades of the conclusions`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for pack in [RulePack.builtIn, try datedItems()] {
            let today = anyDay(using: &generator)
            let engine = PolicyEngine(rulePacks: RulePackHistory(pack))
            let rules = engine.creditRules(on: today)
            let codes = CreditCodes(of: rules)
            // One tally for all: nothing of one unit may reach the next.
            var tally = CreditTally(by: rules)
            var grades: Set<CreditGrade> = []
            for _ in 0..<3000 {
                let facts = anyFacts(of: pack, near: today, using: &generator)
                for fact in facts { tally.add(entry(fact, codes)) }
                let decision = tally.finish()
                let conclusion = rules.conclusion(for: SubjectFacts(facts: facts))
                if conclusion.decision != decision {
                    Issue.record("seed \(seed): \(facts) on \(today): \(decision), \(conclusion)")
                }
                grades.insert(decision.grade)
            }
            #expect(grades.count == 5, "every grade occurs, seed \(seed)")
        }
    }

    @Test func `a code is found by its bytes as it is by its text`() throws {
        for pack in [RulePack.builtIn, try datedItems()] {
            let rules = PolicyEngine(rulePacks: RulePackHistory(pack)).creditRules(
                on: day("2026-11-23")
            )
            let codes = CreditCodes(of: rules)
            let strange = ["", "N", "N0", "N01 ", "n01", "N01\0", "N0123456", "信用", "N010N010N"]
            for code in pack.items.map(\.code) + ["D01", "D02", "D03", "D04", "D05"] + strange {
                #expect(kind(of: code, codes) == rules.kind(of: code), "`\(code)`")
            }
        }
    }

    // MARK: What is drawn

    private func kind(of code: String, _ codes: CreditCodes) -> CreditKind {
        var code = code
        return code.withUTF8 { codes.kind(of: $0) }
    }

    /// As a reader of a table makes it.
    private func entry(_ fact: CreditFact, _ codes: CreditCodes) -> CreditEntry {
        var procedure = fact.procedure?.rawValue ?? ""
        return CreditEntry(
            kind: kind(of: fact.code, codes),
            determinedOn: fact.determinedOn,
            procedure: procedure.withUTF8 { PenaltyProcedure(ascii: $0) },
            isFinal: fact.isFinal,
            repairedOn: fact.repairedOn,
            retainUntil: fact.retainUntil
        )
    }

    /// A pack whose items come and go, so that a code can be known and not in force.
    private func datedItems() throws -> RulePack {
        let items = [
            ("S04", 3, "2021-09-30", nil), ("S05", 5, "2025-01-01", "2025-06-30"),
            ("N06", -8, "2021-09-30", "2025-06-30"), ("N06", -12, "2025-07-01", nil),
            ("N13", -25, "2021-09-30", nil),
        ]
        let texts = items.map { code, points, from, until in
            """
            {"code": "\(code)", "class": "\(points > 0 ? "good" : "bad")", "name": "x",
            "points": \(points), "cap": \(points > 0 ? "\(points * 2)" : "null"),
            "penalty": \(points < -20), "validFrom": "\(from)",
            "validUntil": \(until.map { "\"\($0)\"" } ?? "null")}
            """
        }
        let json = """
            {"version": "dated-items", "status": "placeholder", "validFrom": "2021-09-30",
            "source": "test", "items": [\(texts.joined(separator: ","))]}
            """
        return try RulePack(json: Array(json.utf8))
    }

    private func anyDay(using generator: inout SeededGenerator) -> Day {
        day("2024-01-01").adding(days: .random(in: 0..<1096, using: &generator))
    }

    private func anyInstrument(
        near today: Day,
        using generator: inout SeededGenerator
    ) -> InstrumentFacts {
        func near() -> Day { today.adding(days: .random(in: -90...90, using: &generator)) }
        func oneIn(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }
        return InstrumentFacts(
            status: UseStatus.allCases.randomElement(using: &generator) ?? .inUse,
            isCompulsory: !oneIn(4),
            regime: VerificationRegime.allCases.randomElement(using: &generator) ?? .periodic,
            verifications: (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                VerificationFacts(
                    on: near(),
                    result: VerificationResult.allCases.randomElement(using: &generator) ?? .pass,
                    validUntil: oneIn(5) ? nil : near(),
                    isDeclared: oneIn(2)
                )
            },
            repairedOn: oneIn(3) ? near() : nil
        )
    }

    private func anyFacts(
        of pack: RulePack,
        near today: Day,
        using generator: inout SeededGenerator
    ) -> [CreditFact] {
        func oneIn(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }
        func near() -> Day { today.adding(days: .random(in: -2200...300, using: &generator)) }
        let isGood = oneIn(2)
        let codes = pack.items.filter { oneIn(4) || ($0.points > 0) == isGood }.map(\.code)
        return (0..<Int.random(in: 0...8, using: &generator)).map { index in
            let known = codes.randomElement(using: &generator) ?? "S1"
            return CreditFact(
                id: "f\(index)",
                code: oneIn(40) ? "D01" : oneIn(30) ? "NOBODY-KNOWS" : known,
                creditClass: .bad,
                determinedOn: near(),
                procedure: oneIn(4) ? (oneIn(2) ? nil : .summary) : .ordinary,
                isFinal: oneIn(5) ? (oneIn(2) ? nil : false) : true,
                repairedOn: oneIn(8) ? near() : nil,
                retainUntil: oneIn(4) ? near() : nil
            )
        }
    }
}
