import Policy

/// A fixed set of cases, each with its conclusion in words.
struct ParameterCases {
    private(set) var results: [String: String] = [:]
    private let engine: PolicyEngine
    private let today = day("2026-11-25")

    init(_ engine: PolicyEngine) {
        self.engine = engine
        addInstruments()
        addClocks()
        addScores()
        addFacts()
        addActs()
    }

    // MARK: Instruments

    private mutating func addInstruments() {
        instrument("green", passed(until: "2027-01-10"))
        instrument("yellow", passed(until: "2026-12-19"))
        instrument("month end", passed(until: "2026-03-31"), on: day("2026-02-28"))
        instrument("first day of red", passed(until: "2026-11-24"))
        instrument("idle past its term", passed(until: "2026-01-01", status: .standby))
        instrument("never verified", InstrumentFacts())
        instrument("repaired since", passed(until: "2027-06-01", repairedOn: day("2026-10-01")))
        let ending = engine.findings(for: passed(until: "2026-12-19"), on: today)
        results["application"] = "\(ending.contains { $0.finding.value == "application_due" })"
    }

    private mutating func instrument(_ name: String, _ facts: InstrumentFacts, on day: Day? = nil) {
        let (color, violations) = engine.color(of: facts, on: day ?? today)
        results[name] = "\(color) \(violations.violations)"
    }

    private func passed(
        until: String,
        status: UseStatus = .inUse,
        repairedOn: Day? = nil
    ) -> InstrumentFacts {
        InstrumentFacts(
            status: status,
            verifications: [
                VerificationFacts(on: day("2025-12-20"), result: .pass, validUntil: day(until))
            ],
            repairedOn: repairedOn
        )
    }

    // MARK: Clocks

    private mutating func addClocks() {
        for kind in ClockKind.allCases {
            results["clock \(kind)"] = engine.clock(kind, from: today).map { "\($0.due.due)" }
        }
        let tested = day("2026-11-02")
        let clock = engine.uploadClock(testedOn: tested, completedOn: today)
        results["upload after a test"] = clock.map { "\($0.due.due)" }
        let needsFile = engine.uploadNeedsCertificate(completedOn: today)
        results["upload without the file"] = needsFile ? "open" : "complete"
        results["issued late"] = "\(engine.isIssuedLate(testedOn: tested, issuedOn: today))"
    }

    // MARK: Scores

    private mutating func addScores() {
        score("no facts")
        score("many good", facts("S01 S01 S02 S02 S03 S04 S05 S05 S06 S07 S07"))
        score("very bad", facts("N13 N13 N13 N13"))
        score("lowest A", facts("S02 S02 S01"))
        score("lowest B", facts("N03"))
        score("lowest C", facts("N03 N03 N03"))
        score("lowest D", facts("N11 N11 N10"))
        score("one grave penalty", facts("N12"))
        score("a crime", facts("D03"))
    }

    private mutating func score(_ name: String, _ facts: [CreditFact] = []) {
        let decision = engine.creditRules(on: today).decision(for: SubjectFacts(facts: facts))
        results[name] =
            "\(decision.score) \(decision.grade) \(decision.direct ?? "-") "
            + "\(decision.needsConfirmation)"
    }

    private func facts(_ codes: String) -> [CreditFact] {
        codes.split(separator: " ").enumerated().map { index, code in
            bad(String(code), "2026-06-01", id: "f\(index)")
        }
    }

    private func bad(
        _ code: String,
        _ determinedOn: String,
        id: String = "f",
        isFinal: Bool = true,
        procedure: PenaltyProcedure = .ordinary,
        retainUntil: Day? = nil,
        gravity: Gravity? = nil
    ) -> CreditFact {
        CreditFact(
            id: id,
            code: code,
            creditClass: code.hasPrefix("S") ? .good : code.hasPrefix("D") ? .direct : .bad,
            determinedOn: day(determinedOn),
            procedure: procedure,
            isFinal: isFinal,
            retainUntil: retainUntil,
            gravity: gravity
        )
    }

    // MARK: Facts

    private mutating func addFacts() {
        score("four years old", [bad("N06", "2022-06-01")])
        score(
            "an old crime still kept",
            [
                bad("D03", "2019-06-01", retainUntil: day("2030-01-01"))
            ]
        )
        score("not final", [bad("N11", "2026-06-01", isFinal: false)])
        score("summary", [bad("N11", "2026-06-01", procedure: .summary)])
        var disputed = bad("N06", "2026-06-01")
        disputed.isDisputed = true
        score("disputed", [disputed])
        score("no longer published", [bad("N06", "2026-06-01", gravity: .minor)])
    }

    // MARK: Repair, retention, measures

    private mutating func addActs() {
        let aD = SubjectFacts(facts: [bad("N11", "2026-06-01", id: "a"), bad("N06", "2026-06-01")])
        let decision = engine.creditRules(on: today).decision(for: aD)
        results["measures of a D"] = engine.measures.measures(for: decision, on: today)
            .map(\.value.rawValue).joined(separator: " ")
        results["kept"] = engine.creditInformation
            .retention(of: bad("N06", "2022-06-01"), on: today).map { "\($0.value)" }
        repair("repair in 2025", bad("N06", "2024-05-06"), on: "2025-06-01")
        for gravity in Gravity.allCases {
            let fact = bad("N06", "2026-06-01", gravity: gravity)
            repair("repair, \(gravity)", fact, on: "2026-11-25")
            results["published, \(gravity)"] =
                engine
                .findings(for: SubjectFacts(facts: [fact]), on: today)
                .filter { $0.finding.value.hasPrefix("publi") }
                .map { $0.finding.value + $0.finding.because.text(in: .english) }
                .joined()
        }
    }

    private mutating func repair(_ name: String, _ fact: CreditFact, on text: String) {
        let subject = SubjectFacts(facts: [fact])
        let conclusion = engine.repairRules(on: day(text))
            .conclusion(for: fact, of: subject, graded: .c)
        let conditions = conclusion?.conditions.map(\.value.kind.rawValue) ?? []
        results[name] =
            "\(conclusion?.profile.value.rawValue ?? "") "
            + "\(conclusion?.firstDay.map(\.description) ?? "-") \(conditions)"
    }
}
