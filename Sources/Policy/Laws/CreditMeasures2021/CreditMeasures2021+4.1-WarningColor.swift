extension CreditMeasures2021 {
    package static let normal = Provision(
        "四（一）正常",
        "公共服务平台按照正常、提示、警示监管状态实施分类监管，正常的计量器具无颜色标注，对具有提示警示信息的计量器具设置颜色标注，分为绿色提示、黄色预警、红色警示。"
    )

    package static let greenReminder = Provision(
        "四（一）绿色提示",
        "绿色提示：计量器具 2 个月内即将达到检定有效期限；"
    )

    package static let yellowWarning = Provision(
        "四（一）黄色预警",
        "黄色预警：计量器具 1 个月内即将达到检定有效期限；"
    )

    package static let redWarning = Provision(
        "四（一）红色警示",
        "红色警示：计量器具已经超过检定有效期限或经检定不合格仍在使用的。"
    )

    /// The rules of 四（一）, with 二（三）, made ready for one day.
    package func warningRules(on day: Day) -> WarningRules {
        WarningRules(on: day, under: parameters.inForce(on: day).value)
    }
}

/// What 四（一）, with 二（三）, makes of instruments on one day. Lists and explanations both ask here.
///
/// Reading: "仍在使用" qualifies both limbs of red, because the offence is use: 计量法 25
/// (`MetrologyLaw2018.continuedUse`), 实施细则 22 (`MetrologyRules2022.noUseOverPeriod`).
/// Reading: "超过" excludes the last valid day itself and "内" includes both ends (民法典 1259).
/// Reading: the colours are disjoint; of two that apply, the graver one is shown.
/// Reading: the rotation date of a meter (到期轮换) is its 检定有效期限.
package struct WarningRules: Sendable {
    package let day: Day
    let parameters: CreditMeasures2021Parameters
    /// The last end of a term that is over, and the last ones that are yellow and green. With
    /// these, an instrument costs comparisons and no calendar.
    private let overThrough: Day
    private let yellowThrough: Day
    private let greenThrough: Day

    init(on day: Day, under parameters: CreditMeasures2021Parameters) {
        let rule = parameters.monthRule
        self.day = day
        self.parameters = parameters
        overThrough = day.adding(days: -parameters.redFromDaysAfter)
        yellowThrough = rule.lastEnd(months: parameters.yellowMonths, from: day)
        greenThrough = rule.lastEnd(months: parameters.greenMonths, from: day)
    }

    /// What becomes of an instrument; the explanation starts from here.
    package func decision(for facts: InstrumentFacts) -> WarningDecision {
        decision(for: WarningInputs(facts, on: day))
    }

    /// The same, of an instrument whose verifications have been looked through already.
    @inline(__always)
    package func decision(for inputs: WarningInputs) -> WarningDecision {
        decision(for: inputs, standing: standing(of: inputs))
    }

    /// The colours of many, in their order.
    package func colors(of instruments: [WarningInputs]) -> [WarningColor] {
        [WarningColor](unsafeUninitializedCapacity: instruments.count) { colors, count in
            for instrument in instruments {
                colors.initializeElement(at: count, to: decision(for: instrument).color)
                count += 1
            }
        }
    }

    @inline(__always)
    func standing(of inputs: WarningInputs) -> VerificationStanding {
        VerificationStanding(
            of: inputs,
            on: day,
            repairEndsReliance: parameters.repairInvalidatesCertificate
        )
    }

    // Inlined, only the colour of a decision is ever made where nobody asks for more.
    @inline(__always)
    func decision(
        for inputs: WarningInputs,
        standing: VerificationStanding
    ) -> WarningDecision {
        if inputs.status == .scrapped { return .scrapped }
        guard inputs.isCompulsory else { return .notCompulsory }
        let isInUse = inputs.status == .inUse
        let canBeRed = isInUse || !parameters.redRequiresInUse

        switch standing {
        case .rejected(let verification):
            return canBeRed ? .rejected(verification) : .idle
        case .unverified(let repairedOn):
            guard isInUse else { return .idle }
            return .unverified(repairedOn: repairedOn, isRed: parameters.unverifiedAs == .red)
        case .passed(let verifiedOn, until: nil):
            return isInUse ? .unlimited(verifiedOn: verifiedOn) : .idle
        case .passed(_, let until?):
            if until <= overThrough { return canBeRed ? .expired(until) : .expiredIdle(until) }
            guard isInUse else { return .idle }
            if until <= yellowThrough { return .yellow(until) }
            return until <= greenThrough ? .green(until) : .valid(until)
        }
    }
}
