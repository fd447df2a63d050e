import Policy
import Testing

struct ParameterTests {
    @Test func `a version governs from its first day until the next begins`() throws {
        let dated = try #require(
            Dated([
                .init(from: day("2021-09-30"), value: 1, reference: "first"),
                .init(from: day("2026-04-01"), value: 3, reference: "second"),
            ])
        )
        #expect(dated.inForce(on: day("2021-09-29")).value == 1)
        #expect(dated.inForce(on: day("2021-09-30")).value == 1)
        #expect(dated.inForce(on: day("2026-03-31")).value == 1)
        #expect(dated.inForce(on: day("2026-04-01")).value == 3)
        #expect(dated.inForce(on: day("2199-12-31")).reference == "second")
    }

    @Test func `versions out of order, twice on a day or missing are refused`() {
        let early = Dated<Int>.Version(from: day("2021-09-30"), value: 1, reference: "")
        let late = Dated<Int>.Version(from: day("2026-04-01"), value: 3, reference: "")
        #expect(Dated<Int>([]) == nil)
        #expect(Dated([late, early]) == nil)
        #expect(Dated([early, early]) == nil)
    }

    @Test(arguments: [
        ("warning.month_rule", #""sideways""#, ParameterValue.text("sideways")),
        ("warning.green_months", #""2""#, .text("2")),
        ("warning.green_months", "-1", .integer(-1)),
        ("warning.yellow_months", "true", .flag(true)),
        ("red.requires_in_use", "1", .integer(1)),
        ("warning.unverified_as", "false", .flag(false)),
    ])
    func `a parameter that makes no sense is refused`(
        name: String,
        literal: String,
        value: ParameterValue
    ) {
        #expect(throws: ParameterError.unsuitable(name, value)) {
            try measures(with: [name: literal])
        }
    }

    @Test func `a missing parameter is refused`() {
        #expect(throws: ParameterError.self) {
            try CreditMeasures2021(parameters: ParameterSet(json: Array("{}".utf8)))
        }
        #expect(throws: ParameterError.self) { try ParameterSet(json: Array("{".utf8)) }
    }
}
