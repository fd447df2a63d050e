import Policy

extension NextStep {
    /// What has to be done, as one sentence seen from a day.
    func text(in language: Language, on day: Day) -> String {
        language == .chinese ? chinese(on: day) : english(on: day)
    }

    private func chinese(on day: Day) -> String {
        switch act {
        case .stopAndVerify: "立即停止使用并申请检定，检定合格后才能使用"
        case .stopAndReplace: "立即停止使用并轮换"
        case .stopAndRepair: "立即停止使用；修理后申请检定，合格后才能使用，修不好的报废"
        case .stopAndScrap: "立即停止使用并报废"
        case .scrap: "不再使用，予以报废"
        case .verifyBeforeUse: "重新使用之前申请检定，检定合格后才能使用"
        case .replaceBeforeUse: "不再使用，予以轮换或者报废"
        case .replace: by.map { "在 \($0) 24:00 之前轮换" } ?? "轮换"
        case .verify: chineseVerification(on: day)
        }
    }

    private func chineseVerification(on day: Day) -> String {
        let end = by.map { "在 \($0) 24:00 之前检定合格" } ?? "检定合格"
        guard let applyBy else { return "申请检定，\(end)" }
        let note = isProvisional ? "（暂定，该年放假安排尚未收录）" : ""
        return applyBy < day
            ? "立即申请检定，\(end)；机构的检定期限从今天算起已可能超过该日\(note)"
            : "最迟 \(applyBy) 申请检定，机构在其期限内完成才赶得上；\(end)\(note)"
    }

    private func english(on day: Day) -> String {
        switch act {
        case .stopAndVerify:
            "stop using it and apply for verification; it may be used after a pass"
        case .stopAndReplace: "stop using it and have it replaced"
        case .stopAndRepair:
            "stop using it; have it repaired and verified, or scrap it"
        case .stopAndScrap: "stop using it and scrap it"
        case .scrap: "do not use it again; scrap it"
        case .verifyBeforeUse: "apply for verification before it is used again"
        case .replaceBeforeUse: "do not use it again; have it replaced or scrapped"
        case .replace: by.map { "have it replaced by the end of \($0)" } ?? "have it replaced"
        case .verify: englishVerification(on: day)
        }
    }

    private func englishVerification(on day: Day) -> String {
        let end = by.map { "it has to pass by the end of \($0)" } ?? "it has to pass"
        guard let applyBy else { return "apply for verification; \(end)" }
        let note = isProvisional ? " (provisional: that year's holidays are not known)" : ""
        return applyBy < day
            ? "apply for verification at once; \(end), and the body's term may end later\(note)"
            : "apply for verification by \(applyBy), so that the body's term ends in time; "
                + end + note
    }
}
