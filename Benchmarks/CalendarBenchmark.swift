import Foundation
import Policy

/// Working-day law in memory, against `peers/due.c`: the least that any calendar needs, one look into
/// running totals, and the obvious way, day by day.
struct CalendarBenchmark {
    private static let starts = 2000
    private static let rounds = 2000
    private static let period = 5

    private let program: String
    private let days: String
    private let calendar = WorkingCalendar.builtIn
    /// The first day of the file, and of the periods.
    private let origin: Day
    private let first: Day

    init(program: String, folder: String) throws {
        guard let origin = Day(year: 2015, month: 1, day: 1),
            let first = Day(year: 2020, month: 1, day: 1)
        else { throw BenchmarkError("no such day") }
        self.program = program
        self.origin = origin
        self.first = first
        days = folder + "/days"
        let calendar = calendar
        let flags = (0..<8000).map { calendar.isWorkingDay(origin.adding(days: $0)) ? "1" : "0" }
        try flags.joined().write(toFile: days, atomically: true, encoding: .utf8)
    }

    /// D1: millions of due dates a second.
    func dueDates() throws -> [Comparison] {
        var (ours, totals, walk): ([Double], [Double], [Double]) = ([], [], [])
        for run in 0...Comparison.runs {
            let mine = try measure()
            let peers = try runPeers()
            guard run > 0 else { continue }
            ours.append(mine.rate)
            totals.append(peers[0].rate)
            walk.append(peers[1].rate)
            guard peers.allSatisfy({ $0.found == [mine.sum] }) else {
                throw BenchmarkError("due dates differ: \(mine.sum), \(peers.map(\.found))")
            }
        }
        return [
            Comparison(
                "D1 due dates, C running totals",
                unit: "M/s",
                target: "ours >= 10 M/s",
                ours: ours,
                baseline: totals
            ),
            Comparison(
                "D1 due dates, C day by day",
                unit: "M/s",
                target: "none",
                ours: ours,
                baseline: walk
            ),
        ]
    }

    /// The sum of the due days is looked at, so that no work can be left out.
    private func measure() throws -> (rate: Double, sum: Int) {
        var sum = 0
        var missing = 0
        let elapsed = ContinuousClock().measure {
            for round in 0..<Self.rounds {
                for offset in 0..<Self.starts {
                    let start = first.adding(days: (offset + round) % Self.starts)
                    guard let due = calendar.due(after: start, workingDays: Self.period) else {
                        missing += 1
                        continue
                    }
                    sum += Int(due.due.number - origin.number)
                }
            }
        }
        guard missing == 0 else { throw BenchmarkError("\(missing) due dates are missing") }
        return (Double(Self.rounds * Self.starts) / elapsed.inSeconds / 1e6, sum)
    }

    private func runPeers() throws -> [PeerProgram.Line] {
        let numbers = [
            Int(first.number - origin.number), Self.starts, Self.period, Self.rounds,
        ]
        let lines = try PeerProgram(path: program, arguments: [days] + numbers.map(String.init))
            .run()
        guard lines.count == 2 else { throw BenchmarkError("\(program) printed no two lines") }
        return lines
    }
}
