/// What 四（三）, with 三（二）, makes of user units on one day. Grades and explanations both ask here.
package struct CreditRules: Sendable {
    package let day: Day
    package let pack: RulePack
    let parameters: CreditParameters

    init(on day: Day, under parameters: CreditParameters, _ pack: RulePack) {
        self.day = day
        self.pack = pack
        self.parameters = parameters
    }

    /// The grade without the explanation.
    package func decision(for facts: SubjectFacts) -> CreditDecision {
        decision(for: facts, standings: facts.facts.map(standing))
    }

    /// The grade with every fact, counted or left out.
    package func conclusion(for facts: SubjectFacts) -> CreditConclusion {
        let standings = facts.facts.map(standing)
        let decision = decision(for: facts, standings: standings)
        var counted: [CountedFact] = []
        var excluded: [ExcludedFact] = []
        var grounds: [Provision] = []
        for (fact, standing) in zip(facts.facts, standings) {
            switch standing {
            case .excluded(let because):
                excluded.append(ExcludedFact(fact: fact.id, because: because))
            case .counts(let position, let end):
                let ground = ground(of: fact, at: position)
                if let ground, !grounds.contains(ground.provision) {
                    grounds.append(ground.provision)
                }
                counted.append(
                    CountedFact(
                        fact: fact.id,
                        points: position.map { pack.items[$0].points } ?? 0,
                        countsUntil: end,
                        provision: ground?.provision ?? CreditMeasures2021.creditScore
                    )
                )
            }
        }
        return CreditConclusion(
            decision: decision,
            counted: counted,
            excluded: excluded,
            rulePack: pack.version,
            provisions: grounds.isEmpty
                ? [CreditMeasures2021.creditScore, decision.byScore.provision]
                : [CreditMeasures2021.directE] + grounds
        )
    }

    private func decision(
        for facts: SubjectFacts,
        standings: [CreditStanding]
    ) -> CreditDecision {
        var sums = [Int](repeating: 0, count: pack.items.count)
        var direct: String?
        for (fact, standing) in zip(facts.facts, standings) {
            guard case .counts(let position, _) = standing else { continue }
            if let position { sums[position] += pack.items[position].points }
            if direct == nil, ground(of: fact, at: position) != nil { direct = fact.code }
        }
        let score = score(of: sums)
        let byScore = parameters.grade(for: score)
        let grade = direct == nil ? byScore : .e
        return CreditDecision(
            score: score,
            byScore: byScore,
            direct: direct,
            grade: grade,
            needsConfirmation: grade == .e && parameters.eRequiresConfirmation
        )
    }

    /// The ground of 直接判定 that a counted fact is.
    private func ground(of fact: CreditFact, at position: Int?) -> DirectGround? {
        guard let position else { return DirectGround(rawValue: fact.code) }
        let item = pack.items[position]
        let isGrave = item.isPenalty && -item.points >= parameters.directSingleDeduction
        return isGrave ? .gravePenalty : nil
    }

    private func score(of sums: [Int]) -> Int {
        var score = parameters.base
        for (sum, item) in zip(sums, pack.items) {
            guard let cap = item.cap else { score += sum; continue }
            score += cap < 0 ? max(sum, cap) : min(sum, cap)
        }
        return min(max(score, parameters.floor), parameters.cap)
    }
}
