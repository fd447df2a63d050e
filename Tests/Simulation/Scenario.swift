/// What one run is made of. Everything in it follows from these values.
package struct Scenario: Hashable, Sendable {
    package var seed: UInt64
    /// Days of work and faults; the calm after them comes on top.
    package var days: Int
    /// Faults that stay away.
    package var without: Set<Fault>
    /// Actors that do nothing, by name.
    package var absent: Set<String>

    package init(
        seed: UInt64,
        days: Int,
        without: Set<Fault> = [],
        absent: Set<String> = []
    ) {
        self.seed = seed
        self.days = days
        self.without = without
        self.absent = absent
    }

    /// The options of `scripts/simulate` that run exactly this again.
    package var options: String {
        var options = "--from \(seed) --seeds 1 --days \(days)"
        if !without.isEmpty {
            options += " --without " + without.map(\.rawValue).sorted().joined(separator: ",")
        }
        if !absent.isEmpty { options += " --absent " + absent.sorted().joined(separator: ",") }
        return options
    }
}

/// What can go wrong. Each seed draws how often, and for some that they never do.
package enum Fault: String, CaseIterable, Sendable {
    /// A request never arrives.
    case requestLost
    /// The hub has done what was asked, and nobody hears of it.
    case answerLost
    /// A request arrives twice, the second time up to a day later.
    case duplicate
    /// A request is given up and arrives all the same, up to two days later, after newer ones.
    case late
    /// Only the beginning of a request arrives.
    case cutRequest
    /// Only the beginning of an answer arrives.
    case cutAnswer
    /// 429 or 503, with or without Retry-After, sometimes an absurd one.
    case busy
    /// A proxy lets no large request through, for some hours.
    case proxyLimit
    /// A site has no network, up to twelve days.
    case outage
    /// The process of a site dies between two effects.
    case siteCrash
    /// The process dies between the journal's commit and that of the tables.
    case overlayLost
    /// The tables are gone after a crash.
    case replicaLost
    /// The tables are those of some days ago after a crash.
    case replicaOld
    /// A power cut takes the end of the tables' write-ahead log, within a page.
    case tornTables
    /// A power cut leaves half of a commit behind the end of the journal's write-ahead log.
    case tornJournal
    /// A power cut takes any part of what a site's disk has not synced.
    case lostPages
    /// A site's disk is full, up to three days.
    case fullDisk
    /// One write or sync of a site's disk fails.
    case diskError
    /// A site's clock jumps by up to ten years.
    case clockJump
    /// A site's clock is fast or slow.
    case clockDrift
    /// The hub dies and starts again.
    case hubCrash
    /// The hub's clock goes back, up to two days.
    case hubClockBack
    /// The authority revokes a site, and lets it in again some days later.
    case revocation
    /// The hub is put back from a backup of some days ago, and recovered hours later.
    case hubRestored
    /// The home of a site is put back from a copy of some days ago, or only its journal.
    case homeRestored
    /// The home of a site is copied, and both go on.
    case homeCopied
    /// The hub answers 500 to every batch that has one of a few ops in it, until the calm.
    case hubFails
    /// A page has a frame of a kind that no site knows yet.
    case newerFrame
    /// A power cut takes any part of what the hub's disk has not synced.
    case hubLostPages
    /// The hub's disk is full for sites, for hours.
    case hubFullDisk
    /// One write or sync of the hub's disk fails while it answers a site.
    case hubDiskError
    /// A bit flips in a file of a site or of the hub while nobody writes.
    case bitFlip
}
