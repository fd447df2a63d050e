/// How often values were so large, by bounds that are fixed.
struct Histogram: Sendable {
    /// Upper bounds, each its own value included, ascending.
    let bounds: [Double]
    /// How many values lie within each bound and above the one before; the last ones lie above all.
    private(set) var counts: [Int64]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int64](repeating: 0, count: bounds.count + 1)
    }

    mutating func note(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
