/// What a server lets one client, one address and all together take of it. The built-in numbers let a city of agents
/// work without noticing them.
package struct HubLimits: Sendable {
    // MARK: Connections

    /// At the most so many are served; one of eight more is told to come back later.
    package var connections = 10_000
    /// Of these from one address, behind which a whole office can sit.
    package var connectionsPerAddress = 2_500
    /// Of these by one site.
    package var connectionsPerSite = 32
    /// Requests side by side on one of these, with HTTP/2.
    package var streams = 32
    /// Of these a client may take back, or begin beside that many, so many in half a minute.
    package var resets = 200
    static let resetsWindow = Duration.seconds(30)

    // MARK: Time

    /// In it a request must have begun and its head must have come; so long a stranger's connection may be idle.
    package var patience = Duration.seconds(20)
    /// So long a site's connection may be idle. Longer than a site waits at the feed.
    package var idle = Duration.seconds(75)
    /// A body, and an answer, may take the patience and a second for so many bytes: the slowest mobile line does more.
    package var bytesPerSecond = 4 * 1024
    /// No body takes longer.
    package var bodyTime = Duration.seconds(300)
    /// A client that has its answer before its body was read may go on sending for so long.
    package var linger = Duration.seconds(2)
    /// How often it is looked who is late.
    package var lookEvery = Duration.seconds(2)

    // MARK: Size

    /// Of the head of a request, all fields together.
    package var headBytes = 16 * 1024
    package var headFields = 100
    /// Of bodies that come with HTTP/2 and that nobody has read yet: a whole batch, without a pause to ask for the rest.
    package var window = 256 * 1024

    // MARK: Rates

    /// Requests of one site.
    package var site = Allowance(burst: 400, perSecond: 100)
    /// The same with the reserve, from which only batches with ops draw for which the law sets days.
    package var siteWithReserve = Allowance(burst: 600, perSecond: 150)
    /// Requests from one address by whom no site is known, such as health checks and enrolments.
    package var strangers = Allowance(burst: 500, perSecond: 50)
    /// Tokens from one address that are not good.
    package var guesses = Allowance(burst: 30, perSecond: 0.5)
    /// Batches that have come whole and wait to be written: a second's work.
    package var batches = 256
    /// So many more of those with ops for which the law sets days.
    package var batchReserve = 64

    package init() {}

    /// Lets a site make so many requests a second, and four seconds' worth at once; with the reserve half as
    /// many more.
    package mutating func setSiteRate(perSecond rate: Double) {
        site = Allowance(burst: 4 * rate, perSecond: rate)
        siteWithReserve = Allowance(burst: 6 * rate, perSecond: 1.5 * rate)
    }

    /// Files that the server needs for other things than connections.
    private static let otherFiles = 128

    /// The same for a process that may open so many files.
    package func fitting(files: Int) -> HubLimits {
        var limits = self
        // An eighth more than `connections` can be open at once.
        limits.connections = max(1, min(connections, (files - Self.otherFiles) * 8 / 9))
        limits.connectionsPerAddress = min(connectionsPerAddress, limits.connections)
        return limits
    }
}

/// How much of something may be had: at once, and after that.
package struct Allowance: Hashable, Sendable {
    package let burst: Double
    package let perSecond: Double

    package init(burst: Double, perSecond: Double) {
        precondition(burst >= 1 && perSecond > 0, "an allowance of nothing")
        self.burst = burst
        self.perSecond = perSecond
    }
}
