/// All that a rule may look at when it grades one user unit (信用主体).
package struct SubjectFacts: Hashable, Sendable {
    /// In the order in which they were given; conclusions name them in the same order.
    package var facts: [CreditFact]

    package init(facts: [CreditFact] = []) {
        self.facts = facts
    }
}

/// One record of a credit file (信用信息).
package struct CreditFact: Hashable, Sendable {
    package var id: String
    /// What kind of fact it is; decides what it counts for.
    package var code: String
    /// As whoever recorded it has classed it.
    package var creditClass: CreditClass
    /// 认定之日.
    package var determinedOn: Day
    /// How a penalty was imposed; `nil` where it is not known or does not apply.
    package var procedure: PenaltyProcedure?
    /// Whether a penalty can no longer be contested; `nil` where it is not known or does not apply.
    package var isFinal: Bool?
    /// The day from which it is repaired.
    package var repairedOn: Day?
    /// The last day on which it may be kept, where that is another day than the law's own term gives.
    package var retainUntil: Day?

    package init(
        id: String,
        code: String,
        creditClass: CreditClass,
        determinedOn: Day,
        procedure: PenaltyProcedure? = nil,
        isFinal: Bool? = nil,
        repairedOn: Day? = nil,
        retainUntil: Day? = nil
    ) {
        self.id = id
        self.code = code
        self.creditClass = creditClass
        self.determinedOn = determinedOn
        self.procedure = procedure
        self.isFinal = isFinal
        self.repairedOn = repairedOn
        self.retainUntil = retainUntil
    }
}

/// Which way a fact points.
package enum CreditClass: String, CaseIterable, Sendable {
    /// 守信信息.
    case good
    /// 不良信息.
    case bad
    /// A ground of 直接判定.
    case direct
}

/// How a penalty was imposed.
package enum PenaltyProcedure: String, CaseIterable, Sendable {
    /// 普通程序.
    case ordinary
    /// 简易程序.
    case summary
}
