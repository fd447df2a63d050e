/// What an authority may do because of a grade. Always a possibility, never an act: each of them is
/// within the authority's discretion ("可以").
package enum CreditMeasure: String, CaseIterable, Sendable {
    /// 激励措施.
    case commendation = "incentive_commendation"
    case fewerInspections = "incentive_fewer_inspections"
    case easierLicensing = "incentive_easier_licensing"
    case otherIncentive = "incentive_other"
    /// 监管措施.
    case licensingReview = "constraint_licensing_review"
    case keyInspection = "constraint_key_inspection"
    case sharedList = "constraint_shared_list"
    case otherConstraint = "constraint_other"
    /// 行政指导.
    case guidance
}

extension CreditMeasures2021 {
    package static let incentives = Provision(
        "四（五）激励措施",
        "对 A 级（优秀）信用主体，各级市场监管部门可以依法实施以下激励措施："
    )
    /// Reading: "E 级（警示）" means E（失信）. The letter decides, and what burdens is read narrowly; for a
    /// D nothing is said. `constraints.grades` keeps the other reading possible.
    package static let constraints = Provision(
        "四（五）监管措施",
        "对 E 级（警示）信用主体，各级市场监管部门可以采取以下监管措施："
    )

    private static let incentiveItems: [(CreditMeasure, Provision)] = [
        (.commendation, Provision("四（五）激励措施第1项", "1. 同等条件下优先考虑推荐各类表彰；")),
        (
            .fewerInspections,
            Provision("四（五）激励措施第2项", "2. 在日常监管中，可合理降低“双随机”抽查比例和频次；")
        ),
        (
            .easierLicensing,
            Provision(
                "四（五）激励措施第3项",
                "3. 在实施计量行政许可中，根据实际情况给予优先办理、简化程序、告知承诺等便利化服务措施；"
            )
        ),
        (.otherIncentive, Provision("四（五）激励措施第4项", "4. 国家或者地方规定的其他激励措施。")),
    ]

    private static let constraintItems: [(CreditMeasure, Provision)] = [
        (
            .licensingReview,
            Provision(
                "四（五）监管措施第1项",
                "1. 在计量行政许可中，列为重点审查对象，不适用于告知承诺等便利化措施；"
            )
        ),
        (
            .keyInspection,
            Provision("四（五）监管措施第2项", "2. 在日常监督检查中，列为重点监督检查对象，加强现场检查；")
        ),
        (
            .sharedList,
            Provision(
                "四（五）监管措施第3项",
                "3. 将名单推送至杭州市企业信用联动监管平台和杭州市公共信用信息平台；"
            )
        ),
        (.otherConstraint, Provision("四（五）监管措施第4项", "4. 法律法规规定的其他监管措施。")),
    ]

    /// Every passage of 四（五）, in the order of the text.
    static let measureProvisions =
        [incentives] + incentiveItems.map(\.1) + [constraints] + constraintItems.map(\.1)

    /// What a grade makes possible; nothing for B, C and, by the usual reading, D.
    ///
    /// Reading: an E that a person has still to confirm makes nothing possible yet, and says so in the
    /// reason.
    package func measures(
        for decision: CreditDecision,
        on day: Day
    ) -> [Finding<CreditMeasure>] {
        let grade = decision.grade
        let constrained = creditParameters.inForce(on: day).value.constrainedGrades
        let uses = [parameterSet.use(of: "constraints.grades", on: day)].compactMap { $0 }
        func findings(
            _ items: [(CreditMeasure, Provision)],
            _ parameters: [ParameterUse] = []
        ) -> [Finding<CreditMeasure>] {
            let because = Because.graded(grade, needsConfirmation: decision.needsConfirmation)
            return items.map {
                Finding($0, under: $1, because: because, parameters: parameters)
            }
        }
        return switch grade {
        case .a: findings(Self.incentiveItems)
        case .b, .c: []
        case .d where constrained == .e: []
        case .d, .e: findings(Self.constraintItems, uses)
        }
    }

    /// That the constraints do not concern a D, where they are read so; `nil` for another grade.
    package func unconstrained(_ grade: CreditGrade, on day: Day) -> Finding<String>? {
        guard grade == .d, creditParameters.inForce(on: day).value.constrainedGrades == .e else {
            return nil
        }
        return Finding(
            "unconstrained",
            under: Self.constraints,
            because: .credit(.unconstrained(grade)),
            parameters: [parameterSet.use(of: "constraints.grades", on: day)].compactMap { $0 }
        )
    }
}
