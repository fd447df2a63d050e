/// Whether a piece of bad information may still be kept.
package enum RetentionStanding: Hashable, Sendable {
    /// It may be kept through this day.
    case kept(until: Day)
    /// Its term ended on this day, but the user unit is on the serious list.
    case keptWhileListed(endedOn: Day)
    /// It has to be deleted, and should have been gone by this day (自然修复).
    case toBeDeleted(since: Day)

    /// The standing in a word.
    package var word: String {
        switch self {
        case .kept: "keep"
        case .keptWhileListed: "keep_while_listed"
        case .toBeDeleted: "delete"
        }
    }
}

extension CreditInformationRegulation2017 {
    /// The last day on which bad information may be kept, as the term stands on a day.
    func lastDayKept(_ fact: CreditFact, on day: Day) -> Day {
        let years = retentionYears.inForce(on: day).value
        return fact.retainUntil ?? fact.determinedOn.adding(months: 12 * years)
    }

    /// Whether a fact may be kept on a day; `nil` for good information, which the term does not
    /// concern, and for what is not determined yet.
    ///
    /// Reading: the term ends on the corresponding day (民法典 202), which still belongs to it;
    /// `retainUntil` says otherwise where imprisonment or another law moves the end.
    /// Reading: a repair does not delete: it ends use, and the record stays until its term ends.
    package func retention(
        of fact: CreditFact,
        on day: Day,
        isOnSeriousList: Bool? = nil
    ) -> Finding<RetentionStanding>? {
        guard fact.creditClass != .good, fact.determinedOn <= day else { return nil }
        let end = lastDayKept(fact, on: day)
        let uses =
            fact.retainUntil == nil
            ? [parameterSet.use(of: "retention.years", on: day)].compactMap { $0 } : []
        func finding(
            _ standing: RetentionStanding,
            _ provision: Provision
        ) -> Finding<RetentionStanding> {
            let because = Because.retention(standing, end: end, isGiven: fact.retainUntil != nil)
            return Finding(standing, under: provision, because: because, parameters: uses)
        }
        if day <= end { return finding(.kept(until: end), Self.retention) }
        if fact.retainUntil == nil, isOnSeriousList == true {
            return finding(.keptWhileListed(endedOn: end), Self.retentionWhileListed)
        }
        return finding(.toBeDeleted(since: end.adding(days: 1)), CreditMeasures2021.retention)
    }
}
