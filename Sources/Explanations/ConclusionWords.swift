package import Policy

// What a conclusion is called, on every screen.

extension WarningColor {
    /// A tag of equal width, so that colour is never the only carrier.
    package func tag(in language: Language) -> String {
        switch (self, language) {
        case (.red, .chinese): "[红]"
        case (.yellow, .chinese): "[黄]"
        case (.green, .chinese): "[绿]"
        case (.none, .chinese): "[ - ]"
        case (.red, .english): "[RED]"
        case (.yellow, .english): "[YELLOW]"
        case (.green, .english): "[GREEN]"
        case (.none, .english): "[ - ]"
        }
    }

    /// The name that the measures give it.
    func name(in language: Language) -> String {
        switch (self, language) {
        case (.red, .chinese): "红色警示"
        case (.yellow, .chinese): "黄色预警"
        case (.green, .chinese): "绿色提示"
        case (.none, .chinese): "正常，无颜色标注"
        case (.red, .english): "red"
        case (.yellow, .english): "yellow"
        case (.green, .english): "green"
        case (.none, .english): "normal, no colour"
        }
    }
}

extension Violation {
    /// What it is called in a list.
    package func name(in language: Language) -> String {
        guard language == .chinese else {
            return rawValue.split(separator: "_").joined(separator: " ")
        }
        return switch self {
        case .unverifiedInUse: "未检在用"
        case .expiredIdle: "未用过期"
        case .unfiled: "未备案"
        }
    }
}

extension CreditGrade {
    /// The letter with its name.
    package func name(in language: Language) -> String {
        guard language == .chinese else { return "grade \(rawValue)" }
        return switch self {
        case .a: "A 级（优秀）"
        case .b: "B 级（良好）"
        case .c: "C 级（一般）"
        case .d: "D 级（警示）"
        case .e: "E 级（失信）"
        }
    }
}

extension Explanation.Conclusion {
    /// The conclusion in a few words: `conclusion` of `explain --json`.
    package func text(in language: Language) -> String {
        switch self {
        case .instrument(let conclusion):
            ([conclusion.color.tag(in: language)]
                + conclusion.violations.map { $0.name(in: language) })
                .joined(separator: " ")
        case .subject(let conclusion):
            conclusion.decision.grade.name(in: language)
                + (language == .chinese
                    ? "，得分 \(conclusion.decision.score)"
                    : ", score \(conclusion.decision.score)")
        }
    }
}
