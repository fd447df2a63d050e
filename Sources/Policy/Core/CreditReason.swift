/// Why a condition of repair is met or not.
package enum RepairReason: Hashable, Sendable {
    case appliedOn(Day, RepairProfile)
    /// How many months have to pass, and the first day after them; without a number the gravity is not
    /// known.
    case timePassed(Int?, Day?)
    /// The next fact of the same kind, where there is one.
    case sameKind(String?)
    case condition(RepairCondition)

    func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private var chinese: String {
        switch self {
        case .appliedOn(let day, .zhejiang): "\(day) 申请，适用浙江省办法"
        case .appliedOn(let day, .national): "\(day) 申请，适用国家办法"
        case .timePassed(nil, _), .timePassed(_, nil): "轻微、一般还是严重，未知"
        case .timePassed(let months?, let day?): "满 \(months) 个月，自 \(day) 起可以申请"
        case .sameKind(nil): "此后没有同类不良信息"
        case .sameKind(let fact?): "此后又有同类不良信息 \(fact)"
        case .condition(let condition): condition.chinese
        }
    }

    private var english: String {
        switch self {
        case .appliedOn(let day, .zhejiang): "applied for on \(day): the Zhejiang measures govern"
        case .appliedOn(let day, .national): "applied for on \(day): the national measures govern"
        case .timePassed(nil, _), .timePassed(_, nil): "how grave it is is not known"
        case .timePassed(let months?, let day?): "after \(months) months, possible from \(day)"
        case .sameKind(nil): "no bad information of the same kind since"
        case .sameKind(let fact?): "bad information of the same kind since: \(fact)"
        case .condition(let condition): condition.english
        }
    }
}

extension RepairCondition {
    fileprivate var chinese: String {
        let what =
            switch kind {
            case .timePassed: "期限"
            case .performed: "改正并履行完毕"
            case .effectRemoved: "社会不良影响消除"
            case .committed: "公开信用承诺"
            case .noSameKind: "没有同类不良信息"
            case .notListed: "不在严重失信名单"
            }
        return switch standing {
        case .met: "\(what)：是"
        case .notMet: "\(what)：否"
        case .notKnown: "\(what)：未知"
        }
    }

    fileprivate var english: String {
        let what =
            switch kind {
            case .timePassed: "the time has passed"
            case .performed: "corrected and performed"
            case .effectRemoved: "the social effect is removed"
            case .committed: "a public commitment was made"
            case .noSameKind: "nothing of the same kind since"
            case .notListed: "not on the serious list"
            }
        return switch standing {
        case .met: "\(what): yes"
        case .notMet: "\(what): no"
        case .notKnown: "\(what): not known"
        }
    }
}

/// Why a user unit has its score and grade.
package enum CreditReason: Hashable, Sendable {
    case score(base: Int, score: Int, counted: Int)
    case band(score: Int, CreditGrade)
    case ground(fact: String, code: String)
    /// 直接判定, for the first ground's code.
    case direct(code: String)
    case confirmation
    case counted(points: Int)
    /// The last day on which a fact counts.
    case countedUntil(Day)
    /// The constraints do not concern this grade.
    case unconstrained(CreditGrade)
    case excluded(CreditExclusion)
    case published(until: Day)

    func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private var chinese: String {
        switch self {
        case .score(let base, let score, let counted): "基本分 \(base)，计入 \(counted) 条，得分 \(score)"
        case .band(let score, let grade): "得分 \(score)，\(grade.rawValue) 级"
        case .ground(let fact, let code):
            "\(fact)（\(DirectGround.title(of: code, in: .chinese))）为直接判定的依据"
        case .direct(let code): "依 \(DirectGround.title(of: code, in: .chinese))，直接判定为 E 级"
        case .confirmation: "E 级须经人工确认"
        case .counted(let points):
            "计 \(points > 0 ? "+" : "")\(points) 分"
        case .countedUntil(let until): "计至 \(until)"
        case .unconstrained(let grade): "监管措施针对 E 级，不及于 \(grade.rawValue) 级"
        case .excluded(let exclusion): exclusion.text(in: .chinese)
        case .published(let until): "最长公示至 \(until)"
        }
    }

    private var english: String {
        switch self {
        case .score(let base, let score, let counted):
            "base \(base), \(counted) facts counted, score \(score)"
        case .band(let score, let grade): "score \(score), grade \(grade.rawValue)"
        case .ground(let fact, let code):
            "\(fact) (\(DirectGround.title(of: code, in: .english))) is a ground of an E"
        case .direct(let code): "a direct E for \(DirectGround.title(of: code, in: .english))"
        case .confirmation: "a person has to confirm an E"
        case .counted(let points):
            "counts \(points > 0 ? "+" : "")\(points)"
        case .countedUntil(let until): "counts until \(until)"
        case .unconstrained(let grade):
            "the constraints are for an E, not for grade \(grade.rawValue)"
        case .excluded(let exclusion): exclusion.text(in: .english)
        case .published(let until): "published until \(until) at most"
        }
    }
}
