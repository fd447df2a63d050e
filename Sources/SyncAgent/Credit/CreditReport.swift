package import LocalStore
package import Policy

/// The credit of the user unit whose site this is, from the facts that its hub has sent.
package struct CreditReport: Sendable {
    /// Why a report says less than it could.
    package enum Gap: Hashable, Sendable {
        /// Only user units are graded (四（三）).
        case notGraded
        /// No hub has been heard yet, so no fact is known.
        case neverHeard
    }

    /// The facts that the conclusion was drawn from, in its order.
    package let facts: [CreditFact]
    /// `nil` where nobody is graded.
    package let conclusion: CreditConclusion?
    package let gap: Gap?
    package let rulePack: RulePack
    /// What the facts that count come to, code by code.
    package let sums: [CodeSum]

    /// Whether the grade may be another one by the official points, or once the facts are known.
    package var isProvisional: Bool { rulePack.status != .official || gap != nil }

    /// Draws the conclusion for a day. Facts that are assumed take the place of those of the same name,
    /// the others are added; nothing of them is kept.
    ///
    /// - Throws: `StoreError`.
    package init(
        of store: Store,
        on day: Day,
        by engine: PolicyEngine,
        assuming assumed: [CreditFact] = []
    ) throws {
        rulePack = engine.rulePack(on: day)
        let site = try store.site()
        guard site.role == .userUnit else {
            (facts, conclusion, gap, sums) = ([], nil, .notGraded, [])
            return
        }
        facts = Self.merge(try store.creditFacts(of: site.organisation), assumed)
        let drawn = engine.creditRules(on: day).conclusion(for: SubjectFacts(facts: facts))
        conclusion = drawn
        sums = drawn.sums(of: facts, in: rulePack, on: day)
        gap = try store.cursor() == nil ? .neverHeard : nil
    }

    private static func merge(_ known: [CreditFact], _ assumed: [CreditFact]) -> [CreditFact] {
        var facts = known
        for fact in assumed {
            if let index = facts.firstIndex(where: { $0.id == fact.id }) {
                facts[index] = fact
            } else {
                facts.append(fact)
            }
        }
        return facts
    }
}
