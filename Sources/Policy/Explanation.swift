/// A finding of an explanation; of several facts it says which one it is about.
package struct ExplainedFinding: Hashable, Sendable {
    package let fact: String?
    package let finding: Finding<String>

    init(_ finding: Finding<String>, of fact: String? = nil) {
        self.fact = fact
        self.finding = finding
    }
}

extension Finding {
    /// The same finding of what its value says in a word.
    func named(_ word: (Value) -> String) -> Finding<String> {
        Finding<String>(word(value), under: provision, because: because, parameters: parameters)
    }
}

/// Explanations: all that the laws say, also what no list shows. They are built from the same rules
/// and never on the way of a list or a count.
extension PolicyEngine {
    /// Everything about an instrument: its colour, what its user unit should do, what an authority
    /// may do.
    package func findings(
        for facts: InstrumentFacts,
        on day: Day
    ) -> [ExplainedFinding] {
        let rules = warningRules(on: day)
        let conclusion = conclusion(for: facts, by: rules)
        var findings = conclusion.findings
        if let due = measures.application(for: facts, by: rules) { findings.append(due) }
        if conclusion.color == .red, let guidance = measures.guidance(redInstruments: 1) {
            findings.append(guidance.named(\.rawValue))
        }
        return findings.map { ExplainedFinding($0) }
    }

    /// When a period ends, and why.
    package func findings(for kind: ClockKind, from start: Day) -> [ExplainedFinding] {
        guard let clock = clock(kind, from: start) else { return [] }
        let uses = uses(of: kind.parameterNames, on: start)
        let finding = Finding(
            clock.due.due.description,
            under: clock.provision,
            because: .period(
                start: clock.due.start,
                count: uses.first?.value ?? "",
                isWorkingDays: kind != .reverification
            ),
            parameters: uses
        )
        return [ExplainedFinding(finding)]
    }

    /// The conditions of repair for applications of a day.
    package func repairRules(on day: Day) -> RepairRules {
        RepairRules(self, on: day)
    }
}

extension ClockKind {
    /// The parameters that a clock rests on; the length of the period first.
    var parameterNames: [String] {
        switch self {
        case .upload: ["upload.working_days", "upload.start"]
        case .correction: ["correction.working_days"]
        case .objection: ["objection.working_days"]
        case .repair: ["repair.working_days"]
        case .onSite: ["onsite.working_days"]
        case .lab: ["lab.working_days"]
        case .reverification: ["reverification.days"]
        }
    }
}
