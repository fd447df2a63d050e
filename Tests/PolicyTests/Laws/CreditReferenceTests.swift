import Policy
import TestSupport
import Testing

/// 四（三） once more, as slow and as literal as possible, against the real rules.
struct CreditReferenceTests {
    @Test(arguments: [1, 2, 3, UInt64.random(in: .min ... .max)])
    func `a second implementation agrees on random facts`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var grades: Set<String> = []
        for _ in 0..<20_000 {
            let today = day("2024-01-01").adding(days: .random(in: 0..<1096, using: &generator))
            let facts = randomFacts(using: &generator)
            let expected = Reference(facts, today)
            let rules = PolicyEngine().creditRules(on: today)
            let found = rules.conclusion(for: SubjectFacts(facts: facts))
            let decision = found.decision
            let agrees =
                decision.score == expected.score
                && decision.byScore.rawValue == expected.byScore
                && decision.grade.rawValue == expected.grade
                && (decision.direct != nil) == expected.isDirect
                && decision.needsConfirmation == (expected.grade == "E")
                && found.counted.map(\.fact) == expected.counted
                && found.excluded.map(\.fact) == expected.excluded
                && rules.decision(for: SubjectFacts(facts: facts)) == decision
            if !agrees { Issue.record("seed \(seed): \(facts) on \(today): \(found)") }
            grades.insert(expected.grade + (expected.isDirect ? "!" : ""))
        }
        #expect(grades == ["A", "B", "C", "D", "E", "E!"], "all grades occur, seed \(seed)")
    }

    private func randomFacts(using generator: inout SeededGenerator) -> [CreditFact] {
        let codes = Reference.items.keys.sorted() + ["D01", "D02", "D03", "D04"]
        let isGood = Bool.random(using: &generator)
        let count = Int.random(in: 0...9, using: &generator)
        return (0..<count).map { index in
            func oneIn(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }
            func anyDay() -> Day {
                day("2018-12-01").adding(days: .random(in: 0..<3000, using: &generator))
            }
            let code = codes.filter { oneIn(4) || $0.hasPrefix(isGood ? "S" : "N") }
                .randomElement(using: &generator)
            return CreditFact(
                id: "f\(index)",
                code: code ?? "N09",
                creditClass: CreditClass.allCases.randomElement(using: &generator) ?? .bad,
                determinedOn: oneIn(6) ? day("2020-02-29") : anyDay(),
                procedure: oneIn(5) ? (oneIn(2) ? nil : .summary) : .ordinary,
                isFinal: oneIn(5) ? (oneIn(2) ? nil : false) : true,
                repairedOn: oneIn(6) ? anyDay() : nil,
                retainUntil: oneIn(4) ? anyDay() : nil
            )
        }
    }
}

/// Written from the text of the rules alone; shares only the facts with the real implementation.
private struct Reference {
    var score = 90
    var byScore = "E"
    var grade = "E"
    var isDirect = false
    var counted: [String] = []
    var excluded: [String] = []

    /// Points and cap of every item of the placeholder, 99 where there is no cap.
    static let items: [String: (points: Int, cap: Int)] = [
        "S01": (1, 2), "S02": (2, 4), "S03": (1, 1), "S04": (3, 3), "S05": (2, 3), "S06": (1, 1),
        "S07": (1, 2), "N01": (-1, 5), "N02": (-1, 10), "N03": (-5, 15), "N04": (-1, 5),
        "N05": (-5, 10), "N06": (-10, 999), "N07": (-2, 6), "N08": (-10, 999), "N10": (-5, 999),
        "N11": (-10, 999), "N12": (-20, 999), "N13": (-30, 999),
    ]

    init(_ facts: [CreditFact], _ today: Day) {
        let counting = facts.filter { counts($0, today) }
        counted = counting.map(\.id)
        excluded = facts.filter { !counts($0, today) }.map(\.id)
        for (code, item) in Self.items {
            let number = counting.filter { $0.code == code }.count
            let size = min(number * abs(item.points), item.cap)
            score += item.points > 0 ? size : -size
        }
        if score > 100 { score = 100 }
        if score < 0 { score = 0 }
        if score >= 65 { byScore = "D" }
        if score >= 75 { byScore = "C" }
        if score >= 85 { byScore = "B" }
        if score >= 95 { byScore = "A" }
        isDirect = counting.contains {
            ["D01", "D02", "D03", "D04", "N12", "N13"].contains($0.code)
        }
        grade = isDirect ? "E" : byScore
    }

    private func counts(_ fact: CreditFact, _ today: Day) -> Bool {
        let isGround = fact.code.hasPrefix("D")
        guard isGround || Self.items[fact.code] != nil else { return false }
        if today < fact.determinedOn { return false }
        if let repaired = fact.repairedOn, today >= repaired { return false }
        if let end = fact.retainUntil, today > end { return false }
        if !(isGround && fact.retainUntil != nil), today > fiveYears(after: fact.determinedOn) {
            return false
        }
        if ["N10", "N11", "N12", "N13"].contains(fact.code) {
            return fact.isFinal == true && fact.procedure != .summary
        }
        return true
    }

    private func fiveYears(after start: Day) -> Day {
        let (year, month, dayOfMonth) = start.parts
        return Day(year: year + 5, month: month, day: dayOfMonth) ?? day("\(year + 5)-02-28")
    }
}
