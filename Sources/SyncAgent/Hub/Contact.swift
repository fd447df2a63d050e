import SyncCore

/// What is remembered of the hub between two answers.
struct Contact: Sendable {
    /// The cursor from which the last page was asked for.
    private(set) var cursor: Cursor?
    /// The hub's clock less ours, and when that was measured.
    private var offset: (milliseconds: Int64, at: Instant)?
    private var notedAt: Instant?

    /// A quartz clock drifts a second in some days.
    private static let offsetMilliseconds: Int64 = 10 * 60 * 1000
    /// A daemon hears from its hub every half minute; not each time is worth a write.
    private static let noteMilliseconds: Int64 = 60 * 1000

    mutating func asked(from cursor: Cursor, clockOffset: Int64?, at now: Instant) {
        self.cursor = cursor
        if let clockOffset { measured(clockOffset, at: now) }
    }

    mutating func measured(_ milliseconds: Int64, at now: Instant) {
        offset = (milliseconds, now)
    }

    func isOffsetOld(at now: Instant) -> Bool {
        guard let offset else { return true }
        return abs(now.milliseconds - offset.at.milliseconds) >= Self.offsetMilliseconds
    }

    /// The offset and the hub's time when it was measured, when it is time to write the contact down.
    ///
    /// Not the hub's time now: our clock may have been moved since.
    mutating func toNote(at now: Instant) -> (offset: Int64, hubTime: Instant)? {
        guard let offset else { return nil }
        let isDue = notedAt.map {
            abs(now.milliseconds - $0.milliseconds) >= Self.noteMilliseconds
        }
        guard isDue != false else { return nil }
        notedAt = now
        return (offset.milliseconds, offset.at.adding(milliseconds: offset.milliseconds))
    }
}
