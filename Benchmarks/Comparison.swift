/// Ours against a baseline: run in turns, judged by medians, so that a machine whose speed drifts
/// does not decide.
struct Comparison {
    /// How many counted runs of each; one more of each goes before, to warm caches.
    static let runs = 5

    let task: String
    let unit: String
    /// The least ratio ours ÷ baseline that we want, or what else the figure is held against.
    let target: String
    /// One figure for each run.
    private(set) var ours: [Double] = []
    private(set) var baseline: [Double] = []

    init(
        _ task: String,
        unit: String,
        target: String,
        ours: () throws -> Double,
        baseline: () throws -> Double
    ) throws {
        self.task = task
        self.unit = unit
        self.target = target
        for run in 0...Self.runs {
            let (mine, theirs) = (try ours(), try baseline())
            guard run > 0 else { continue }
            self.ours.append(mine)
            self.baseline.append(theirs)
        }
    }

    /// Figures that were taken together, run by run; a baseline that is not there has none.
    init(
        _ task: String,
        unit: String,
        target: String,
        ours: [Double],
        baseline: [Double]
    ) {
        self.task = task
        self.unit = unit
        self.target = target
        self.ours = ours
        self.baseline = baseline
    }

    /// The row of the table: medians, and the median of the ratios run by run.
    var row: [String] {
        guard !baseline.isEmpty else {
            return [task, Self.figure(ours.median, unit), "not run", "-", target]
        }
        let ratios = zip(ours, baseline).map { $0 / $1 }
        return [
            task, Self.figure(ours.median, unit), Self.figure(baseline.median, unit),
            Self.rounded(ratios.median), target,
        ]
    }

    private static func figure(_ value: Double, _ unit: String) -> String {
        rounded(value) + " " + unit
    }

    private static func rounded(_ value: Double) -> String {
        let scale: Double = value < 1 ? 1000 : value < 10 ? 100 : value < 1000 ? 10 : 1
        let scaled = (value * scale).rounded() / scale
        return scale == 1 ? "\(Int(scaled))" : "\(scaled)"
    }
}

extension [Double] {
    /// The middle of the sorted values.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
