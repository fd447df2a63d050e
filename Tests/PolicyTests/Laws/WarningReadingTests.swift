import Policy
import Testing

/// The readings that are parameters, each with its alternative, and what a finding says of them.
struct WarningReadingTests {
    @Test func `the other month rule begins a window a day later`() throws {
        let other = PolicyEngine(
            measures: try measures(with: ["warning.month_rule": #""forward_civil_code""#])
        )
        let facts = WarningColorCases.passed(until: "2026-03-31")
        #expect(PolicyEngine().color(of: facts, on: day("2026-02-28")).color == .yellow)
        #expect(other.color(of: facts, on: day("2026-02-28")).color == .green)
        #expect(other.color(of: facts, on: day("2026-03-01")).color == .yellow)
    }

    @Test func `an idle instrument can be red where use is not required`() throws {
        let other = PolicyEngine(measures: try measures(with: ["red.requires_in_use": "false"]))
        let expired = other.conclusion(
            for: WarningColorCases.passed(.standby),
            on: day("2026-12-20")
        )
        #expect(expired.color == .red)
        #expect(expired.violations == [])
        #expect(expired.because.text(in: .chinese) == "有效期至 2026-12-19，已超过 1 天，备用，未在使用")
        let failed = WarningColorCases.facts(.stopped, ("2026-05-01", .fail, nil))
        #expect(other.color(of: failed, on: day("2026-06-01")).color == .red)
        let ending = WarningColorCases.passed(.standby)
        #expect(other.color(of: ending, on: day("2026-12-01")).color == .none)
        let scrapped = WarningColorCases.passed(.scrapped)
        #expect(other.color(of: scrapped, on: day("2027-01-01")).color == .none)
    }

    @Test func `use without a pass can be read as red`() throws {
        let other = PolicyEngine(measures: try measures(with: ["warning.unverified_as": #""red""#]))
        let conclusion = other.conclusion(for: InstrumentFacts(), on: day("2026-06-01"))
        #expect(conclusion.color == .red)
        #expect(conclusion.violations == [])
        #expect(conclusion.because == .neverVerified(firstOn: nil))
        let idle = InstrumentFacts(status: .standby)
        #expect(other.color(of: idle, on: day("2026-06-01")).color == .none)
    }

    @Test func `a certificate can be read as outliving a repair`() throws {
        let other = PolicyEngine(
            measures: try measures(with: ["repair.invalidates_certificate": "false"])
        )
        let facts = WarningColorCases.passed(repaired: "2026-05-01")
        let conclusion = other.conclusion(for: facts, on: day("2026-12-01"))
        #expect(conclusion.color == .yellow)
        #expect(conclusion.daysLeft == 18)
        #expect(
            conclusion.findings.first?.parameters.last
                == ParameterUse(
                    name: "repair.invalidates_certificate",
                    value: "false",
                    from: day("2021-09-30")
                )
        )
    }

    @Test func `red can begin later, and yellow lasts until then`() throws {
        let other = PolicyEngine(measures: try measures(with: ["warning.red_from_days_after": "3"]))
        let facts = WarningColorCases.passed()
        let yellow = other.conclusion(for: facts, on: day("2026-12-21"))
        #expect(yellow.color == .yellow)
        #expect(yellow.daysLeft == -2)
        #expect(other.color(of: facts, on: day("2026-12-22")).color == .red)
    }

    @Test(arguments: [
        ("2026-06-01", ["warning.green_months=2", "warning.month_rule=backward_clamp"]),
        ("2026-11-01", ["warning.green_months=2", "warning.month_rule=backward_clamp"]),
        ("2026-12-01", ["warning.yellow_months=1", "warning.month_rule=backward_clamp"]),
        ("2026-12-20", ["warning.red_from_days_after=1", "red.requires_in_use=true"]),
    ])
    func `a finding names the parameters it rests on`(text: String, expected: [String]) {
        let conclusion = PolicyEngine().conclusion(for: WarningColorCases.passed(), on: day(text))
        let uses = conclusion.findings.flatMap(\.parameters)
        #expect(uses.map { "\($0.name)=\($0.value)" } == expected)
        #expect(uses.allSatisfy { $0.from == day("2021-09-30") })
    }

    @Test func `a repair that ends a certificate is explained`() {
        let facts = WarningColorCases.passed(repaired: "2026-05-01")
        let conclusion = PolicyEngine().conclusion(for: facts, on: day("2026-06-01"))
        #expect(conclusion.because == .notVerifiedSinceRepair(day("2026-05-01")))
        #expect(
            conclusion.findings.flatMap(\.parameters).map(\.name)
                == ["warning.unverified_as", "repair.invalidates_certificate"]
        )
    }

    @Test func `a rotation and a validity are worded differently`() {
        let rotation = WarningColorCases.passed(regime: .rotate)
        let conclusion = PolicyEngine().conclusion(for: rotation, on: day("2026-12-01"))
        #expect(conclusion.because.text(in: .chinese) == "轮换期限至 2026-12-19，距今 18 天，在 1 个月以内")
        let validity = PolicyEngine().conclusion(
            for: WarningColorCases.passed(),
            on: day("2026-11-23")
        )
        #expect(validity.because.text(in: .chinese) == "有效期至 2026-12-19，距今 26 天，在 1 个月以内")
    }
}
