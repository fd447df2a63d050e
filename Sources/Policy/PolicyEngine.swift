/// The front door: facts and a day go in, conclusions with their reasons come out.
///
/// The engine holds only what does not change with the question: the working calendar and the laws
/// with their parameters. It never fails and never looks at a clock.
package struct PolicyEngine: Sendable {
    package let calendar: WorkingCalendar
    package let measures: CreditMeasures2021
    package let creditInformation: CreditInformationRegulation2017
    package let metrology: MetrologyRegulation2013
    package let zhejiangRepair: ZhejiangCreditRepair
    package let nationalRepair: CreditRepairMeasures2026
    /// What each fact about a user unit counts for, by its day.
    package let rulePacks: RulePackHistory

    /// An engine with the data this program was built with, unless newer ones are given.
    package init(
        calendar: WorkingCalendar = .builtIn,
        measures: CreditMeasures2021 = .builtIn,
        creditInformation: CreditInformationRegulation2017 = .builtIn,
        metrology: MetrologyRegulation2013 = .builtIn,
        zhejiangRepair: ZhejiangCreditRepair = .builtIn,
        nationalRepair: CreditRepairMeasures2026 = .builtIn,
        rulePacks: RulePackHistory = .builtIn
    ) {
        self.calendar = calendar
        self.measures = measures
        self.creditInformation = creditInformation
        self.metrology = metrology
        self.zhejiangRepair = zhejiangRepair
        self.nationalRepair = nationalRepair
        self.rulePacks = rulePacks
    }

    /// The same engine with other rule packs.
    package func judging(by packs: RulePackHistory) -> PolicyEngine {
        PolicyEngine(
            calendar: calendar,
            measures: measures,
            creditInformation: creditInformation,
            metrology: metrology,
            zhejiangRepair: zhejiangRepair,
            nationalRepair: nationalRepair,
            rulePacks: packs
        )
    }

    /// What each fact about a user unit counts for on a day.
    package func rulePack(on day: Day) -> RulePack { rulePacks.inForce(on: day) }

    /// What the law says about an instrument on a day, explained.
    package func conclusion(for facts: InstrumentFacts, on day: Day) -> InstrumentConclusion {
        measures.conclusion(for: facts, on: day)
    }

    /// The same for many instruments on one day, by the `warningRules(on:)` of that day.
    package func conclusion(
        for facts: InstrumentFacts,
        by rules: WarningRules
    ) -> InstrumentConclusion {
        measures.conclusion(for: facts, by: rules)
    }

    /// The same conclusion without the explanation. For many instruments on one day, take the
    /// `warningRules(on:)` of that day once.
    package func color(
        of facts: InstrumentFacts,
        on day: Day
    ) -> (color: WarningColor, violations: ViolationSet) {
        let decision = warningRules(on: day).decision(for: facts)
        return (decision.color, decision.violations)
    }

    /// The rules of the credit grade, made ready for one day.
    package func creditRules(on day: Day) -> CreditRules {
        measures.creditRules(on: day, pack: rulePack(on: day), national: nationalRepair)
    }

    /// 二（四）: when the data of a completed verification have to be with the platform.
    package func uploadClock(testedOn: Day?, completedOn: Day) -> LegalClock? {
        measures.uploadClock(testedOn: testedOn, completedOn: completedOn, calendar)
    }

    /// 二（四）: whether the file of a certificate, where the result names one, has to be with the platform for the
    /// upload to be complete.
    package func uploadNeedsCertificate(completedOn: Day) -> Bool {
        measures.uploadNeedsCertificate(completedOn: completedOn)
    }

    /// When a period ends that an event of some day has set running; `nil` outside the calendar.
    package func clock(_ kind: ClockKind, from start: Day) -> LegalClock? {
        switch kind {
        case .upload: uploadClock(testedOn: start, completedOn: start)
        case .correction: measures.correctionClock(establishedOn: start, calendar)
        case .objection: creditInformation.objectionClock(acceptedOn: start, calendar)
        case .repair: measures.repairClock(appliedOn: start, calendar)
        case .onSite: metrology.onSiteClock(appliedOn: start, calendar)
        case .lab: metrology.labClock(receivedOn: start, calendar)
        case .reverification: metrology.reverificationClock(resultOn: start, calendar)
        }
    }

    /// Whether a certificate was issued so long after the test that a supervisor would ask why.
    package func isIssuedLate(testedOn: Day, issuedOn: Day) -> Bool {
        measures.isIssuedLate(testedOn: testedOn, issuedOn: issuedOn, calendar)
    }

    /// The rules of the three colours, made ready for one day.
    package func warningRules(on day: Day) -> WarningRules {
        measures.warningRules(on: day)
    }

    /// The same as one function, for tables that are coloured.
    package func judge(
        on day: Day
    ) -> (InstrumentFacts) -> (color: WarningColor, violations: ViolationSet) {
        let rules = warningRules(on: day)
        return { facts in
            let decision = rules.decision(for: facts)
            return (decision.color, decision.violations)
        }
    }
}
