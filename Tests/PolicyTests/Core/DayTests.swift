import Policy
import Testing

struct DayTests {
    @Test func `every day from 1949 to 2199 survives being written and read`() {
        var count = 0
        var previous: Day?
        for day in Day.all {
            let (year, month, dayOfMonth) = day.parts
            let rebuilt = Day(year: year, month: month, day: dayOfMonth)
            if Day(day.description) != day || rebuilt != day {
                Issue.record("\(day.number) becomes `\(day)`")
            }
            if let previous, previous.weekday % 7 + 1 != day.weekday {
                Issue.record("\(day) does not follow on the weekday of \(previous)")
            }
            previous = day
            count += 1
        }
        #expect(count == 91_676)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
        "1948-12-31", "2200-01-01", "2026-1-01", "2026-01-1", "2026/01/01", " 2026-01-01",
        "2026-01-01 ", "２０２６-01-01", "20260101", "", "+026-01-01", "2026-01-01T00:00:00Z",
    ])
    func `an impossible or sloppy day is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: [
        ("2026-03-31", -1, "2026-02-28"), ("2024-03-31", -1, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"), ("2026-12-31", -2, "2026-10-31"),
        ("2027-01-31", -2, "2026-11-30"), ("2026-10-31", 1, "2026-11-30"),
        ("2024-02-29", 60, "2029-02-28"), ("2024-02-29", 48, "2028-02-29"),
        ("2026-06-15", 0, "2026-06-15"), ("2026-06-15", -18, "2024-12-15"),
    ])
    func `民法典 202 months end on the corresponding day or the last`(
        start: String,
        months: Int,
        end: String
    ) {
        #expect(day(start).adding(months: months) == day(end))
    }

    @Test(arguments: [
        ("1949-10-01", 6), ("1970-01-01", 4), ("2000-02-29", 2), ("2026-11-23", 1),
        ("2027-02-07", 7),
    ])
    func `weekdays run from Monday to Sunday`(text: String, weekday: Int) {
        #expect(day(text).weekday == weekday)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01"), (57_599, "1970-01-01"), (57_600, "1970-01-02"),
        (-28_801, "1969-12-31"), (-28_800, "1970-01-01"), (Int64.max, "2199-12-31"),
        (Int64.min, "1949-01-01"),
    ])
    func `a moment is seen in Shanghai`(seconds: Int64, expected: String) {
        #expect(Day(secondsSince1970: seconds) == day(expected))
    }
}
