/// All that a rule may look at when it judges one measuring instrument (计量器具).
package struct InstrumentFacts: Hashable, Sendable {
    package var status: UseStatus
    /// Whether the instrument is subject to compulsory verification (强制检定).
    package var isCompulsory: Bool
    package var regime: VerificationRegime
    /// In the order in which they were recorded; of two with the same day the later one counts.
    package var verifications: [VerificationFacts]
    /// The day of the last repair, which ends reliance on older verifications.
    package var repairedOn: Day?

    package init(
        status: UseStatus = .inUse,
        isCompulsory: Bool = true,
        regime: VerificationRegime = .periodic,
        verifications: [VerificationFacts] = [],
        repairedOn: Day? = nil
    ) {
        self.status = status
        self.isCompulsory = isCompulsory
        self.regime = regime
        self.verifications = verifications
        self.repairedOn = repairedOn
    }
}

/// One verification (检定) as far as the colours depend on it.
package struct VerificationFacts: Hashable, Sendable {
    /// 检定日期.
    package var on: Day
    package var result: VerificationResult
    /// 有效期至, or the rotation date of a meter that is verified once only.
    package var validUntil: Day?
    /// Declared by the user unit from its ledger, not reported by a verification body.
    package var isDeclared: Bool

    package init(
        on: Day,
        result: VerificationResult,
        validUntil: Day? = nil,
        isDeclared: Bool = false
    ) {
        self.on = on
        self.result = result
        self.validUntil = validUntil
        self.isDeclared = isDeclared
    }
}

/// 使用状态.
package enum UseStatus: String, CaseIterable, Sendable {
    case inUse = "in_use"
    case standby
    case stopped
    case repairing
    case scrapped
}

/// How the law repeats the verification of an instrument (实施检定的有关规定 1991).
package enum VerificationRegime: String, CaseIterable, Sendable {
    /// 周期检定.
    case periodic
    /// 首次检定, 限期使用, 到期轮换.
    case rotate
    /// 首次检定, 失准报废.
    case scrapWhenInaccurate = "scrap_when_inaccurate"
}

/// 检定结论.
package enum VerificationResult: String, CaseIterable, Sendable {
    /// 合格.
    case pass
    /// 不合格.
    case fail
    /// 注销: the certificate was cancelled, for instance after a failed spot check.
    case cancelled
}
