import TestSupport

/// Numbers of one purpose. Each purpose draws from a stream of its own, so that leaving one out does
/// not change the others.
struct Draw {
    var random: SeededGenerator

    init(_ seed: UInt64, for purpose: String) {
        // FNV-1a, since `Hasher` gives other values in every process.
        let mixed = purpose.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ mixed)
    }

    /// Whether something happens whose chance is so many in ten thousand.
    mutating func happens(_ rate: Int) -> Bool {
        Int.random(in: 0..<10_000, using: &random) < rate
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }

    mutating func index(below count: Int) -> Int {
        Int.random(in: 0..<count, using: &random)
    }

    /// One of them; `nil` of none.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[index(below: elements.count)]
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
