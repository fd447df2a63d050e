extension CreditMeasures2021 {
    /// Reading: "检定合格后才能使用" is an offence of its own and not one of the colours. An instrument
    /// that was never verified has neither passed the end of a validity nor failed. Using it is
    /// forbidden by 计量法 9 (`MetrologyLaw2018.noUseWithoutPass`).
    /// Reading: "维修后" ends reliance on what was found before the repair. It does not heal a failure:
    /// only a pass does.
    /// Reading: it also binds an idle instrument whose validity is over, on the day it returns to use.
    package static let passBeforeUse = Provision(
        "二（三）检定合格后使用",
        "对新购置、维修后、即将到检定有效期限的计量器具，及时通过公共服务平台申请检定，检定合格后才能使用"
    )
}

/// What the verifications and repairs of an instrument amount to on a day.
enum VerificationStanding: Hashable, Sendable {
    /// Without a verification to rely on: none at all, or none since this repair.
    case unverified(repairedOn: Day?)
    /// The latest verification was failed, or its certificate cancelled
    /// (`VerificationMarks1987.cancellation`).
    case rejected(VerificationFacts)
    /// The latest verification was passed.
    case passed(on: Day, until: Day?)

    /// The standing on a day.
    @inline(__always)
    init(of inputs: WarningInputs, on day: Day, repairEndsReliance: Bool) {
        guard let latest = inputs.latest else {
            self = .unverified(repairedOn: nil)
            return
        }
        guard latest.result == .pass else {
            self = .rejected(latest)
            return
        }
        if repairEndsReliance, let repairedOn = inputs.repairedOn, repairedOn <= day,
            latest.on < repairedOn
        {
            self = .unverified(repairedOn: repairedOn)
            return
        }
        // 失准报废: such an instrument has no 检定有效期限, whatever a record says.
        let until = inputs.regime == .scrapWhenInaccurate ? nil : latest.validUntil
        self = .passed(on: latest.on, until: until)
    }

    /// The last day of the term, while there is a pass to rely on.
    var until: Day? {
        if case .passed(_, let until) = self { until } else { nil }
    }
}

extension InstrumentFacts {
    /// The position of the verification that counts on a day, or of all where no day is given:
    /// what a verification body reports displaces what the user unit declared from its own ledger;
    /// then the later day counts, then the later record. What happens after the day does not exist
    /// yet.
    package func latestVerification(on day: Day?) -> Int? {
        var latest: Int?
        for (index, verification) in verifications.enumerated() {
            if let day, verification.on > day { continue }
            if let latest, !verification.displaces(verifications[latest]) { continue }
            latest = index
        }
        return latest
    }
}

extension VerificationFacts {
    /// Whether this one, recorded later, counts instead of an earlier record.
    fileprivate func displaces(_ earlier: VerificationFacts) -> Bool {
        isDeclared == earlier.isDeclared ? on >= earlier.on : earlier.isDeclared
    }
}

extension CreditMeasures2021 {
    /// That another verification has to be applied for, because the term of an instrument in use ends
    /// soon; `nil` where nothing has to be done yet, or the term is over and the instrument is red.
    ///
    /// Reading: "即将到检定有效期限" is a number of days that the measures do not say; practice differs,
    /// so it is the parameter `apply.lead_days`.
    package func application(
        for facts: InstrumentFacts,
        by rules: WarningRules
    ) -> Finding<String>? {
        let leadDays = rules.parameters.applyLeadDays
        guard facts.status == .inUse, facts.isCompulsory,
            let until = rules.standing(of: WarningInputs(facts, on: rules.day)).until,
            rules.day <= until, until.adding(days: -leadDays) <= rules.day
        else { return nil }
        let term = Because.Term(
            facts.regime == .rotate ? .rotation : .validity,
            until: until,
            daysLeft: Int(until.number - rules.day.number)
        )
        let name = CreditMeasures2021Parameters.Name.applyLeadDays.rawValue
        return Finding(
            "application_due",
            under: facts.regime == .rotate
                ? MetrologyRegulation2013.rotation : Self.passBeforeUse,
            because: .applicationDue(term, leadDays: leadDays),
            parameters: [parameterSet.use(of: name, on: rules.day)].compactMap { $0 }
        )
    }
}
