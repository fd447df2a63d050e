import Explanations
import Policy
import SyncAgent
import Terminal

/// How a credit grade is told to a person.
extension CreditWords {
    private var screen: Screen { session.screen }

    /// The grade in one line; `nil` where nobody is graded.
    var line: String? {
        guard let decision = report.conclusion?.decision else { return nil }
        let grade = Self.name(of: decision.grade, in: session.language)
        let provisional =
            report.isProvisional ? screen.say(" [暂估]", " [provisional]") : ""
        return screen.say(
            "计量信用等级 \(grade), \(decision.score) 分\(provisional)",
            "credit grade \(grade), score \(decision.score)\(provisional)"
        )
    }

    /// What the grade is without what is assumed.
    func showBefore(_ count: Int) throws {
        guard let line else { return }
        try screen.print(screen.say("现在: ", "now: ") + line)
        try screen.print(
            screen.say(
                "假设有下列 \(count) 条 (不保存):",
                "assumed, and not kept: \(count)"
            )
        )
    }

    func show(name: String) throws {
        guard let conclusion = report.conclusion, let line else { return }
        try screen.print("\(name): \(line)")
        try screen.print(
            screen.say(
                "按 \(session.day), 评分标准 \(report.rulePack.version)",
                "as of \(session.day), rule pack \(report.rulePack.version)"
            )
        )
        if report.rulePack.status == .placeholder {
            try screen.print(
                screen.say(
                    "评分标准的附件未公开, 分值为占位数据, 等级只供参考.",
                    "the official points are not public; these stand in for them."
                )
            )
        }
        try show(conclusion.decision)
        try showCounted(conclusion.counted)
        try showExcluded(conclusion.excluded)
        try screen.print(
            screen.say("依据: ", "provisions: ")
                + conclusion.provisions.map(\.label).joined(separator: "; ")
        )
    }

    private func show(_ decision: CreditDecision) throws {
        if let direct = decision.direct {
            let byScore = Self.name(of: decision.byScore, in: session.language)
            try screen.print(
                screen.say(
                    "\(direct) 直接判定为 E 级; 仅按得分为 \(byScore).",
                    "\(direct) makes it E whatever the score, which alone gives \(byScore)."
                )
            )
        }
        if decision.needsConfirmation {
            try screen.print(
                screen.say("E 级须经人工确认.", "a person has to confirm an E.")
            )
        }
        let bound = session.engine.creditRules(on: session.day).lowerBound(of: .a)
        guard decision.direct == nil, let bound, decision.score < bound else { return }
        try screen.print(
            screen.say(
                "距 \(Self.name(of: .a, in: .chinese))还差 \(bound - decision.score) 分.",
                "\(bound - decision.score) more for \(Self.name(of: .a, in: .english))."
            )
        )
    }

    private func showCounted(_ counted: [CountedFact]) throws {
        try screen.print(screen.say("计入 \(counted.count) 条", "counted: \(counted.count)"))
        var table = TextTable(
            screen.say("名称", "fact"),
            screen.say("项目", "item"),
            screen.say("分值", "points"),
            screen.say("计至", "counts until"),
            screen.say("依据", "provision"),
            widthMax: 48
        )
        for one in counted {
            table.add(
                one.fact,
                item(of: one.fact),
                Self.signed(one.points),
                one.countsUntil.description,
                one.provision.label
            )
        }
        for line in table.lines where !table.isEmpty { try screen.print(line) }
        try showSums()
    }

    /// What each code comes to, where a cap makes the table of the facts add up to something else.
    private func showSums() throws {
        guard report.sums.contains(where: { $0.counted != $0.points }) else { return }
        var table = TextTable(
            screen.say("项目小计", "sum of"),
            screen.say("合计", "points"),
            screen.say("上限", "cap"),
            screen.say("计入", "counted"),
            widthMax: 48
        )
        for sum in report.sums {
            table.add(
                "\(sum.item.code) \(sum.item.name)",
                Self.signed(sum.points),
                sum.item.cap.map(Self.signed),
                Self.signed(sum.counted)
            )
        }
        for line in table.lines { try screen.print(line) }
    }

    private static func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : "\(points)" }

    private func showExcluded(_ excluded: [ExcludedFact]) throws {
        guard !excluded.isEmpty else { return }
        try screen.print(screen.say("不计入 \(excluded.count) 条", "left out: \(excluded.count)"))
        var table = TextTable(
            screen.say("名称", "fact"),
            screen.say("项目", "item"),
            screen.say("原因", "because"),
            screen.say("依据", "provision"),
            widthMax: 48
        )
        for one in excluded {
            table.add(
                one.fact,
                item(of: one.fact),
                one.because.text(in: session.language),
                one.provision.label
            )
        }
        for line in table.lines { try screen.print(line) }
    }

    /// Code and name of what a fact is about.
    private func item(of name: String) -> String? {
        guard let fact = report.facts.first(where: { $0.id == name }) else { return nil }
        let item = report.rulePack.item(fact.code, on: session.day)?.name
        let ground = DirectGround(rawValue: fact.code)?.provision.text
        return "\(fact.code) \(item ?? ground ?? "")"
    }

    /// A grade with its name in the measures.
    static func name(of grade: CreditGrade, in language: Language) -> String {
        guard language == .english else { return grade.name(in: language) }
        let name =
            switch grade {
            case .a: "excellent"
            case .b: "good"
            case .c: "fair"
            case .d: "warned"
            case .e: "breach of trust"
            }
        return "\(grade.rawValue) (\(name))"
    }
}
