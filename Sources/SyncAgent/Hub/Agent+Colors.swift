package import LocalStore
package import Policy
package import SyncCore

// The stored colours are for people who query the tables; whoever asks this program has the rule asked.

extension Agent {
    /// Brings the stored colours up to today. A store that is lent is coloured when it is back.
    func recolor(_ scope: RecolorScope) throws {
        guard let store else { return }
        let day = try store.today(at: clock())
        _ = try store.recolor(on: day, scope, by: engine)
        hasUnjudged = false
    }

    /// Colours what came with the feed.
    func judgeArrivals() throws {
        if hasUnjudged { try recolor(.unjudged) }
    }

    /// Returns when a day begins in Shanghai. A clock that somebody sets meanwhile, and a machine that
    /// was asleep, are noticed a quarter of an hour later at most.
    static func nextDayCheck(_ clock: @Sendable () -> Instant) async -> Arrival {
        let milliseconds = min(clock().millisecondsToMidnight, 15 * 60 * 1000)
        // One second more: a timer may fire early by a little.
        let wait = Duration.milliseconds(milliseconds + 1000)
        do { try await Task.sleep(for: wait) } catch { return .nothing }
        return .dayCheck
    }
}

extension Store {
    /// The day that conclusions are drawn for: that of the clock, but never before the day on which the
    /// hub was last heard, so that no clock set back makes a red instrument look good.
    package func today(at now: Instant) throws -> Day {
        let day = Day(secondsSince1970: now.seconds)
        return try hubTime().map { max(day, Day(secondsSince1970: $0.seconds)) } ?? day
    }

    /// Brings the stored colours up to a day, by the engine's rules of that day.
    ///
    /// - Throws: `StoreError`, or what `tell` throws; then nothing is kept.
    package func recolor(
        on day: Day,
        _ scope: RecolorScope = .all,
        by engine: PolicyEngine,
        keeps: Bool = true,
        tell: ((ColorChange) throws -> Void)? = nil
    ) throws -> Recoloring {
        try recolor(on: day, scope, by: engine.judge(on: day), keeps: keeps, tell: tell)
    }
}

extension Instant {
    /// Until the next day begins in Shanghai.
    fileprivate var millisecondsToMidnight: Int64 {
        let day: Int64 = 86_400_000
        let passed = (milliseconds + 8 * 3_600_000) % day
        return day - (passed < 0 ? passed + day : passed)
    }
}
