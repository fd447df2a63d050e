/// How long to wait before the next try: decorrelated jitter, so that a city of agents does not come
/// back in one second after an outage.
package struct Backoff: Hashable, Sendable {
    /// Milliseconds.
    package static let least: Int64 = 1_000
    package static let most: Int64 = 15 * 60 * 1_000

    private(set) var last: Int64 = 0

    package init() {}

    /// The next pause in milliseconds, not shorter than what the hub has asked for.
    package mutating func next(
        atLeast floor: Int64 = 0,
        using random: inout some RandomNumberGenerator
    ) -> Int64 {
        let top = min(Self.most, max(Self.least, last) * 3)
        last = Int64.random(in: Self.least...max(Self.least, top), using: &random)
        return max(last, floor)
    }

    package mutating func reset() {
        last = 0
    }
}
