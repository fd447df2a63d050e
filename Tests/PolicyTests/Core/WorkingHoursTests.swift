import Policy
import TestSupport
import Testing

/// Working time between two moments.
struct WorkingHoursTests {
    let calendar = WorkingCalendar.builtIn

    private func moment(_ date: String, _ hour: Int64, _ minute: Int64 = 0) -> Int64 {
        Int64(day(date).number) * 86_400 + (hour - 8) * 3600 + minute * 60
    }

    static let cases: [(from: (String, Int64), to: (String, Int64), hours: Int64)] = [
        // Monday.
        (("2026-11-23", 9), ("2026-11-23", 17), 8),
        (("2026-11-23", 0), ("2026-11-23", 24), 8),
        (("2026-11-23", 10), ("2026-11-23", 12), 2),
        (("2026-11-23", 18), ("2026-11-23", 23), 0),
        (("2026-11-23", 15), ("2026-11-24", 11), 4),
        (("2026-11-27", 16), ("2026-11-30", 10), 2),
        (("2026-11-28", 10), ("2026-11-29", 10), 0),
        (("2026-11-23", 9), ("2026-11-30", 24), 48),
        // The long holiday of October, with a Saturday to work on behind it.
        (("2026-09-30", 13), ("2026-10-10", 24), 28),
        (("2026-09-19", 0), ("2026-09-20", 24), 8),
    ]

    @Test(arguments: cases.indices)
    func `working hours are those of working days, forwards and backwards`(_ index: Int) {
        let (from, to, hours) = Self.cases[index]
        let (start, end) = (moment(from.0, from.1), moment(to.0, to.1))
        #expect(calendar.workingSeconds(from: start, to: end) == hours * 3600)
        #expect(calendar.workingSeconds(from: end, to: start) == -hours * 3600)
    }

    @Test(arguments: [1, 2, UInt64.random(in: 0 ... .max)])
    func `parts add up, and a minute never counts for more than itself`(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        let start = moment("2026-01-01", 0)
        for _ in 0..<200 {
            let moments = (0..<3).map { _ in
                start + Int64.random(in: 0..<400 * 86_400, using: &dice)
            }.sorted()
            let first = calendar.workingSeconds(from: moments[0], to: moments[1])
            let second = calendar.workingSeconds(from: moments[1], to: moments[2])
            #expect(
                first + second == calendar.workingSeconds(from: moments[0], to: moments[2]),
                "seed \(seed)"
            )
            #expect((0...(moments[1] - moments[0])).contains(first), "seed \(seed)")
        }
    }
}
