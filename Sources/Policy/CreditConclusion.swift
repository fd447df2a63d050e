/// All that the law has to say about the credit of one user unit on one day.
package struct CreditConclusion: Hashable, Sendable {
    package let decision: CreditDecision
    /// Every fact that counts, in the order given: also one whose points a cap swallows.
    package let counted: [CountedFact]
    /// Every other fact, with the reason.
    package let excluded: [ExcludedFact]
    /// The version of the pack that the points come from.
    package let rulePack: String
    /// The passages that the grade rests on.
    package let provisions: [Provision]
}

/// The grade of one user unit, before it is explained.
package struct CreditDecision: Hashable, Sendable {
    package let score: Int
    /// The grade that the score alone gives.
    package let byScore: CreditGrade
    /// The code of the first fact that is a ground of 直接判定.
    package let direct: String?
    package let grade: CreditGrade
    /// A person has to confirm the grade before it is one.
    package let needsConfirmation: Bool
}

/// A fact that counts.
package struct CountedFact: Hashable, Sendable {
    package let fact: String
    /// What it adds before the cap; nothing for a ground of 直接判定 outside the pack.
    package let points: Int
    /// The last day on which it counts.
    package let countsUntil: Day
    package let provision: Provision
}

/// A fact that does not count.
package struct ExcludedFact: Hashable, Sendable {
    package let fact: String
    package let because: CreditExclusion

    /// The passage that leaves it out.
    package var provision: Provision { because.provision }
}
