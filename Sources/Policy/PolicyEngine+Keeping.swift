extension PolicyEngine {
    /// The last day on which a fact may be kept, as the term stands on a day; `nil` for good
    /// information, for which no term runs unless it names one. Whether the user unit is on the list of
    /// grave breach of trust is not asked here.
    package func keptUntil(_ fact: CreditFact, on day: Day) -> Day? {
        fact.creditClass == .good
            ? fact.retainUntil : creditInformation.lastDayKept(fact, on: day)
    }
}
