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
                under: decision.provision,
                because: decision.because(for: facts, on: day, under: rules.parameters),
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
    fileprivate var provision: Provision {
        switch self {
        case .scrapped, .notCompulsory, .idle, .valid, .unlimited: CreditMeasures2021.normal
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
        case .idle: .notInUse(facts.status)
        case .expiredIdle(let until), .expired(let until): .termOver(term(until), facts.status)
        case .rejected(let verification):
            verification.result == .cancelled
                ? .cancelled(on: verification.on, facts.status)
                : .failed(on: verification.on, facts.status)
        case .unverified(let repairedOn?, _): .notVerifiedSinceRepair(repairedOn)
        case .unverified(nil, _): .neverVerified
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

extension Day {
    /// How many days lie ahead until another day; negative when it has passed.
    fileprivate func days(until other: Day) -> Int {
        Int(other.number) - Int(number)
    }
}
