import SyncCore

/// How long a daemon has been sent away for.
struct Pause {
    /// True milliseconds.
    let since: Int64
    /// Since when a legal clock runs, and how long the pause may last from then on.
    var urgent: (since: Int64, most: Int64)?
}

extension Town {
    /// The longest pause without a word of the hub.
    private static let ownPause = 15 * Int64.minute

    /// Whether a pause that begins or goes on ends in time. Working hours are never more than hours, so a
    /// quarter of these is a bound; ours also forgives two pauses of the machine's own, since an op may come
    /// in the midst of one.
    func checkPause(
        _ milliseconds: Int64,
        of alarm: SyncMachine.Alarm,
        at site: SimulatedSite
    ) throws {
        let isPush = alarm == .push
        var pause = isPush ? site.pause ?? Pause(since: now) : Pause(since: now)
        let end = now + milliseconds
        guard end - pause.since <= .day else {
            throw tooLong(alarm, end - pause.since, at: site)
        }
        if isPush, end - pause.since > 2 * Self.ownPause, let store = site.store {
            let clock = site.clock.instant(at: now)
            if let left = try witness.timeLeft(of: site, store, at: clock) {
                let most = 2 * Self.ownPause + left / 4
                let urgent = pause.urgent ?? (now, most)
                guard end - urgent.since <= urgent.most else {
                    throw tooLong(alarm, end - urgent.since, at: site)
                }
                pause.urgent = urgent
            } else {
                pause.urgent = nil
            }
        }
        if isPush { site.pause = pause }
    }

    private func tooLong(
        _ alarm: SyncMachine.Alarm,
        _ milliseconds: Int64,
        at site: SimulatedSite
    ) -> Violation {
        Violation(.patience, "\(site.name) waits \(milliseconds / 1000) s before its next \(alarm)")
    }
}
