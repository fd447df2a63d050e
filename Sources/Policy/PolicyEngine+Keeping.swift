extension PolicyEngine {
    /// The last day on which a fact may be kept; `nil` for good information, for which no term runs
    /// unless it names one.
    ///
    /// Reading: the term ends on the corresponding day five years after the determination (民法典 202),
    /// which still belongs to it. Whether the user unit is on the list of grave breach of trust is not
    /// known here; whoever keeps such a fact longer names the day.
    package func keptUntil(_ fact: CreditFact) -> Day? {
        if let end = fact.retainUntil { return end }
        guard fact.creditClass != .good else { return nil }
        let years = creditRules(on: fact.determinedOn).parameters.windowYears
        return fact.determinedOn.adding(months: 12 * years)
    }
}
