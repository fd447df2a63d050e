extension CreditMeasures2021 {
    /// The decision of 四（一） with its provision, its reason and its parameters.
    package func conclusion(for facts: InstrumentFacts, on day: Day) -> InstrumentConclusion {
        conclusion(for: facts, by: warningRules(on: day))
    }

    /// The same for many instruments on one day, whose rules were made ready once.
    package func conclusion(
        for facts: InstrumentFacts,
        by rules: WarningRules
    ) -> InstrumentConclusion {
        let day = rules.day
        let inputs = WarningInputs(facts, on: day)
        let standing = rules.standing(of: inputs)
        let decision = rules.decision(for: inputs, standing: standing)
        let violations = decision.violations.violations
        let daysLeft =
            facts.isCompulsory && facts.status != .scrapped
            ? standing.until.map { day.days(until: $0) } : nil
        let names =
            decision.parameterNames
            + repairParameterNames(for: facts, standing: standing, decision: decision, on: day)
        return InstrumentConclusion(
            color: decision.color,
            violations: violations,
            daysLeft: daysLeft,
            finding: Finding(
                violations.first?.rawValue ?? decision.color.rawValue,
                under: decision.provision(for: facts, standing: standing),
                because: decision.because(
                    for: facts,
                    standing: standing,
                    on: day,
                    under: rules.parameters
                ),
                parameters: names.compactMap { parameterSet.use(of: $0.rawValue, on: day) }
            )
        )
    }

    /// The reading of repairs is named where a repair made, or could have made, the difference.
    private func repairParameterNames(
        for facts: InstrumentFacts,
        standing: VerificationStanding,
        decision: WarningDecision,
        on day: Day
    ) -> [CreditMeasures2021Parameters.Name] {
        guard decision != .scrapped, decision != .notCompulsory,
            let repairedOn = facts.repairedOn, repairedOn <= day
        else { return [] }
        return switch standing {
        case .unverified(repairedOn: nil), .rejected: []
        case .unverified: [.repairInvalidatesCertificate]
        case .passed(let verifiedOn, _):
            verifiedOn < repairedOn ? [.repairInvalidatesCertificate] : []
        }
    }
}

extension WarningDecision {
    /// Reading: an idle instrument without a pass is not 正常 either; it has no colour because red is
    /// for what is "仍在使用", and needs a pass before it is used.
    fileprivate func provision(
        for facts: InstrumentFacts,
        standing: VerificationStanding
    ) -> Provision {
        switch self {
        case .scrapped, .notCompulsory, .valid, .unlimited: CreditMeasures2021.normal
        case .idle:
            switch standing {
            case .passed: CreditMeasures2021.normal
            case .rejected: CreditMeasures2021.redWarning
            case .unverified: CreditMeasures2021.passBeforeUse
            }
        case .expiredIdle where facts.regime == .rotate: MetrologyRegulation2013.rotation
        case .expiredIdle, .unverified(_, isRed: false): CreditMeasures2021.passBeforeUse
        case .rejected, .expired, .unverified: CreditMeasures2021.redWarning
        case .yellow: CreditMeasures2021.yellowWarning
        case .green: CreditMeasures2021.greenReminder
        }
    }

    fileprivate var parameterNames: [CreditMeasures2021Parameters.Name] {
        switch self {
        case .scrapped, .notCompulsory, .unlimited: []
        case .idle, .rejected: [.redRequiresInUse]
        case .unverified: [.unverifiedAs]
        case .expired, .expiredIdle: [.redFromDaysAfter, .redRequiresInUse]
        case .yellow: [.yellowMonths, .monthRule]
        case .green, .valid: [.greenMonths, .monthRule]
        }
    }

    fileprivate func because(
        for facts: InstrumentFacts,
        standing: VerificationStanding,
        on day: Day,
        under parameters: CreditMeasures2021Parameters
    ) -> Because {
        func term(_ end: Day) -> Because.Term {
            let kind: Because.Term.Kind = facts.regime == .rotate ? .rotation : .validity
            return Because.Term(kind, until: end, daysLeft: day.days(until: end))
        }
        return switch self {
        case .scrapped: .scrapped
        case .notCompulsory: .notCompulsory
        case .idle: .notInUse(facts.status, standing.reliance(of: facts, on: day))
        case .expiredIdle(let until), .expired(let until): .termOver(term(until), facts.status)
        case .rejected(let verification):
            verification.result == .cancelled
                ? .cancelled(on: verification.on, facts.status)
                : .failed(on: verification.on, facts.status)
        case .unverified(let repairedOn?, _): .notVerifiedSinceRepair(repairedOn)
        case .unverified(nil, _): .neverVerified(firstOn: facts.firstVerification(after: day))
        case .yellow(let until): .termEnding(term(until), months: parameters.yellowMonths)
        case .green(let until): .termEnding(term(until), months: parameters.greenMonths)
        case .valid(let until): .withinTerm(term(until), months: parameters.greenMonths)
        case .unlimited(let verifiedOn):
            facts.regime == .scrapWhenInaccurate
                ? .goodUntilInaccurate(verifiedOn: verifiedOn)
                : .noTerm(verifiedOn: verifiedOn)
        }
    }
}

extension VerificationStanding {
    fileprivate func reliance(of facts: InstrumentFacts, on day: Day) -> Because.Reliance {
        switch self {
        case .unverified(repairedOn: nil):
            .unverified(firstOn: facts.firstVerification(after: day))
        case .unverified(let repairedOn?): .notSinceRepair(repairedOn)
        case .rejected(let verification):
            verification.result == .cancelled
                ? .cancelled(on: verification.on) : .failed(on: verification.on)
        case .passed(let verifiedOn, let until): .passed(on: verifiedOn, until: until)
        }
    }
}

extension InstrumentFacts {
    /// What a day in the past does not know yet, though it is on record.
    fileprivate func firstVerification(after day: Day) -> Day? {
        verifications.lazy.map(\.on).filter { $0 > day }.min()
    }
}

extension Day {
    /// How many days lie ahead until another day; negative when it has passed.
    fileprivate func days(until other: Day) -> Int {
        Int(other.number) - Int(number)
    }
}
