import Evaluation
package import Policy
import Signing
import SyncCore

/// A conclusion with everything that is needed to draw it again: the facts as they were given to the
/// rules, the day, and the versions of all that the rules went by.
///
/// Equal facts under equal rules give equal bytes on every machine, so agent and hub can compare a
/// digest instead of a page.
package struct Explanation: Hashable, Sendable {
    /// What the rules were told.
    package enum Facts: Hashable, Sendable {
        case instrument(InstrumentFacts)
        case subject(SubjectFacts)
    }

    /// What they said.
    package enum Conclusion: Hashable, Sendable {
        case instrument(InstrumentConclusion)
        case subject(CreditConclusion)
    }

    /// The instrument's record, or the 统一社会信用代码 of the user unit.
    package let id: String
    package let day: Day
    package let facts: Facts
    package let conclusion: Conclusion
    package let findings: [ExplainedFinding]
    /// What the user unit has to do next about an instrument.
    package let next: NextStep?
    /// Every parameter of every law as it is in force on the day, also what this conclusion did not
    /// need: with another value it might have.
    package let parameters: [ParameterUse]
    package let rulePack: RulePack
    package let rulePackDigest: String
    /// The version of the working days.
    package let calendar: String

    /// Asks the rules about one instrument or user unit on one day.
    package init(of id: String, _ facts: Facts, on day: Day, by engine: PolicyEngine) {
        self.id = id
        self.day = day
        self.facts = facts
        switch facts {
        case .instrument(let facts):
            let conclusion = engine.conclusion(for: facts, on: day)
            self.conclusion = .instrument(conclusion)
            findings = engine.findings(for: facts, on: day)
            next = NextStep(after: conclusion, of: facts.regime, on: day, by: engine)
        case .subject(let facts):
            conclusion = .subject(engine.creditRules(on: day).conclusion(for: facts))
            findings = engine.findings(for: facts, on: day)
            next = nil
        }
        parameters = engine.laws.flatMap { law in
            law.set.parameters.keys.sorted().compactMap { law.set.use(of: $0, on: day) }
        }
        rulePack = engine.rulePack(on: day)
        rulePackDigest = rulePack.digest
        calendar = engine.calendar.version
    }

    /// SHA-256 of the canonical bytes, in hexadecimal.
    package var digest: String { Self.digest(of: json) }

    static func digest(of json: JSONValue) -> String { SHA256().digest(json.canonical).hex }

    /// Members of a file that its digest does not cover.
    static let fileMembers = ["digest", "rulePackText"]

    /// The explanation as a file keeps it: its canonical bytes with their digest. With a grade goes the
    /// text of the rule pack, whose digest is among what is covered: whoever draws the conclusion again
    /// may not hold that pack.
    package var fileBytes: [UInt8] {
        guard case .object(let members) = json else { return [] }
        var all = members + [JSONValue.Member("digest", .string(digest))]
        if case .subject = facts {
            let text = String(decoding: rulePack.json, as: UTF8.self)
            all.append(JSONValue.Member("rulePackText", .string(text)))
        }
        return JSONValue.object(all).canonical + [UInt8(ascii: "\n")]
    }
}
