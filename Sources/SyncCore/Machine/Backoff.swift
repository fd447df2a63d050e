/// How long to wait before the next try: decorrelated jitter, so that a city of agents does not come back in one
/// second after an outage. No pause is shorter than a third of the one before, or a site that gets nowhere would
/// ask three times as often as the longest pause says.
package struct Backoff: Hashable, Sendable {
    /// Milliseconds.
    package static let least: Int64 = 1_000
    package static let most: Int64 = 15 * 60 * 1_000
    /// The longest pause while the most urgent legal op has no time left.
    private static let mostWhenUrgent: Int64 = 30 * 1_000
    /// So many tries, at least, fit in the working time that is left.
    private static let triesInSlack: Int64 = 50
    /// What counts as the slack of a clock that has run out, in working seconds: just so much that it shortens no
    /// pause of our own. It is late whatever happens, but nobody should wait a day for its arrival.
    package static let slackWhenLate = most * triesInSlack / 1000

    private(set) var last: Int64 = 0

    package init() {}

    /// The longest pause for a slack in working seconds; `nil` where no legal clock runs.
    package static func most(forSlack slack: Int64?) -> Int64 {
        guard let slack else { return most }
        // Clamped first: a clock that was set by years makes a slack of any size.
        let seconds = min(max(slack, 0), most)
        return min(max(seconds * 1000 / triesInSlack, mostWhenUrgent), most)
    }

    /// How long a hub may send a site away, whatever it says: a quarter of the slack, where a legal clock runs.
    package static func mostAsked(forSlack slack: Int64?) -> Int64 {
        let day: Int64 = 24 * 60 * 60 * 1000
        guard let slack else { return day }
        return max(most(forSlack: slack), min(max(slack, 0), day / 1000) * 1000 / 4)
    }

    /// The next pause in milliseconds, not shorter than what the hub has asked for.
    package mutating func next(
        atLeast floor: Int64 = 0,
        slack: Int64? = nil,
        using random: inout some RandomNumberGenerator
    ) -> Int64 {
        let top = min(Self.most(forSlack: slack), max(Self.least, last) * 3)
        let least = min(max(Self.least, last / 3), top)
        last = Int64.random(in: least...max(least, top), using: &random)
        return max(last, min(floor, Self.mostAsked(forSlack: slack)))
    }

    package mutating func reset() {
        last = 0
    }
}
