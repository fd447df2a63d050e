import Foundation
import Policy

/// P2: colours in memory, against a C loop over columns and, where it is there, a rule engine.
struct MemoryColorBenchmark {
    private let rules: WarningRules
    private let instruments: [WarningInputs]
    private let file: String
    private let limits: [String]
    private let program: String
    /// Python and the script of the rule engine.
    private let engine: (python: String, script: String)?

    init(_ options: BenchmarkOptions, _ peers: PeersTable) throws {
        let day = try BenchmarkDay.today
        rules = PolicyEngine().warningRules(on: day)
        file = peers.data + "/instruments.csv"
        instruments = try Self.instruments(in: file)
        limits = BenchmarkDay.limits(of: day).map {
            $0.description.replacingOccurrences(of: "-", with: "")
        }
        program = try options["--colors"]
        engine = try options.optional("--peers-python").map { ($0, try options["--zen"]) }
    }

    /// Against the loop, and against the rule engine or a note that it was not run.
    func comparisons() throws -> [Comparison] {
        let loop = PeerProgram(path: program, arguments: [file] + limits)
        let table = engine.map {
            PeerProgram(path: $0.python, arguments: [$0.script, file] + limits)
        }
        var (ours, loops, tables): ([Double], [Double], [Double]) = ([], [], [])
        for run in 0...Comparison.runs {
            let (rate, found) = measure()
            let loopLine = try Self.line(of: loop, finding: found)
            let tableLine = try table.map { try Self.line(of: $0, finding: found) }
            guard run > 0 else { continue }
            ours.append(rate)
            loops.append(loopLine)
            tableLine.map { tables.append($0) }
        }
        let count = instruments.count
        return [
            Comparison(
                "P2 colours of \(count) in memory, C loop over columns",
                unit: "M rows/s",
                target: ">= 0.1",
                ours: ours,
                baseline: loops
            ),
            Comparison(
                "P2 colours of \(count) in memory, zen-engine",
                unit: "M rows/s",
                target: ">= 100",
                ours: ours,
                baseline: tables
            ),
        ]
    }

    private func measure() -> (rate: Double, found: [Int]) {
        let repeats = 20
        var colors: [WarningColor] = []
        let elapsed = ContinuousClock().measure {
            for _ in 0..<repeats { colors = rules.colors(of: instruments) }
        }
        var found = [0, 0, 0, 0]
        for color in colors {
            switch color {
            case .none: found[0] += 1
            case .green: found[1] += 1
            case .yellow: found[2] += 1
            case .red: found[3] += 1
            }
        }
        return (Double(repeats * instruments.count) / elapsed.inSeconds / 1e6, found)
    }

    private static func line(of program: PeerProgram, finding found: [Int]) throws -> Double {
        guard let line = try program.run().first, line.found == found else {
            throw BenchmarkError("\(program.path) finds other colours than \(found)")
        }
        return line.rate
    }

    private static func instruments(in file: String) throws -> [WarningInputs] {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return try text.utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map { line in
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            func cell(_ index: Int) -> String { String(decoding: cells[index], as: UTF8.self) }
            guard cells.count == 21, let on = Day(cell(13)), let until = Day(cell(14)) else {
                throw BenchmarkError("a row of \(file) cannot be read")
            }
            let status = cell(10) == "spare" ? "standby" : cell(10)
            return WarningInputs(
                status: UseStatus(rawValue: status) ?? .inUse,
                isCompulsory: cell(11) == "1",
                regime: .periodic,
                latest: VerificationFacts(
                    on: on,
                    result: cell(15) == "fail" ? .fail : .pass,
                    validUntil: until
                )
            )
        }
    }
}

/// The day for which the peers' data are made.
enum BenchmarkDay {
    static var today: Day {
        get throws {
            guard let day = Day(year: 2025, month: 12, day: 31) else {
                throw BenchmarkError("no such day")
            }
            return day
        }
    }

    /// The day, and the last ends that are yellow and green, for those who cannot count months.
    static func limits(of day: Day) -> [Day] {
        let parameters = CreditMeasures2021Parameters.inForce(on: day)
        return [day]
            + [parameters.yellowMonths, parameters.greenMonths].map {
                parameters.monthRule.lastEnd(months: $0, from: day)
            }
    }
}
