import Policy
import Testing

struct MonthRuleTests {
    @Test(arguments: [
        ("2026-03-31", "2026-01-31", "2026-02-28", "2026-01-31", "2026-03-01"),
        ("2026-04-30", "2026-02-28", "2026-03-30", "2026-03-01", "2026-03-30"),
        ("2026-08-31", "2026-06-30", "2026-07-31", "2026-07-01", "2026-07-31"),
        ("2026-12-31", "2026-10-31", "2026-11-30", "2026-10-31", "2026-12-01"),
        ("2027-01-31", "2026-11-30", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("2028-04-30", "2028-02-29", "2028-03-30", "2028-03-01", "2028-03-30"),
    ])
    func `四（一） the windows begin where either rule says`(
        end: String,
        green: String,
        yellow: String,
        forwardGreen: String,
        forwardYellow: String
    ) {
        #expect(MonthRule.backwardClamp.start(months: 2, before: day(end)) == day(green))
        #expect(MonthRule.backwardClamp.start(months: 1, before: day(end)) == day(yellow))
        #expect(MonthRule.forwardCivilCode.start(months: 2, before: day(end)) == day(forwardGreen))
        #expect(MonthRule.forwardCivilCode.start(months: 1, before: day(end)) == day(forwardYellow))
    }

    @Test func `the rules differ on eleven windows of 2026, by one day, backward being earlier`() {
        var differing: [String] = []
        for end in Day.all where end.year == 2026 {
            for months in 1...2 {
                let backward = MonthRule.backwardClamp.start(months: months, before: end)
                let forward = MonthRule.forwardCivilCode.start(months: months, before: end)
                if backward == forward { continue }
                #expect(backward.adding(days: 1) == forward)
                differing.append("\(months) \(end)")
            }
        }
        #expect(
            differing.sorted() == [
                "1 2026-03-29", "1 2026-03-30", "1 2026-03-31", "1 2026-05-31", "1 2026-07-31",
                "1 2026-10-31", "1 2026-12-31", "2 2026-01-31", "2 2026-04-29", "2 2026-04-30",
                "2 2026-08-31",
            ]
        )
    }

    @Test func `the forward rule is the first day from which the months reach the end`() {
        for end in Day.all where (2023...2028).contains(end.year) {
            for months in 1...2 {
                var first = end.adding(days: -70)
                while first.adding(months: months) < end { first = first.adding(days: 1) }
                #expect(MonthRule.forwardCivilCode.start(months: months, before: end) == first)
            }
        }
    }

    @Test(arguments: MonthRule.allCases)
    func `seen from a day, a rule gives the same windows as seen from the end`(rule: MonthRule) {
        for day in Day.all where (2023...2028).contains(day.year) {
            for months in 0...3 {
                let last = rule.lastEnd(months: months, from: day)
                #expect(rule.start(months: months, before: last) <= day)
                #expect(rule.start(months: months, before: last.adding(days: 1)) > day)
            }
        }
    }
}
