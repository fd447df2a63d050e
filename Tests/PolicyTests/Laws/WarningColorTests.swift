import Policy
import Testing

struct WarningColorTests {
    @Test(arguments: WarningColorCases.all)
    func `四（一） an instrument on a day`(row: WarningColorCases.Case) {
        let engine = PolicyEngine()
        let conclusion = engine.conclusion(for: row.facts, on: row.day)
        #expect(conclusion.color == row.color)
        #expect(conclusion.violations == row.violations)
        #expect(conclusion.daysLeft == row.daysLeft)
        #expect(conclusion.provisions == [row.provision])
        #expect(conclusion.findings.first?.because == conclusion.because)
        let value = row.violations.first?.rawValue ?? row.color.rawValue
        #expect(conclusion.findings.map(\.value) == [value])
        let fast = engine.color(of: row.facts, on: row.day)
        #expect(fast.color == row.color)
        #expect(fast.violations.violations == row.violations)
    }

    @Test func `the gravest colour of a group stands for the group`() {
        #expect(WarningColor.worst(of: [.green, .red, .none, .yellow]) == .red)
        #expect(WarningColor.worst(of: [.none, .green]) == .green)
        #expect(WarningColor.worst(of: []) == .none)
        #expect(WarningColor.allCases.sorted() == [.none, .green, .yellow, .red])
    }

    @Test func `violations keep their names`() {
        #expect(
            Violation.allCases.map(\.rawValue) == ["unverified_in_use", "expired_idle", "unfiled"]
        )
        for violation in Violation.allCases {
            #expect(ViolationSet(violation).violations == [violation])
        }
    }
}
