import SyncCore

/// What a site believes the time to be.
struct SiteClock {
    /// Milliseconds that the clock was set wrong by.
    private(set) var offset: Int64 = 0
    /// Milliseconds that it gains in a million.
    private(set) var drift: Int64 = 0
    private var driftsSince: Int64 = 0

    /// The site's clock at a true moment.
    func instant(at moment: Int64) -> Instant {
        Instant(milliseconds: moment + offset + (moment - driftsSince) * drift / 1_000_000)
    }

    /// Sets the clock wrong by so much, and lets it run true from there.
    mutating func jump(by milliseconds: Int64, at moment: Int64) {
        offset = milliseconds
        drift = 0
        driftsSince = moment
    }

    /// Lets the clock gain or lose from now on.
    mutating func run(gaining partsPerMillion: Int64, from moment: Int64) {
        offset += (moment - driftsSince) * drift / 1_000_000
        drift = partsPerMillion
        driftsSince = moment
    }
}
