import Policy
import Testing

/// Until when a fact may be kept (三（二）; 浙江省公共信用信息管理条例 16).
struct KeepingTests {
    @Test(
        arguments: [
            (.bad, "2024-05-06", nil, "2029-05-06"),
            (.bad, "2020-02-29", nil, "2025-02-28"),
            (.direct, "2020-03-01", nil, "2025-03-01"),
            (.bad, "2020-02-29", "2022-01-01", "2022-01-01"),
            (.direct, "2020-02-29", "2030-01-01", "2030-01-01"),
            (.good, "2020-02-29", nil, nil),
            (.good, "2020-02-29", "2022-01-01", "2022-01-01"),
        ] as [(CreditClass, String, String?, String?)]
    )
    func `five years from the determination, unless a day is named`(
        creditClass: CreditClass,
        determinedOn: String,
        retainUntil: String?,
        end: String?
    ) throws {
        let fact = CreditFact(
            id: "f1",
            code: "N11",
            creditClass: creditClass,
            determinedOn: try #require(Day(determinedOn)),
            retainUntil: retainUntil.flatMap(Day.init)
        )
        #expect(
            PolicyEngine().keptUntil(fact, on: try #require(Day("2026-11-25")))?.description == end
        )
    }
}
