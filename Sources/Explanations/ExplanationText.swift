package import Policy

/// An explanation for someone who knows the law and has never seen this program: the conclusion in a
/// sentence, then every reason with its passage, and how the passage was read.
package struct ExplanationText {
    let explanation: Explanation
    let engine: PolicyEngine
    let language: Language
    /// Names the instrument or user unit.
    let title: String
    let today: Day
    /// The value of every parameter as the readings have it.
    let usualValues: [String: String]

    /// The text of an explanation that this engine has made.
    package init(
        _ explanation: Explanation,
        titled title: String,
        by engine: PolicyEngine,
        today: Day,
        in language: Language
    ) {
        self.explanation = explanation
        self.engine = engine
        self.language = language
        self.title = title
        self.today = today
        usualValues = Self.usualValues(on: explanation.day)
    }

    private static func usualValues(on day: Day) -> [String: String] {
        var values: [String: String] = [:]
        for law in PolicyEngine().laws {
            for name in law.set.parameters.keys {
                values[name] = law.set.use(of: name, on: day)?.value
            }
        }
        return values
    }

    /// The lines of a screen.
    package var lines: [String] {
        let body =
            switch (explanation.conclusion, explanation.facts) {
            case (.instrument(let conclusion), .instrument(let facts)):
                instrumentLines(conclusion, facts)
            case (.subject(let conclusion), .subject(let facts)):
                subjectLines(conclusion, facts)
            case (.subject, .instrument), (.instrument, .subject): [String]()
            }
        let trial = [engine.trialNote(on: explanation.day, in: language)].compactMap { $0 }
        return body + trial + [say("摘要值: ", "digest: ") + explanation.digest]
    }

    func say(_ chinese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language == .chinese ? chinese() : english()
    }

    // MARK: Instruments

    private func instrumentLines(
        _ conclusion: InstrumentConclusion,
        _ facts: InstrumentFacts
    ) -> [String] {
        var lines = ["\(conclusion.color.tag(in: language)) \(title): \(sentence(conclusion))"]
        lines += evidenceLines(facts)
        for (index, explained) in explanation.findings.enumerated() {
            let finding = explained.finding
            lines.append(
                label(of: finding, isFirst: index == 0) + finding.because.text(in: language)
            )
            lines += passage(finding.provision) + readings(of: finding.parameters)
            lines += readings(in: finding.because)
        }
        return lines + nextLines
    }

    private func sentence(_ conclusion: InstrumentConclusion) -> String {
        let day = explanation.day
        let color = conclusion.color.name(in: language)
        if conclusion.because == .scrapped {
            return say("\(day) 已报废，三色预警不再适用", "scrapped, no colour applies on \(day)")
        }
        if conclusion.because == .notCompulsory {
            return say(
                "\(day) 不适用三色预警，它只针对强制检定计量器具",
                "no colour applies on \(day): the colours are for compulsory verification"
            )
        }
        if case .notInUse = conclusion.because {
            return say("\(day) 未在使用，不标颜色", "not in use, no colour on \(day)")
        }
        guard !conclusion.violations.isEmpty else {
            return say("\(day) 为\(color)", "\(color) on \(day)")
        }
        let names = conclusion.violations.map { $0.name(in: language) }
            .joined(separator: say("、", ", "))
        return say(
            "\(day) 无颜色标注，但属于“\(names)”",
            "no colour on \(day), but \(names)"
        )
    }

    private func label(of finding: Finding<String>, isFirst: Bool) -> String {
        if isFirst { return say("原因: ", "because: ") }
        return switch finding.because {
        case .applicationDue(let term, _) where term.kind == .rotation:
            say("轮换: ", "replace: ")
        case .applicationDue: say("申请: ", "apply: ")
        case .redInstruments: say("监管: ", "supervision: ")
        default: say("另有: ", "also: ")
        }
    }

    /// What to do, until when, and who says so.
    private var nextLines: [String] {
        // What had to be done on a day that has passed is nothing to be told now.
        guard explanation.day >= today else {
            return [say("使用状态按现在的登记", "the use status is the one filed now")]
        }
        guard let next = explanation.next else { return [] }
        let quoted = explanation.findings.map(\.finding.provision)
        let known = next.provisions.filter(quoted.contains).map(\.label)
        let sources = say(
            "（\(known.joined(separator: "、"))）",
            " (\(known.joined(separator: ", ")))"
        )
        return [
            say("下一步: ", "next: ") + next.text(in: language, on: explanation.day)
                + (known.isEmpty ? "" : sources)
        ] + next.provisions.filter { !quoted.contains($0) }.flatMap(passage)
    }
}
