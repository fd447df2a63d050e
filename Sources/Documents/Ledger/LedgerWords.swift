import Policy

/// What a word in a ledger stands for.
struct WordReading<Value: Equatable>: Equatable {
    var value: Value
    /// The word that we would have written, if this one is a synonym of it.
    var canonical: String?
}

/// The words of the columns that hold a choice. A word outside the lists is refused, not guessed.
enum LedgerWords {
    /// Reads 状态.
    static func status(_ text: String) -> WordReading<UseStatus>? {
        let word = text.lowercased()
        if let status = UseStatus(rawValue: text) { return .init(value: status) }
        guard let status = statuses[word] else { return nil }
        return .init(value: status, canonical: canonical(text, status.word))
    }

    /// Reads 检定结论. A class may stand before it, as in 2级合格; a denial may not.
    static func result(_ text: String) -> WordReading<VerificationResult>? {
        let word = text.lowercased()
        if let result = VerificationResult(rawValue: text) { return .init(value: result) }
        guard let result = results[word] ?? graded(word) else { return nil }
        return .init(value: result, canonical: canonical(text, result.word))
    }

    /// The word that replaces this one; `nil` when it is ours already, in either language.
    private static func canonical(_ text: String, _ word: (Language) -> String) -> String? {
        Language.allCases.contains { word($0) == text } ? nil : word(.chinese)
    }

    /// Reads 是否强检.
    static func isCompulsory(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "是", "强检", "强制检定", "属于", "√", "yes", "y", "true", "1": true
        case "否", "非强检", "非强制检定", "不属于", "×", "no", "n", "false", "0": false
        default: nil
        }
    }

    /// Writes 是否强检.
    static func compulsory(_ isCompulsory: Bool, in language: Language) -> String {
        switch language {
        case .chinese: isCompulsory ? "是" : "否"
        case .english: isCompulsory ? "yes" : "no"
        }
    }

    /// Reads 管理方式.
    static func regime(_ text: String) -> VerificationRegime? {
        switch text.lowercased() {
        case "周期检定", "周期强检", "周期", "周检", "定期检定", "periodic": .periodic
        case "到期轮换", "限期使用", "轮换", "首次检定到期轮换", "首次强检到期轮换",
            "首次检定限期使用到期轮换", "首次强检限期使用到期轮换", "rotate":
            .rotate
        case "失准报废", "首次检定失准报废", "首次强检失准报废", "scrap_when_inaccurate",
            "scrap when inaccurate":
            .scrapWhenInaccurate
        default: nil
        }
    }

    /// Whether a cell says in so many words that there is nothing to say.
    static func isPlaceholder(_ text: String) -> Bool {
        ["无", "/", "-", "—", "--", "——", "n/a"].contains(text.lowercased())
    }

    private static let statuses: [String: UseStatus] = [
        "在用": .inUse, "使用中": .inUse, "正常": .inUse, "使用": .inUse, "正常使用": .inUse,
        "in_use": .inUse, "in use": .inUse,
        "备用": .standby, "standby": .standby, "spare": .standby,
        "停用": .stopped, "封存": .stopped, "stopped": .stopped, "out of use": .stopped,
        "维修": .repairing, "在修": .repairing, "维修中": .repairing, "修理": .repairing,
        "repairing": .repairing, "under repair": .repairing,
        "报废": .scrapped, "已报废": .scrapped, "scrapped": .scrapped,
    ]

    private static let results: [String: VerificationResult] = [
        "合格": .pass, "pass": .pass, "passed": .pass,
        "不合格": .fail, "fail": .fail, "failed": .fail,
        "注销": .cancelled, "作废": .cancelled, "cancelled": .cancelled, "canceled": .cancelled,
    ]

    /// A class of accuracy or the word for the act may stand before the conclusion; whatever else does
    /// (基本, 降级, 未, 待检 …) makes it another conclusion, which is not ours to guess.
    private static func graded(_ word: String) -> VerificationResult? {
        let outcome: VerificationResult = word.hasSuffix("不合格") ? .fail : .pass
        guard word.hasSuffix(outcome.word(in: .chinese)) else { return nil }
        let before = word.dropLast(outcome.word(in: .chinese).count)
        if ["检定", "经检定", "复检"].contains(before) { return outcome }
        guard before.hasSuffix("级") || before.hasSuffix("等") else { return nil }
        let isClass = before.dropLast().allSatisfy { classLetters.contains($0) }
        return isClass && before.count > 1 ? outcome : nil
    }

    /// What names of classes are made of: 2级, 0.5s级, Ⅲ级, ③级, 一等, a级.
    private static let classLetters = Set("0123456789.abcdefms一二三四五六ⅠⅡⅢⅣⅤⅥⅰⅱⅲⅳⅴⅵ①②③④⑤⑥()（）")
}

extension UseStatus {
    /// The status that a word of a ledger stands for: 在用, 封存, in_use and their like.
    package init?(ledgerWord: String) {
        guard let reading = LedgerWords.status(ledgerWord) else { return nil }
        self = reading.value
    }
}
