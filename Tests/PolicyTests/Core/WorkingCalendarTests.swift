import Policy
import TestSupport
import Testing

struct WorkingCalendarTests {
    let calendar = WorkingCalendar.builtIn

    @Test(arguments: [
        ("2020-01-22", "2020-02-06", "2020-02-20"), ("2021-09-30", "2021-10-13", "2021-10-27"),
        ("2024-02-08", "2024-02-21", "2024-03-06"), ("2025-01-24", "2025-02-07", "2025-02-20"),
        ("2025-01-26", "2025-02-08", "2025-02-21"), ("2026-02-14", "2026-02-28", "2026-03-13"),
        ("2026-04-30", "2026-05-11", "2026-05-25"), ("2026-09-18", "2026-09-24", "2026-10-15"),
        ("2026-09-30", "2026-10-13", "2026-10-27"),
    ])
    func `the fifth and the fifteenth working day`(start: String, five: String, fifteen: String) {
        #expect(calendar.due(after: day(start), workingDays: 5)?.due == day(five))
        #expect(calendar.due(after: day(start), workingDays: 15)?.due == day(fifteen))
        #expect(calendar.due(after: day(start), workingDays: 15)?.isProvisional == false)
    }

    @Test(arguments: [
        (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248),
    ])
    func `the working days of an announced year`(year: Int, expected: Int) {
        let days = Day.all.filter { $0.year == year }
        #expect(days.count { calendar.isWorkingDay($0) } == expected)
        #expect(!days.contains { calendar.info($0).isProvisional })
    }

