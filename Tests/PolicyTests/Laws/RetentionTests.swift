import Policy
import Testing

/// 三（二） and 信用信息条例 16: what may be kept, and what has to be deleted.
struct RetentionTests {
    static let rows:
        [(determined: String, retain: String?, listed: Bool?, on: String, word: String)] =
            [
                ("2021-11-25", nil, nil, "2026-11-25", "keep"),
                ("2021-11-25", nil, nil, "2026-11-26", "delete"),
                ("2020-02-29", nil, nil, "2025-02-28", "keep"),
                ("2020-02-29", nil, nil, "2025-03-01", "delete"),
                ("2021-11-25", nil, true, "2026-11-26", "keep_while_listed"),
                ("2021-11-25", nil, false, "2026-11-26", "delete"),
                ("2021-11-25", "2030-01-01", nil, "2030-01-01", "keep"),
                ("2021-11-25", "2030-01-01", nil, "2030-01-02", "delete"),
                ("2021-11-25", "2022-01-01", true, "2022-01-02", "delete"),
            ]

    @Test(arguments: rows)
    func `bad information is kept five years from its determination, or as its record says`(
        row: (determined: String, retain: String?, listed: Bool?, on: String, word: String)
    ) throws {
        let fact = CreditFact(
            id: "f",
            code: "N11",
            creditClass: .bad,
            determinedOn: day(row.determined),
            retainUntil: row.retain.map(day)
        )
        let finding = try #require(
            PolicyEngine().creditInformation.retention(
                of: fact,
                on: day(row.on),
                isOnSeriousList: row.listed
            )
        )
        #expect(finding.value.word == row.word)
        #expect(finding.parameters.isEmpty == (row.retain != nil))
        let subject = SubjectFacts(facts: [fact], isOnSeriousList: row.listed)
        let deletions = PolicyEngine().findings(for: subject, on: day(row.on))
            .filter { $0.finding.value == "delete" }
        #expect(deletions.map(\.fact) == (row.word == "delete" ? ["f"] : []))
        if row.word == "delete" {
            let end = row.retain.map(day) ?? day(row.determined).adding(months: 60)
            #expect(finding.value == .toBeDeleted(since: end.adding(days: 1)))
            #expect(finding.provision == CreditMeasures2021.retention)
            #expect(finding.because.text(in: .chinese).contains("自然修复"))
        }
    }

    @Test func `a repaired fact stays until its own term ends, and good ones have none`() {
        let law = PolicyEngine().creditInformation
        let repaired = CreditFact(
            id: "f",
            code: "N11",
            creditClass: .bad,
            determinedOn: day("2024-01-01"),
            repairedOn: day("2025-01-01")
        )
        let expected = RetentionStanding.kept(until: day("2029-01-01"))
        #expect(law.retention(of: repaired, on: day("2026-01-01"))?.value == expected)
        var good = repaired
        good.creditClass = .good
        #expect(law.retention(of: good, on: day("2040-01-01")) == nil)
        #expect(law.retention(of: repaired, on: day("2023-12-31")) == nil)
    }
}
