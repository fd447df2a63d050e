import Policy
import TestSupport
import Testing

/// Which pack judges which day.
struct RulePackHistoryTests {
    private func pack(_ version: String, from day: String) throws -> RulePack {
        let text = SamplePolicy.pack(version: version, validFrom: day, n11: -5)
        return try RulePack(json: Array(text.utf8))
    }

    @Test func `a later pack adds to the past, one of the same day replaces`() throws {
        var history = RulePackHistory(try pack("a", from: "2025-01-01"))
        for (version, day) in [("b", "2026-01-01"), ("c", "2027-01-01"), ("d", "2027-01-01")] {
            history = try #require(history.adding(pack(version, from: day)))
        }
        #expect(history.packs.map(\.version) == ["a", "b", "d"])
        let expected = [
            ("2024-12-31", "a"), ("2025-01-01", "a"), ("2025-12-31", "a"), ("2026-01-01", "b"),
            ("2026-12-31", "b"), ("2027-01-01", "d"), ("2100-01-01", "d"),
        ]
        for (text, version) in expected {
            #expect(history.inForce(on: day(text)).version == version, "\(text)")
        }
    }

    @Test func `a pack that begins before the newest changes nothing`() throws {
        let history = RulePackHistory(try pack("a", from: "2026-01-01"))
        #expect(try history.adding(pack("b", from: "2025-12-31")) == nil)
    }

    @Test func `a day is graded by the pack of its time`() throws {
        let history = try #require(RulePackHistory.builtIn.adding(pack("p", from: "2027-01-01")))
        let engine = PolicyEngine(rulePacks: history)
        let fact = CreditFact(
            id: "f",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2026-05-06"),
            procedure: .ordinary,
            isFinal: true
        )
        for (text, score) in [("2026-12-31", 80), ("2027-01-01", 85)] {
            let decision = engine.creditRules(on: day(text))
                .decision(for: SubjectFacts(facts: [fact]))
            #expect(decision.score == score, "\(text)")
        }
    }

    @Test func `two calendars agree when no day differs, whatever they are called`() throws {
        let text = try SamplePolicy.calendar2027
        let calendar = try WorkingCalendar(csv: Array(text.utf8))
        let renamed = try WorkingCalendar(csv: Array(text.utf8), version: "other")
        let other = text.replacing("2027-02-14", with: "2027-02-21")
        #expect(calendar.version == "cn-workdays-2027" && renamed.version == "other")
        #expect(calendar.agrees(with: renamed))
        #expect(try !calendar.agrees(with: WorkingCalendar(csv: Array(other.utf8))))
        #expect(!calendar.agrees(with: .builtIn))
        #expect(WorkingCalendar.builtInYears == WorkingCalendar.builtIn.announcedYears)
    }
}