    @Test func `二（四） the fifth working day ends at midnight in Shanghai`() {
        let due = calendar.due(after: day("2026-09-30"), workingDays: 5)
        #expect(due?.start == day("2026-09-30"))
        #expect(due?.dueAt == "2026-10-14T00:00:00+08:00")
        #expect(
            calendar.due(after: day("2026-12-30"), workingDays: 1)?.dueAt
                == "2027-01-01T00:00:00+08:00"
        )
    }

    @Test func `the data say how far they reach`() {
        #expect(calendar.version == "cn-workdays-2026")
        #expect(calendar.announcedYears == 2020...2026)
        #expect(calendar.through == day("2026-12-31"))
    }

    @Test(
        arguments: [
            ("2026-10-10", true, "国庆节", false), ("2026-10-11", false, nil, false),
            ("2026-10-07", false, "国庆节", false), ("2026-10-08", true, nil, false),
            ("2026-09-20", true, "国庆节", false), ("2019-12-31", true, nil, true),
            ("2020-01-01", false, "元旦", false), ("2026-12-31", true, nil, false),
            ("2027-01-01", false, "元旦", true), ("2027-02-04", true, nil, true),
            ("2027-02-05", false, "春节", true), ("2027-02-08", false, "春节", true),
            ("2027-02-09", true, nil, true), ("2027-04-05", false, "清明节", true),
            ("2027-05-03", true, nil, true), ("2027-06-09", false, "端午节", true),
            ("2027-09-15", false, "中秋节", true), ("2028-05-02", false, "劳动节", true),
            ("2029-09-22", false, "中秋节", true), ("2030-02-05", false, "春节", true),
            ("2031-10-03", false, "国庆节", true), ("2031-09-30", true, nil, true),
        ] as [(String, Bool, String?, Bool)]
    )
    func `what is known about a day`(
        text: String,
        isWorking: Bool,
        name: String?,
        isProvisional: Bool
    ) {
        let info = calendar.info(day(text))
        #expect(info.isWorking == isWorking)
        #expect(info.name == name)
        #expect(info.isProvisional == isProvisional)
    }

    @Test(arguments: [
        ("2026-12-25", 4, "2026-12-31", false), ("2026-12-25", 5, "2027-01-04", true),
        ("2026-12-31", 0, "2026-12-31", false), ("2027-02-04", 1, "2027-02-09", true),
        ("2019-12-31", 1, "2020-01-02", true), ("2020-01-01", 1, "2020-01-02", false),
    ])
    func `a period that touches an unannounced year is provisional`(
        start: String,
        count: Int,
        due: String,
        isProvisional: Bool
    ) {
        let found = calendar.due(after: day(start), workingDays: count)
        #expect(found?.due == day(due))
        #expect(found?.isProvisional == isProvisional)
    }

    @Test func `a period of no days ends on the day it starts`() {
        #expect(calendar.due(after: day("2026-10-03"), workingDays: 0)?.due == day("2026-10-03"))
    }

    @Test func `beyond the supported years there is no answer and no crash`() {
        #expect(calendar.due(after: day("2026-01-01"), workingDays: -1) == nil)
        #expect(calendar.due(after: day("2026-01-01"), workingDays: 100_000) == nil)
        #expect(calendar.due(after: day("2026-01-01"), workingDays: .max) == nil)
        #expect(calendar.due(after: day("2199-12-31"), workingDays: 1) == nil)
        #expect(calendar.due(after: day("2199-12-30"), workingDays: 1)?.due == day("2199-12-31"))
        #expect(calendar.due(after: Day(number: .max), workingDays: 1) == nil)
        #expect(calendar.due(after: Day(number: .min), workingDays: 0) == nil)
        #expect(calendar.due(after: day("1949-01-01"), workingDays: 60_000) != nil)
        _ = calendar.isWorkingDay(Day(number: .max - 7))
    }

    @Test(arguments: [1, 2, UInt64.random(in: .min ... .max)])
    func `counting day by day gives the same`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let range = day("1990-01-01").number...day("2100-12-31").number
        for _ in 0..<500 {
            let start = Day(number: .random(in: range, using: &generator))
            let count = Int.random(in: 0...60, using: &generator)
            var due = start
            var left = count
            var isProvisional = !(2020...2026).contains(start.year)
            while left > 0 {
                due = due.adding(days: 1)
                if !(2020...2026).contains(due.year) { isProvisional = true }
                if calendar.isWorkingDay(due) { left -= 1 }
            }
            let found = calendar.due(after: start, workingDays: count)
            #expect(found?.due == due, "\(start) + \(count), seed \(seed)")
            #expect(found?.isProvisional == isProvisional, "\(start) + \(count), seed \(seed)")
        }
    }

    @Test(arguments: [
        ("", CalendarError.header(expected: "date,kind,name")),
        ("date,kind,name\n", .noYear),
        ("date,kind\r\n2026-01-01,holiday\r\n", .header(expected: "date,kind,name")),
        ("date,kind,name\n2026-01-01,holiday\n", .fields(line: 2)),
        ("date,kind,name\n2026-01-01,holiday,\n", .fields(line: 2)),
        ("date,kind,name\n\n2026-01-01,holiday,元旦\n", .fields(line: 2)),
        ("date,kind,name\n2026-02-30,holiday,春节\n", .notADay(line: 2, "2026-02-30")),
        ("date,kind,name\n2026-01-01,free,元旦\n", .unknownWord(line: 2, "free")),
        ("date,kind,name\n2026-05-01,holiday,劳动节\n", .unannouncedYear(line: 2, 2026)),
        (
            "date,kind,name\n2026-01-01,holiday,元旦\n2026-01-01,holiday,元旦\n",
            .order(line: 3)
        ),
        (
            "date,kind,name\n2026-01-01,holiday,元旦\n2028-01-01,holiday,元旦\n",
            .unannouncedYear(line: 3, 2028)
        ),
    ])
    func `a calendar file with any doubt is refused`(text: String, error: CalendarError) {
        #expect(throws: error) { try WorkingCalendar(csv: Array(text.utf8)) }
    }

    @Test(arguments: [
        ("2027-10-01,holiday,国庆节\n", "2027-10-01"),
        ("2027-02-05,holiday,春节\n", "2027-02-05"),
        ("2027-09-15,holiday,中秋节\n", "2027-09-15"),
        ("2026-06-19,holiday,端午节\n", "2026-06-19"),
        ("2025-01-28,holiday,春节\n", "2025-01-28"),
    ])
    func `a year in which a statutory day off would be a working day is half a notice`(
        row: String,
        missing: String
    ) throws {
        let text = try SamplePolicy.calendar2027
        #expect(text.contains(row))
        _ = try WorkingCalendar(csv: Array(text.utf8))
        let error = CalendarError.unlistedHolidays([day(missing)])
        for half in [
            text.replacing(row, with: ""),
            text.replacing(row, with: row.replacing("holi", with: "work")),
        ] {
            #expect(throws: error) { try WorkingCalendar(csv: Array(half.utf8)) }
        }
    }

    @Test func `all statutory days that half a notice lacks are named, and none of a weekend`() {
        let text = "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n"
        let days = [
            "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01",
        ].map(day)
        #expect(throws: CalendarError.unlistedHolidays(days)) {
            try WorkingCalendar(csv: Array(text.utf8))
        }
    }

    @Test func `a byte order mark and the line ends of a spreadsheet are no fault`() throws {
        let text = try SamplePolicy.calendar2027
        let plain = try WorkingCalendar(csv: Array(text.utf8))
        let crlf = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
        #expect(try WorkingCalendar(csv: Array(crlf.utf8)).agrees(with: plain))
    }

    @Test func `what changes is what was certain before`() throws {
        let text = try SamplePolicy.calendar2027
        let known = try WorkingCalendar(csv: Array(text.utf8))
        #expect(known.changedDays(from: .builtIn).isEmpty)
        let other = try WorkingCalendar(
            csv: Array(text.replacing("2027-02-14", with: "2027-02-21").utf8)
        )
        #expect(other.changedDays(from: known) == ["2027-02-14", "2027-02-21"].map(day))
    }

    @Test func `a newer file extends what is certain`() throws {
        let text = try SamplePolicy.calendar2027.replacing(
            "2027-01-09,workday",
            with: "2027-01-05,workday"
        )
        let newer = try WorkingCalendar(csv: Array(text.utf8))
        #expect(newer.version == "cn-workdays-2027")
        #expect(!newer.isWorkingDay(day("2027-02-09")))
        #expect(newer.isWorkingDay(day("2027-01-05")))
        #expect(newer.isWorkingDay(day("2027-04-06")), "only the notice counts once it is known")
        #expect(!newer.info(day("2027-12-31")).isProvisional)
    }
}
