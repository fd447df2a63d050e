import Policy
import TestSupport
import Testing

/// 四（一） once more, as slow and as literal as possible, against the real rules.
struct WarningReferenceTests {
    @Test(arguments: [1, 2, 3, UInt64.random(in: .min ... .max)])
    func `a second implementation agrees on random instruments`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let engine = PolicyEngine()
        var seen: Set<String> = []
        for _ in 0..<20_000 {
            let facts = randomFacts(using: &generator)
            let today = randomDay(using: &generator)
            let expected = Reference(facts: facts, today: today)
            let found = engine.conclusion(for: facts, on: today)
            let fast = engine.color(of: facts, on: today)
            let agrees =
                found.color.rawValue == expected.color
                && found.violations.map(\.rawValue) == expected.violations
                && found.daysLeft == expected.daysLeft
                && fast.color == found.color && fast.violations.violations == found.violations
            if !agrees { Issue.record("seed \(seed): \(facts) on \(today): \(found)") }
            seen.insert(expected.color + expected.violations.joined())
        }
        #expect(seen.count == 6, "four colours and two violations all occur, seed \(seed)")
    }

    @Test func `a second implementation agrees on every combination of flags`() {
        let engine = PolicyEngine()
        let end = day("2026-03-31")
        var count = 0
        for facts in allFlags(until: end) {
            for offset in [-100, -60, -59, -58, -32, -31, -30, -1, 0, 1, 40] {
                let today = end.adding(days: offset)
                let expected = Reference(facts: facts, today: today)
                let found = engine.conclusion(for: facts, on: today)
                if found.color.rawValue != expected.color
                    || found.violations.map(\.rawValue) != expected.violations
                    || found.daysLeft != expected.daysLeft
                {
                    Issue.record("\(facts) on \(today): \(found)")
                }
                count += 1
            }
        }
        #expect(count == 5 * 2 * 3 * 9 * 2 * 4 * 11)
    }

    private func allFlags(until end: Day) -> [InstrumentFacts] {
        var all: [InstrumentFacts] = []
        let results: [VerificationResult?] = [nil, .pass, .fail, .cancelled]
        for status in UseStatus.allCases {
            for isCompulsory in [true, false] {
                for regime in VerificationRegime.allCases {
                    for combination in 0..<18 {
                        let first = results[combination % 3]
                        let second = results[1 + combination / 3 % 3]
                        let isDeclared = combination >= 9
                        let verifications = [
                            first.map {
                                VerificationFacts(
                                    on: end.adding(days: -365),
                                    result: $0,
                                    validUntil: end
                                )
                            },
                            second.map {
                                VerificationFacts(
                                    on: end.adding(days: -50),
                                    result: $0,
                                    validUntil: end.adding(days: 30),
                                    isDeclared: isDeclared
                                )
                            },
                        ].compactMap { $0 }
                        for repaired in [nil, -400, -50, -20] {
                            all.append(
                                InstrumentFacts(
                                    status: status,
                                    isCompulsory: isCompulsory,
                                    regime: regime,
                                    verifications: verifications,
                                    repairedOn: repaired.map { end.adding(days: $0) }
                                )
                            )
                        }
                    }
                }
            }
        }
        return all
    }

    private func randomDay(using generator: inout SeededGenerator) -> Day {
        day("2025-01-01").adding(days: .random(in: 0..<1000, using: &generator))
    }

    private func randomFacts(using generator: inout SeededGenerator) -> InstrumentFacts {
        func oneIn(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }
        let verifications = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let on = randomDay(using: &generator)
            return VerificationFacts(
                on: on,
                result: oneIn(3) ? (oneIn(2) ? .fail : .cancelled) : .pass,
                validUntil: oneIn(6)
                    ? nil : on.adding(days: .random(in: 0...400, using: &generator)),
                isDeclared: oneIn(3)
            )
        }
        return InstrumentFacts(
            status: oneIn(2)
                ? .inUse : UseStatus.allCases.randomElement(using: &generator) ?? .inUse,
            isCompulsory: !oneIn(6),
            regime: VerificationRegime.allCases.randomElement(using: &generator) ?? .periodic,
            verifications: verifications,
            repairedOn: oneIn(3) ? randomDay(using: &generator) : nil
        )
    }
}

/// Written from the text of the rules alone; shares only the facts with the real implementation.
private struct Reference {
    var color = "none"
    var violations: [String] = []
    var daysLeft: Int?

    init(facts: InstrumentFacts, today: Day) {
        if facts.status == .scrapped { return }
        if !facts.isCompulsory { return }

        var known = facts.verifications.filter { $0.on <= today }
        if known.contains(where: { !$0.isDeclared }) { known = known.filter { !$0.isDeclared } }
        let lastDay = known.map(\.on).max()
        let latest = known.last { $0.on == lastDay }
        let inUse = facts.status == .inUse

        if let latest, latest.result != .pass {
            if inUse { color = "red" }
            return
        }
        var isRepairedSince = false
        if let repaired = facts.repairedOn, let latest, repaired <= today, repaired > latest.on {
            isRepairedSince = true
        }
        if latest == nil || isRepairedSince {
            if inUse { violations = ["unverified_in_use"] }
            return
        }
        if facts.regime == .scrapWhenInaccurate { return }
        guard let end = latest?.validUntil else { return }
        daysLeft = Int(end.number) - Int(today.number)
        if today > end {
            if inUse { color = "red" } else { violations = ["expired_idle"] }
        } else if inUse, today >= monthsBefore(end, 1) {
            color = "yellow"
        } else if inUse, today >= monthsBefore(end, 2) {
            color = "green"
        }
    }

    /// Leafs back through the calendar, then tries days downwards until one exists.
    private func monthsBefore(_ end: Day, _ months: Int) -> Day {
        var (year, month, dayOfMonth) = end.parts
        for _ in 0..<months {
            month -= 1
            if month == 0 { (year, month) = (year - 1, 12) }
        }
        while true {
            if let day = Day(year: year, month: month, day: dayOfMonth) { return day }
            dayOfMonth -= 1
        }
    }
}
