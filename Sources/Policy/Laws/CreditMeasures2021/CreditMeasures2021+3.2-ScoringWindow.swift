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
        standing(of: CreditEntry(fact, as: kind(of: fact.code)))
    }

    /// The same for a fact without its names.
    package func standing(of entry: CreditEntry) -> CreditStanding {
        switch entry.kind {
        case .unknown: return .excluded(.unknownCode)
        case .notInForce: return .excluded(.itemNotInForce)
        case .ground, .item: break
        }
        if entry.determinedOn > day { return .excluded(.notDetermined(on: entry.determinedOn)) }
        if let repairedOn = entry.repairedOn, repairedOn <= day {
            return .excluded(.repaired(on: repairedOn))
        }
        if let end = entry.retainUntil, end < day { return .excluded(.retentionOver(end)) }
        var end = lastDay(of: entry)
        if end < day { return .excluded(.windowOver(end)) }
        if parameters.stopOn == .publicationEnd, let published = publicationEnd(of: entry) {
            if published < day { return .excluded(.publicationOver(published)) }
            end = min(end, published)
        }
        if parameters.objectionSuspends, entry.isDisputed { return .excluded(.disputed) }
        guard case .item(let position) = entry.kind else {
            return .counts(position: nil, until: end)
        }
        if pack.items[position].isPenalty, let reason = exclusion(ofPenalty: entry) {
            return .excluded(reason)
        }
        return .counts(position: position, until: end)
    }

    /// Reading: a ground of 直接判定 counts for as long as it may be kept, also beyond the window.
    private func lastDay(of entry: CreditEntry) -> Day {
        if case .ground = entry.kind, parameters.directLifetime == .retention,
            let end = entry.retainUntil
        {
            return end
        }
        let end = entry.determinedOn.adding(months: 12 * parameters.windowYears)
        return entry.retainUntil.map { min($0, end) } ?? end
    }

    /// Why a fact that counts does so until a day.
    func reasonOfEnd(
        _ end: Day,
        of fact: CreditFact
    ) -> (provision: Provision, parameterNames: [String]) {
        let window = fact.determinedOn.adding(months: 12 * parameters.windowYears)
        if end == window { return (CreditMeasures2021.scoringWindow, ["window.years"]) }
        if end == fact.retainUntil {
            // Beyond the window only a ground of 直接判定 counts.
            return (CreditMeasures2021.retention, end > window ? ["direct_E.lifetime"] : [])
        }
        return (CreditRepairMeasures2026.effect, ["score.stop_on"])
    }

    private func publicationEnd(of entry: CreditEntry) -> Day? {
        entry.isGood
            ? nil : national.publicationEnd(of: entry.gravity, from: entry.determinedOn, on: day)
    }

    private func exclusion(ofPenalty entry: CreditEntry) -> CreditExclusion? {
        if parameters.excludesSummaryPenalties, entry.procedure == .summary {
            return .summaryProcedure
        }
        return parameters.requiresFinality && entry.isFinal != true ? .notFinal : nil
    }
}

/// Whether a fact counts.
package enum CreditStanding: Hashable, Sendable {
    /// Counts through a day; the position of its item, none for a ground of 直接判定.
    case counts(position: Int?, until: Day)
    case excluded(CreditExclusion)
}
