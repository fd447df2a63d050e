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
        ("", []), ("N11", []), ("N11 N11", ["guidance"]),
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
        #expect(found.contains { $0.finding.value == "needs_confirmation" })
    }

    @Test func `四（二） a unit with red instruments may be guided`() {
        let measures = PolicyEngine().measures
        #expect(measures.guidance(redInstruments: 0) == nil)
        #expect(measures.guidance(redInstruments: 3)?.because == .redInstruments(3))
        #expect(measures.guidance(redInstruments: 3)?.provision == CreditMeasures2021.guidance)
    }
}
