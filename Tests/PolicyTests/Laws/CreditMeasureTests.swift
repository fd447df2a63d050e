import Policy
import Testing

/// 四（二） and 四（五）: what an authority may do, as findings.
struct CreditMeasureTests {
    static let rows: [(codes: String, measures: [String])] = [
        (
            "S02 S02 S01",
            [
                "incentive_commendation", "incentive_fewer_inspections",
                "incentive_easier_licensing", "incentive_other",
            ]
        ),
        ("", []), ("N11", []), ("N11 N11", []),
        (
            "N12",
            [
                "constraint_licensing_review", "constraint_key_inspection",
                "constraint_shared_list", "constraint_other",
            ]
        ),
    ]

    @Test(arguments: rows)
    func `四（五） a grade makes its measures possible and no others`(
        row: (codes: String, measures: [String])
    ) throws {
        let facts = row.codes.split(separator: " ").enumerated().map { index, code in
            CreditFact(
                id: "f\(index)",
                code: String(code),
                creditClass: code.hasPrefix("S") ? .good : .bad,
                determinedOn: day("2026-06-01"),
                procedure: .ordinary,
                isFinal: true
            )
        }
        let engine = PolicyEngine()
        let subject = SubjectFacts(facts: facts)
        let decision = engine.creditRules(on: day("2026-11-25")).decision(for: subject)
        let found = engine.measures.measures(for: decision, on: day("2026-11-25"))
        #expect(found.map(\.value.rawValue) == row.measures)
        #expect(found.allSatisfy { $0.provision.label.hasPrefix("四（五）") })
        #expect(Set(found.map(\.provision)).count == found.count)
        let all = engine.findings(for: subject, on: day("2026-11-25")).map(\.finding.value)
        #expect(all.filter(row.measures.contains) == row.measures)
    }

    @Test func `四（五） an E that is not confirmed says so`() {
        let fact = CreditFact(
            id: "f",
            code: "D01",
            creditClass: .direct,
            determinedOn: day("2026-06-01")
        )
        let found = PolicyEngine()
            .findings(for: SubjectFacts(facts: [fact]), on: day("2026-11-25"))
        let list = found.first { $0.finding.value == "constraint_shared_list" }
        #expect(list?.finding.because.text(in: .chinese) == "E 级，尚须人工确认")
        let confirmation = found.first { $0.finding.value == "needs_confirmation" }
        #expect(
            confirmation?.finding.provision == PersonalInformationLaw2021.explanationAndReview
        )
        let ground = found.first { $0.finding.because == .credit(.direct(code: "D01")) }
        #expect(ground?.finding.provision == CreditMeasures2021.directE)
    }

    @Test func `四（五） of a D it is said that the constraints are not for it`() throws {
        let measures = PolicyEngine().measures
        let found = measures.unconstrained(.d, on: day("2026-11-25"))
        #expect(found?.because.text(in: .chinese) == "监管措施针对 E 级，不及于 D 级")
        #expect(found?.parameters.map(\.name) == ["constraints.grades"])
        for grade in CreditGrade.allCases where grade != .d {
            #expect(measures.unconstrained(grade, on: day("2026-11-25")) == nil)
        }
        let other = try PolicyEngine().replacing("constraints.grades", with: .text("D,E"))
        #expect(other.measures.unconstrained(.d, on: day("2026-11-25")) == nil)
    }

    @Test func `三（二） the passage that ends a fact's counting is named`() throws {
        func end(_ code: String, _ determined: String, _ until: String?) -> Finding<String>? {
            let fact = CreditFact(
                id: "f",
                code: code,
                creditClass: .bad,
                determinedOn: day(determined),
                retainUntil: until.map(day)
            )
            return PolicyEngine().findings(for: SubjectFacts(facts: [fact]), on: day("2026-11-25"))
                .map(\.finding).first { $0.value == "counted_until" }
        }
        let window = end("N06", "2026-06-01", nil)
        #expect(window?.because == .credit(.countedUntil(day("2031-06-01"))))
        #expect(window?.provision == CreditMeasures2021.scoringWindow)
        #expect(end("N06", "2026-06-01", "2028-01-01")?.provision == CreditMeasures2021.retention)
        let kept = end("D03", "2019-06-01", "2030-01-01")
        #expect(kept?.provision == CreditMeasures2021.retention)
        #expect(kept?.parameters.map(\.name) == ["direct_E.lifetime"])
    }

    @Test func `四（二） a unit with red instruments may be guided`() {
        let measures = PolicyEngine().measures
        #expect(measures.guidance(redInstruments: 0) == nil)
        #expect(measures.guidance(redInstruments: 3)?.because == .redInstruments(3))
        #expect(measures.guidance(redInstruments: 3)?.provision == CreditMeasures2021.guidance)
    }
}
