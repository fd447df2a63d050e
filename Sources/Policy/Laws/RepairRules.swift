/// Which rules of repair govern an application.
package enum RepairProfile: String, CaseIterable, Sendable {
    /// 浙江省公共信用修复管理暂行办法.
    case zhejiang
    /// 信用修复管理办法, by the gravity of the fact.
    case national
}

/// Something that has to be so before a fact can be repaired on application.
package struct RepairCondition: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case timePassed = "time_passed"
        case performed
        case effectRemoved = "effect_removed"
        case committed
        case noSameKind = "no_same_kind"
        case notListed = "not_listed"
    }

    /// Whether it is so.
    package enum Standing: String, CaseIterable, Sendable {
        case met
        case notMet = "not_met"
        case notKnown = "not_known"

        init(_ isMet: Bool?) {
            self = isMet.map { $0 ? .met : .notMet } ?? .notKnown
        }
    }

    package let kind: Kind
    package let standing: Standing
}

/// What an application for the repair of one fact would find on a day. A finding, never an act: only
/// the authority that determined the fact repairs it.
package struct RepairConclusion: Hashable, Sendable {
    package let fact: String
    package let profile: Finding<RepairProfile>
    package let conditions: [Finding<RepairCondition>]
    /// The first day on which the time has passed; `nil` where that depends on what is not known.
    package let firstDay: Day?
}

/// The conditions of repair for applications of one day: 120号 四（四） with the Zhejiang measures, or
/// with the national ones, which prevail from the day they are in force.
package struct RepairRules: Sendable {
    package let day: Day
    package let profile: RepairProfile
    private let engine: PolicyEngine

    init(_ engine: PolicyEngine, on day: Day) {
        self.engine = engine
        self.day = day
        profile = engine.measures.parameters.inForce(on: day).value.repairProfile
    }

    /// What an application of a user unit of some grade would find; `nil` for good information, for what
    /// is not determined yet, and for what is repaired.
    package func conclusion(
        for fact: CreditFact,
        of subject: SubjectFacts,
        graded grade: CreditGrade
    ) -> RepairConclusion? {
        guard fact.creditClass != .good, fact.determinedOn <= day,
            fact.repairedOn.map({ day < $0 }) ?? true
        else { return nil }
        let months = months(for: fact)
        let firstDay = months.map { Self.firstDay(after: fact.determinedOn, months: $0) }
        let isPassed = firstDay.map { $0 <= day }
        var conditions = [
            finding(
                .timePassed,
                isPassed,
                timeProvision,
                .timePassed(months, firstDay),
                timeNames(fact)
            ),
            finding(.performed, fact.remedy.isPerformed, conditionProvision),
        ]
        switch profile {
        case .zhejiang:
            conditions.append(
                finding(.effectRemoved, fact.remedy.isEffectRemoved, conditionProvision)
            )
        case .national:
            conditions.append(finding(.committed, fact.remedy.hasCommitted, conditionProvision))
        }
        if engine.zhejiangRepair.requiresNoSameKind(on: day) {
            let again = nextOfSameKind(fact, in: subject)
            conditions.append(
                finding(
                    .noSameKind,
                    again == nil,
                    ZhejiangCreditRepair.conditions,
                    .sameKind(again?.id),
                    [ZhejiangCreditRepair.noSameKindName]
                )
            )
        }
        let isListed = subject.isOnSeriousList
        conditions.append(
            finding(.notListed, isListed.map(!), ZhejiangCreditRepair.seriousList)
        )
        return RepairConclusion(
            fact: fact.id,
            profile: profileFinding(grade),
            conditions: conditions,
            firstDay: firstDay
        )
    }

    /// Reading: a term of months has passed once its last day, the corresponding one, is over (民法典
    /// 202, 203); without a term the day of determination itself will do.
    private static func firstDay(after start: Day, months: Int) -> Day {
        months == 0 ? start : start.adding(months: months).adding(days: 1)
    }

    private func months(for fact: CreditFact) -> Int? {
        switch profile {
        case .zhejiang: engine.zhejiangRepair.months(on: day)
        case .national: fact.gravity.map { engine.nationalRepair.repairMonths($0, on: day) }
        }
    }

    /// Reading: of the same kind is what has the same code.
    private func nextOfSameKind(_ fact: CreditFact, in subject: SubjectFacts) -> CreditFact? {
        subject.facts.first {
            $0.code == fact.code && $0.creditClass != .good
                && fact.determinedOn < $0.determinedOn && $0.determinedOn <= day
        }
    }

    /// Reading: 四（四） refers to the Zhejiang measures for an E only; for other grades they govern by
    /// themselves, as a text for all public credit information.
    private func profileFinding(_ grade: CreditGrade) -> Finding<RepairProfile> {
        let provincial =
            grade == .e ? CreditMeasures2021.repairOfE : CreditMeasures2021.creditRepair
        return Finding(
            profile,
            under: profile == .zhejiang ? provincial : ZhejiangCreditRepair.seriousList,
            because: .repair(.appliedOn(day, profile)),
            parameters: engine.uses(of: ["repair.profile"], on: day)
        )
    }

    private var timeProvision: Provision {
        profile == .zhejiang ? ZhejiangCreditRepair.conditions : CreditRepairMeasures2026.terms
    }

    private var conditionProvision: Provision {
        profile == .zhejiang ? ZhejiangCreditRepair.conditions : CreditRepairMeasures2026.conditions
    }

    private func timeNames(_ fact: CreditFact) -> [String] {
        switch profile {
        case .zhejiang: [ZhejiangCreditRepair.monthsName]
        case .national:
            [fact.gravity.map(CreditRepairMeasures2026.repairMonthsName)].compactMap { $0 }
        }
    }

    private func finding(
        _ kind: RepairCondition.Kind,
        _ isMet: Bool?,
        _ provision: Provision,
        _ reason: RepairReason? = nil,
        _ names: [String] = []
    ) -> Finding<RepairCondition> {
        let condition = RepairCondition(kind: kind, standing: .init(isMet))
        return Finding(
            condition,
            under: provision,
            because: .repair(reason ?? .condition(condition)),
            parameters: engine.uses(of: names, on: day)
        )
    }
}
