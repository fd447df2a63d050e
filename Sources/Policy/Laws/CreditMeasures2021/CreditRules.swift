/// What 四（三）, with 三（二）, makes of user units on one day. Grades and explanations both ask here.
package struct CreditRules: Sendable {
    package let day: Day
    package let pack: RulePack
    let parameters: CreditParameters
    /// The entries of the pack in force on the day, by their code.
    let positions: [String: Int]
    /// For how long bad information is published.
    let national: CreditRepairMeasures2026

    init(
        on day: Day,
        under parameters: CreditParameters,
        _ pack: RulePack,
        _ national: CreditRepairMeasures2026
    ) {
        self.day = day
        self.pack = pack
        self.parameters = parameters
        positions = pack.positions(on: day)
        self.national = national
    }

    /// The lowest score of a grade.
    package func lowerBound(of grade: CreditGrade) -> Int? { parameters.lowerBounds[grade] }

    /// The grade without the explanation.
    package func decision(for facts: SubjectFacts) -> CreditDecision {
        var tally = CreditTally(by: self)
        for fact in facts.facts { tally.add(CreditEntry(fact, as: kind(of: fact.code))) }
        return tally.finish()
    }

    /// The grade with every fact, counted or left out.
    package func conclusion(for facts: SubjectFacts) -> CreditConclusion {
        var tally = CreditTally(by: self)
        var counted: [CountedFact] = []
        var excluded: [ExcludedFact] = []
        var grounds: [Provision] = []
        for fact in facts.facts {
            let kind = kind(of: fact.code)
            switch tally.add(CreditEntry(fact, as: kind)) {
            case .excluded(let because):
                excluded.append(ExcludedFact(fact: fact.id, because: because))
            case .counts(let position, let end):
                let ground = ground(of: kind)
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
        let decision = tally.finish()
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

    /// The decision that sums of points, by the positions of their items, and the kind of the first
    /// ground come to.
    func decision(sums: [Int], direct: CreditKind?) -> CreditDecision {
        let score = score(of: sums)
        let byScore = parameters.grade(for: score)
        let grade = direct == nil ? byScore : .e
        return CreditDecision(
            score: score,
            byScore: byScore,
            direct: direct.flatMap(code),
            grade: grade,
            needsConfirmation: grade == .e && parameters.eRequiresConfirmation
        )
    }

    /// The ground of 直接判定 that a counted fact of some kind is.
    func ground(of kind: CreditKind) -> DirectGround? {
        switch kind {
        case .notInForce, .unknown: return nil
        case .ground(let ground): return ground
        case .item(let position):
            let item = pack.items[position]
            let isGrave = item.isPenalty && -item.points >= parameters.directSingleDeduction
            return isGrave ? .gravePenalty : nil
        }
    }

    private func score(of sums: [Int]) -> Int {
        var score = parameters.base
        for (sum, item) in zip(sums, pack.items) { score += item.held(sum) }
        return min(max(score, parameters.floor), parameters.cap)
    }
}
