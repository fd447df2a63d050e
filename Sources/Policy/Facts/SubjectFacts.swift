/// All that a rule may look at when it grades one user unit (信用主体).
package struct SubjectFacts: Hashable, Sendable {
    /// In the order in which they were given; conclusions name them in the same order.
    package var facts: [CreditFact]
    /// Whether the user unit is on a list of grave breach of trust (严重失信名单); `nil` where it is not
    /// known.
    package var isOnSeriousList: Bool?

    package init(facts: [CreditFact] = [], isOnSeriousList: Bool? = nil) {
        self.facts = facts
        self.isOnSeriousList = isOnSeriousList
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
    /// Whether an objection against it is open.
    package var isDisputed: Bool
    /// How grave it is by the national measures of repair; `nil` where it is not known.
    package var gravity: Gravity?
    /// What has been done about it.
    package var remedy: Remedy

    package init(
        id: String,
        code: String,
        creditClass: CreditClass,
        determinedOn: Day,
        procedure: PenaltyProcedure? = nil,
        isFinal: Bool? = nil,
        repairedOn: Day? = nil,
        retainUntil: Day? = nil,
        isDisputed: Bool = false,
        gravity: Gravity? = nil,
        remedy: Remedy = Remedy()
    ) {
        self.id = id
        self.code = code
        self.creditClass = creditClass
        self.determinedOn = determinedOn
        self.procedure = procedure
        self.isFinal = isFinal
        self.repairedOn = repairedOn
        self.retainUntil = retainUntil
        self.isDisputed = isDisputed
        self.gravity = gravity
        self.remedy = remedy
    }
}

/// What a user unit has done about bad information; `nil` where it is not known.
package struct Remedy: Hashable, Sendable {
    /// Corrected, and every duty performed.
    package var isPerformed: Bool?
    /// 社会不良影响 is removed.
    package var isEffectRemoved: Bool?
    /// A public 信用承诺 was made.
    package var hasCommitted: Bool?

    package init(
        isPerformed: Bool? = nil,
        isEffectRemoved: Bool? = nil,
        hasCommitted: Bool? = nil
    ) {
        self.isPerformed = isPerformed
        self.isEffectRemoved = isEffectRemoved
        self.hasCommitted = hasCommitted
    }
}

/// How grave bad information is (信用修复管理办法).
package enum Gravity: String, CaseIterable, Sendable {
    /// 轻微.
    case minor
    /// 一般.
    case ordinary
    /// 严重.
    case serious
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
