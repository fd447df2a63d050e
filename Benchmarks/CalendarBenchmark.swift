import Policy

/// Working-day law in memory.
enum CalendarBenchmark {
    /// D1: due dates a second; against the least that any calendar needs, one look into a table of
    /// running totals.
    static func dueDates() throws -> Comparison {
        let calendar = WorkingCalendar.builtIn
        let first = Day(number: 18_263)
        let count = 2000
        let totals = (0..<count).map { Int32($0) }
        return try Comparison(
            "D1 due dates",
            unit: "M/s",
            target: "ours >= 10 M/s",
            ours: {
                try rate { round in
                    var sum = 0
                    for offset in 0..<count {
                        let start = first.adding(days: (offset + round) % count)
                        sum &+= Int(calendar.due(after: start, workingDays: 5)?.due.number ?? 0)
                    }
                    return sum
                }
            },
            baseline: {
                try rate { round in
                    var sum = 0
                    for offset in 0..<count { sum &+= Int(totals[(offset + round) % count]) }
                    return sum
                }
            }
        )
    }

    /// Millions of dates a second, 2000 in each round.
    private static func rate(_ work: (Int) -> Int) throws -> Double {
        let rounds = 2000
        var sum = 0
        let elapsed = ContinuousClock().measure {
            for round in 0..<rounds { sum &+= work(round) }
        }
        // The sum is looked at, so that no work can be left out.
        guard sum != 0 else { throw BenchmarkError("due dates are zero") }
        return Double(rounds * 2000) / elapsed.inSeconds / 1e6
    }
}
