extension CreditMeasures2021 {
    /// Reading: "近5年" runs from the day of determination to the corresponding day five years later,
    /// both included (民法典 202, 1259); from 29 February to 28 February.
    /// Reading: only what may still be kept is used; what has to be deleted no longer counts.
    package static let scoringWindow = Provision(
        "三（二）近5年",
        "公共服务平台以近5年的记录为信用评价依据。"
    )

    package static let retention = Provision(
        "三（二）保存期限",
        "不良信息保存和披露期限届满后，应当在信用档案中及时删除该信息，法律、法规另有规定的除外。"
    )
}

extension CreditRules {
    /// Whether a fact counts on the day, and until when, or why not.
    package func standing(of fact: CreditFact) -> CreditStanding {
        let ground = DirectGround(rawValue: fact.code)
        let position = ground == nil ? pack.position(of: fact.code) : nil
        guard ground != nil || position != nil else { return .excluded(.unknownCode) }
        if fact.determinedOn > day { return .excluded(.notDetermined(on: fact.determinedOn)) }
        if let repairedOn = fact.repairedOn, repairedOn <= day {
            return .excluded(.repaired(on: repairedOn))
        }
        if let end = fact.retainUntil, end < day { return .excluded(.retentionOver(end)) }
        let end = lastDay(of: fact, isDirect: ground != nil)
        if end < day { return .excluded(.windowOver(end)) }
        if let position, pack.items[position].isPenalty, let reason = exclusion(ofPenalty: fact) {
            return .excluded(reason)
        }
        return .counts(position: position, until: end)
    }

    /// Reading: a ground of 直接判定 counts for as long as it may be kept, also beyond the window.
    private func lastDay(of fact: CreditFact, isDirect: Bool) -> Day {
        if isDirect, parameters.directLifetime == .retention, let end = fact.retainUntil {
            return end
        }
        let end = fact.determinedOn.adding(months: 12 * parameters.windowYears)
        return fact.retainUntil.map { min($0, end) } ?? end
    }

    private func exclusion(ofPenalty fact: CreditFact) -> CreditExclusion? {
        if parameters.excludesSummaryPenalties, fact.procedure == .summary {
            return .summaryProcedure
        }
        return parameters.requiresFinality && fact.isFinal != true ? .notFinal : nil
    }
}

/// Whether a fact counts.
package enum CreditStanding: Hashable, Sendable {
    /// Counts through a day; the position of its item, none for a ground of 直接判定.
    case counts(position: Int?, until: Day)
    case excluded(CreditExclusion)
}
