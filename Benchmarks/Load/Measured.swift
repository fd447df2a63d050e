/// A figure of ours held against a limit, where there is nobody to compare it with.
struct Measured {
    let row: [String]

    /// A figure that must not be more than the limit.
    init(_ task: String, _ value: Double, _ unit: String, _ most: Double?) {
        let target = most.map { "<= \(Self.rounded($0)) \(unit): \(value <= $0 ? "yes" : "no")" }
        row = [task, "\(Self.rounded(value)) \(unit)", "-", "-", target ?? "-"]
    }

    init(_ task: String, _ value: Double, _ unit: String, atLeast least: Double) {
        let target = ">= \(Self.rounded(least)) \(unit): \(value >= least ? "yes" : "no")"
        row = [task, "\(Self.rounded(value)) \(unit)", "-", "-", target]
    }

    private static func rounded(_ value: Double) -> String {
        value >= 100 || value == value.rounded()
            ? "\(Int(value))" : "\((value * 10).rounded() / 10)"
    }
}

extension [Double] {
    /// The value below which such a part of the sorted values lies.
    func quantile(_ part: Double) -> Double {
        guard !isEmpty else { return .nan }
        return self[Swift.min(count - 1, Int((Double(count) * part).rounded(.down)))]
    }
}
