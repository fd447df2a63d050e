import Policy

/// User units: the grade first, then fact by fact; the passages follow once each, since many facts
/// rest on the same ones.
extension ExplanationText {
    func subjectLines(_ conclusion: CreditConclusion, _ subject: SubjectFacts) -> [String] {
        let unit = explanation.findings.filter { $0.fact == nil }.map(\.finding)
        return [sentence(conclusion.decision)]
            + unit.map { unitLine($0, conclusion.decision) }
            + capLines(conclusion, subject)
            + factLines(conclusion, subject) + lawLines
    }

    private func sentence(_ decision: CreditDecision) -> String {
        let grade = decision.grade.name(in: language)
        var text = say(
            "\(title): \(explanation.day) 计量信用等级为 \(grade)，得分 \(decision.score)",
            "\(title): \(grade) on \(explanation.day), score \(decision.score)"
        )
        if let code = decision.direct {
            let ground = DirectGround.title(of: code, in: language)
            text += say("，依 \(ground) 直接判定", ", a direct E for \(ground)")
        }
        if decision.needsConfirmation {
            text += say("，尚须人工确认", ", which a person has still to confirm")
        }
        guard explanation.rulePack.status == .placeholder else { return text }
        return text
            + say(
                "。暂估：评分标准 \(explanation.rulePack.version) 是占位数据",
                ". Provisional: the rule pack \(explanation.rulePack.version) is a placeholder"
            )
    }

    private func unitLine(_ finding: Finding<String>, _ decision: CreditDecision) -> String {
        let because = finding.because.text(in: language)
        let text: String =
            switch finding.because {
            case .credit(.score): say("得分: ", "score: ") + because
            case .credit(.band):
                (decision.direct == nil
                    ? say("等级: ", "grade: ") : say("仅按得分: ", "by the score alone: ")) + because
            case .credit(.direct): say("等级: ", "grade: ") + because
            case .credit(.confirmation): say("确认: ", "confirmation: ") + because
            case .graded:
                (decision.needsConfirmation
                    ? say("确认后监管部门可以: ", "once confirmed, the authority may: ")
                    : say("监管部门可以: ", "the authority may: ")) + measureText(finding)
            default: because
            }
        return text + source(in: finding)
    }

    /// The measure in the words of the law, without its number.
    private func measureText(_ finding: Finding<String>) -> String {
        let text = finding.provision.text
        let parts = text.split(separator: ". ", maxSplits: 1)
        let words = parts.count == 2 && Int(parts[0]) != nil ? String(parts[1]) : text
        return words.last.map { "；。".contains($0) } == true ? String(words.dropLast()) : words
    }

    private func source(in finding: Finding<String>) -> String {
        say("（\(finding.provision.label)）", " (\(finding.provision.label))")
    }

    // MARK: Facts

    /// What a cap takes from the sum of the facts of one code, which a reader could not add up
    /// otherwise.
    private func capLines(_ conclusion: CreditConclusion, _ subject: SubjectFacts) -> [String] {
        let (pack, day) = (explanation.rulePack, explanation.day)
        return conclusion.sums(of: subject.facts, in: pack, on: day).compactMap { sum in
            guard sum.counted != sum.points else { return nil }
            let item = sum.item
            return say(
                "上限: \(item.code) \(item.name)，合计 \(sum.points) 分，以 \(sum.counted) 分为限（评分标准）",
                "cap: \(item.code) \(item.name), \(sum.points) together, "
                    + "held at \(sum.counted) (rule pack)"
            )
        }
    }

    private func factLines(_ conclusion: CreditConclusion, _ subject: SubjectFacts) -> [String] {
        var lines: [String] = []
        let counted = Set(conclusion.counted.map(\.fact))
        let findings = Dictionary(grouping: explanation.findings, by: \.fact)
        for (heading, isCounted) in [
            (say("计入", "counted"), true), (say("不计入", "left out"), false),
        ] {
            let facts = subject.facts.filter { counted.contains($0.id) == isCounted }
            if facts.isEmpty { continue }
            lines.append("\(heading):")
            for fact in facts { lines += self.lines(of: fact, findings[fact.id] ?? []) }
        }
        return lines.isEmpty ? [say("没有信用信息", "no fact on record")] : lines
    }

    private func lines(of fact: CreditFact, _ findings: [ExplainedFinding]) -> [String] {
        let item = explanation.rulePack.item(fact.code, on: explanation.day)
        let name =
            item.map { "\(fact.code) \($0.name)" }
            ?? DirectGround.title(of: fact.code, in: language)
        let heading = say(
            "  \(fact.id)  \(name)，\(fact.determinedOn) 认定",
            "  \(fact.id)  \(name), determined on \(fact.determinedOn)"
        )
        return [heading] + findings.map { "    " + factLine($0.finding) }
    }

    private func factLine(_ finding: Finding<String>) -> String {
        let because = finding.because.text(in: language)
        let text: String =
            switch finding.because {
            case .retention: say("期限: ", "term: ") + because
            case .repair(.appliedOn(_, let profile)):
                say(
                    "修复: 如 \(explanation.day) 申请，适用\(profile == .zhejiang ? "浙江省" : "国家")办法",
                    "repair: of an application on \(explanation.day) the "
                        + (profile == .zhejiang ? "Zhejiang" : "national") + " measures govern"
                )
            case .repair: say("修复条件: ", "condition of repair: ") + because
            default: because
            }
        return text + source(in: finding)
    }

    // MARK: The law

    /// Every passage once, then every parameter once.
    private var lawLines: [String] {
        var provisions: [Provision] = []
        var uses: [ParameterUse] = []
        for explained in explanation.findings {
            let finding = explained.finding
            if !provisions.contains(finding.provision) { provisions.append(finding.provision) }
            for use in finding.parameters where !uses.contains(use) { uses.append(use) }
        }
        return provisions.flatMap(passage) + readings(of: uses)
    }
}
