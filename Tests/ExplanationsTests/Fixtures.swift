import Policy
import TestSupport

import Explanations

/// A day that a test is sure of; a slip in the test itself ends the run.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("`\(text)` is not a day") }
    return day
}

enum AnyExplanation {
    /// An explanation of anything on any day.
    static func random(
        by engine: PolicyEngine = PolicyEngine(),
        using generator: inout SeededGenerator
    ) -> Explanation {
        let today = day("2024-01-01").adding(days: .random(in: 0..<1096, using: &generator))
        let id = "01a2133e-51be-7183-ba69-bfdd427bce3a"
        return Bool.random(using: &generator)
            ? Explanation(of: id, .instrument(.random(&generator)), on: today, by: engine)
            : Explanation(
                of: "91330106MA00000003",
                .subject(.random(&generator)),
                on: today,
                by: engine
            )
    }
}

extension InstrumentFacts {
    static func random(_ generator: inout SeededGenerator) -> InstrumentFacts {
        InstrumentFacts(
            status: .pick(&generator),
            isCompulsory: Int.random(in: 0..<9, using: &generator) > 0,
            regime: .pick(&generator),
            verifications: (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                VerificationFacts(
                    on: .random(&generator),
                    result: Bool.random(using: &generator) ? .pass : .pick(&generator),
                    validUntil: .maybe(&generator),
                    isDeclared: Bool.random(using: &generator)
                )
            },
            repairedOn: .maybe(&generator)
        )
    }
}

extension SubjectFacts {
    static func random(_ generator: inout SeededGenerator) -> SubjectFacts {
        let codes = RulePack.builtIn.items.map(\.code) + ["D01", "D02", "D03", "D04", "X99"]
        let facts = (0..<Int.random(in: 0...6, using: &generator)).map { index in
            CreditFact(
                id: "事实\"\(index)",
                code: codes.randomElement(using: &generator) ?? "",
                creditClass: .pick(&generator),
                determinedOn: .random(&generator),
                procedure: Bool.random(using: &generator) ? .pick(&generator) : nil,
                isFinal: [nil, true, true, false].randomElement(using: &generator) ?? nil,
                repairedOn: .maybe(&generator),
                retainUntil: .maybe(&generator),
                isDisputed: Bool.random(using: &generator),
                gravity: Bool.random(using: &generator) ? .pick(&generator) : nil,
                remedy: Remedy(
                    isPerformed: [nil, true, false].randomElement(using: &generator) ?? nil
                )
            )
        }
        return SubjectFacts(
            facts: facts,
            isOnSeriousList: [nil, true, false].randomElement(using: &generator) ?? nil
        )
    }
}

extension Day {
    fileprivate static func random(_ generator: inout SeededGenerator) -> Day {
        day("2018-12-01").adding(days: .random(in: 0..<3200, using: &generator))
    }
}

extension Day? {
    fileprivate static func maybe(_ generator: inout SeededGenerator) -> Day? {
        Bool.random(using: &generator) ? Day.random(&generator) : nil
    }
}

extension CaseIterable {
    fileprivate static func pick(_ generator: inout SeededGenerator) -> Self {
        guard let one = allCases.randomElement(using: &generator) else {
            preconditionFailure("\(Self.self) has no case")
        }
        return one
    }
}
