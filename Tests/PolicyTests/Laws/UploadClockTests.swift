import Policy
import Testing

/// 二（四）: five working days after the completion of a verification.
struct UploadClockTests {
    private let engine = PolicyEngine()

    @Test(arguments: [
        ("2026-11-19", "2026-11-26", false), ("2026-11-20", "2026-11-27", false),
        ("2026-11-21", "2026-11-27", false), ("2026-09-30", "2026-10-13", false),
        ("2026-12-28", "2027-01-05", true), ("2026-02-13", "2026-02-27", false),
    ])
    func `二（四） the clock runs five working days from the issue of the certificate`(
        _ issued: String,
        _ due: String,
        _ isProvisional: Bool
    ) throws {
        let clock = try #require(
            engine.uploadClock(testedOn: day("2026-01-05"), completedOn: day(issued))
        )
        #expect(clock.due.due == day(due))
        #expect(clock.due.isProvisional == isProvisional)
        #expect(clock.provision.label == "二（四）")
    }

    @Test func `二（四） the period ends at 24 o'clock in Shanghai`() throws {
        let clock = try #require(
            engine.uploadClock(testedOn: nil, completedOn: day("2026-11-19"))
        )
        // 2026-11-27T00:00:00+08:00
        #expect(clock.endSecondsSince1970 == 1_795_708_800)
    }

    @Test func `the other reading counts from the test`() throws {
        let changes = ["upload.start": #""verification_date""#]
        let other = PolicyEngine(measures: try measures(with: changes))
        let clock = other.uploadClock(
            testedOn: day("2026-11-19"),
            completedOn: day("2026-11-24")
        )
        #expect(clock?.due.due == day("2026-11-26"))
    }

    @Test(arguments: [("2026-11-26", false), ("2026-11-27", true)])
    func `a certificate issued after the fifth working day from the test is late`(
        _ issued: String,
        _ isLate: Bool
    ) {
        #expect(
            engine.isIssuedLate(testedOn: day("2026-11-19"), issuedOn: day(issued)) == isLate
        )
    }

    @Test(arguments: [
        ("2026-11-23", "2026-11-26", 3), ("2026-11-26", "2026-11-26", 0),
        ("2026-11-23", "2026-11-19", -2), ("2026-11-21", "2026-11-20", 0),
        ("2026-09-30", "2026-10-08", 1),
    ])
    func `working days left are those after today, negative once the period is over`(
        _ today: String,
        _ due: String,
        _ left: Int
    ) {
        #expect(engine.calendar.workingDays(after: day(today), through: day(due)) == left)
    }
}
