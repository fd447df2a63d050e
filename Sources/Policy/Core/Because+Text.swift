extension Because {
    /// The reason for someone who knows the law and has never seen this program.
    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .scrapped: "已报废"
        case .notCompulsory: "不属于强制检定计量器具"
        case .notInUse(let status, let reliance):
            "\(status.word(in: .chinese))，未在使用；\(reliance.chinese)"
        case .withinTerm(let term, let months): "\(term.chinese)，超过 \(months) 个月"
        case .noTerm(let day): "\(day) 检定合格，未载明有效期"
        case .goodUntilInaccurate(let day): "\(day) 检定合格，失准报废，无检定有效期限"
        case .termEnding(let term, let months): "\(term.chinese)，在 \(months) 个月以内"
        case .termOver(let term, let status): "\(term.chinese)，\(status.chineseUse)"
        case .failed(let day, let status): "\(day) 检定不合格，\(status.chineseUse)"
        case .cancelled(let day, let status): "检定证书已注销（\(day)），\(status.chineseUse)"
        case .neverVerified(nil): "没有检定记录，已在使用"
        case .neverVerified(let first?): "该日没有检定；最早的记录是 \(first)"
        case .notVerifiedSinceRepair(let day): "\(day) 维修后未经检定合格，仍在使用"
        case .applicationDue(let term, let days):
            "\(term.chinese)，期满前 \(days) 天内应当" + (term.kind == .rotation ? "安排轮换" : "申请检定")
        case .redInstruments(let count): "有 \(count) 台红色警示计量器具"
        case .graded(let grade, let needsConfirmation):
            "\(grade.rawValue) 级" + (needsConfirmation ? "，尚须人工确认" : "")
        case .retention(let standing, let end, let isGiven):
            (isGiven ? "记录载明保存至 \(end)" : "保存和披露期限至 \(end)") + standing.chinese
        case .credit(let reason): reason.text(in: .chinese)
        case .repair(let reason): reason.text(in: .chinese)
        case .period(let start, let count, let isWorkingDays):
            "\(start) 起算，当日不计入，\(count) \(isWorkingDays ? "个工作日" : "日")"
        }
    }

    private var english: String {
        switch self {
        case .scrapped: "scrapped"
        case .notCompulsory: "not subject to compulsory verification"
        case .notInUse(let status, let reliance):
            "\(status.word(in: .english)), not in use; \(reliance.english)"
        case .withinTerm(let term, let months):
            "\(term.english), more than \(counted(months, "month")) ahead"
        case .noTerm(let day): "passed on \(day), no end of validity stated"
        case .goodUntilInaccurate(let day):
            "passed on \(day), valid for as long as it is accurate"
        case .termEnding(let term, let months):
            "\(term.english), within \(counted(months, "month"))"
        case .termOver(let term, let status): "\(term.english), \(status.englishUse)"
        case .failed(let day, let status):
            "failed the verification of \(day), \(status.englishUse)"
        case .cancelled(let day, let status):
            "certificate cancelled (\(day)), \(status.englishUse)"
        case .neverVerified(nil): "in use without any verification on record"
        case .neverVerified(let first?):
            "no verification by that day; the first on record is of \(first)"
        case .notVerifiedSinceRepair(let day):
            "repaired on \(day) and not verified since, still in use"
        case .applicationDue(let term, let days):
            term.english
                + (term.kind == .rotation ? ", to be arranged for" : ", to be applied for")
                + " within \(counted(days, "day")) of the end"
        case .redInstruments(let count): "\(counted(count, "red instrument"))"
        case .graded(let grade, let needsConfirmation):
            "grade \(grade.rawValue)" + (needsConfirmation ? ", not confirmed yet" : "")
        case .retention(let standing, let end, let isGiven):
            (isGiven ? "to be kept until \(end) by its record" : "kept until \(end)")
                + standing.english
        case .credit(let reason): reason.text(in: .english)
        case .repair(let reason): reason.text(in: .english)
        case .period(let start, let count, let isWorkingDays):
            "from \(start), which is not counted, \(count) \(isWorkingDays ? "working " : "")days"
        }
    }
}

extension Because.Reliance {
    fileprivate var chinese: String {
        switch self {
        case .unverified(nil): "没有检定"
        case .unverified(let first?): "该日没有检定，最早的记录是 \(first)"
        case .notSinceRepair(let day): "\(day) 维修后未经检定合格"
        case .failed(let day): "最近一次检定不合格（\(day)）"
        case .cancelled(let day): "检定证书已注销（\(day)）"
        case .passed(let day, nil): "\(day) 检定合格，没有期限"
        case .passed(_, let until?): "有效期至 \(until)"
        }
    }

    fileprivate var english: String {
        switch self {
        case .unverified(nil): "no verification"
        case .unverified(let first?):
            "no verification by that day, the first on record is of \(first)"
        case .notSinceRepair(let day): "repaired on \(day) and not verified since"
        case .failed(let day): "failed the last verification (\(day))"
        case .cancelled(let day): "certificate cancelled (\(day))"
        case .passed(let day, nil): "passed on \(day), without an end"
        case .passed(_, let until?): "valid until \(until)"
        }
    }
}

extension Because.Term {
    fileprivate var chinese: String {
        let end = kind == .validity ? "有效期至 \(end)" : "轮换期限至 \(end)"
        return switch daysLeft {
        case 0: "\(end)，当日到期"
        case 1...: "\(end)，距今 \(daysLeft) 天"
        default: "\(end)，已超过 \(-daysLeft) 天"
        }
    }

    fileprivate var english: String {
        let end = kind == .validity ? "valid until \(end)" : "to be replaced by \(end)"
        return switch daysLeft {
        case 0: "\(end), the last day"
        case 1...: "\(end), \(counted(daysLeft, "day")) left"
        default: "\(end), \(counted(-daysLeft, "day")) past"
        }
    }
}

extension RetentionStanding {
    fileprivate var chinese: String {
        switch self {
        case .kept: ""
        case .keptWhileListed: "，已届满，仍在严重失信名单"
        case .toBeDeleted(let since): "，已届满，自 \(since) 起应当已删除（自然修复）"
        }
    }

    fileprivate var english: String {
        switch self {
        case .kept: ""
        case .keptWhileListed: ", which is past, but still on the serious list"
        case .toBeDeleted(let since): ", which is past; to be gone since \(since)"
        }
    }
}

extension UseStatus {
    fileprivate var chineseUse: String {
        self == .inUse ? "仍在使用" : "\(word(in: .chinese))，未在使用"
    }

    fileprivate var englishUse: String {
        self == .inUse ? "still in use" : word(in: .english)
    }
}

private func counted(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}
