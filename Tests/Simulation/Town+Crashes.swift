import SyncAgent
import Hub
import LocalStore
import SyncCore

/// How processes die, what they leave on the disk, and how they start again.
extension Town {
    /// The process of a site dies now. What it had committed stays, as far as a crash or a power cut lets
    /// it.
    func crash(_ site: SimulatedSite) throws {
        guard let eyes = site.eyes else { return }
        if let disk = site.disk { return try crash(site, on: disk) }
        let (journalPath, tablesPath) = (site.home + "/journal.db", site.home + "/replica.db")
        let before = try eyes.tables()
        var journal = DiskImage.taken(of: journalPath)
        var tables = site.dyingTables ?? DiskImage.taken(of: tablesPath)
        var left = site.dyingTables == nil ? "" : " between two commits"
        var isWhole = site.dyingTables == nil
        site.dyingTables = nil
        if weather.strikes(.tornJournal) {
            let count = Int(weather.amount(.tornJournal, 1...8192))
            journal.append(weather.bytes(.tornJournal, count))
            left += ", half a commit in the journal"
        }
        if weather.strikes(.replicaLost) {
            tables = .nothing
            (left, isWhole) = (left + ", tables lost", false)
        } else if let old = site.oldTables, weather.strikes(.replicaOld) {
            tables = old
            (left, isWhole) = (left + ", tables of some days ago", false)
        } else if tables.logLength > 0, weather.strikes(.tornTables) {
            let length = Int(weather.amount(.tornTables, 0...Int64(tables.logLength - 1)))
            tables.tear(to: length)
            (left, isWhole) = (left + ", tables torn", false)
        }
        note(site.name, "dies\(left)")
        try site.close()
        try journal.put(at: journalPath)
        try tables.put(at: tablesPath)
        if isWhole, flip?.site != site.index { site.expected = before }
        let pause = weather.isCalm ? .minute : chance.number(.minute...(3 * .hour))
        plan(.start(site: site.index, life: site.life), after: pause)
    }

    /// The process of a site starts, and with it the daemon where there is one.
    func start(_ site: SimulatedSite) async throws {
        guard site.store == nil else { return }
        guard let recovery = try openAsDiskAllows(site) else { return }
        if recovery != .none { note(site.name, "starts: \(recovery)") }
        if flip?.site == site.index { noteRebuilt(recovery, at: site) }
        if let expected = site.expected {
            site.expected = nil
            let tables = try site.eyes?.tables() ?? []
            guard tables == expected else {
                throw Violation(
                    .readYourWrites,
                    "after a crash of \(site.name) its tables differ: "
                        + "\(Self.difference(tables, expected))"
                )
            }
        }
        if site.wasRefused { try checkRefusals(of: site) }
        try witness.checkJournal(of: site)
        site.reached = try site.store?.cursor()?.seq ?? 0
        site.read = try site.store?.cursor()
        (site.postponed, site.needsBodies) = ([], false)
        guard site.isDaemon else { return }
        site.machine = SyncMachine(.continuous)
        try await step(.began, at: site)
    }

    static func difference(_ one: [String], _ other: [String]) -> String {
        let extra = one.filter { !other.contains($0) }.prefix(2)
        let missing = other.filter { !one.contains($0) }.prefix(2)
        return
            "there \(extra.joined(separator: " | ")); expected \(missing.joined(separator: " | "))"
    }

    // MARK: By the hour

    /// What strikes sites and hub by the hour.
    func strikeHourly() async throws {
        // Copies that are made meanwhile come later.
        for site in sites { try await strike(site) }
        try await strikeFiles()
        if weather.strikes(.hubClockBack) {
            hub.isBehindBy = weather.amount(.hubClockBack, 0...(2 * .day))
            note("hub", "has a clock that is \(hub.isBehindBy / 1000) s behind")
        }
        strikeHubDisk()
        try backUpHub()
        if weather.strikes(.hubRestored) { return try await restoreHub() }
        guard weather.strikes(.hubCrash), !hub.isDown(at: now) else { return }
        if let disk = hub.disk { return try crashHub(on: disk) }
        note("hub", "dies and starts again")
        let count = Int(weather.amount(.hubCrash, 0...8192))
        try hub.crash(leaving: weather.bytes(.hubCrash, count))
        breakHeld("the hub died")
    }

    private func strike(_ site: SimulatedSite) async throws {
        strikeDisk(of: site)
        if weather.strikes(.outage) {
            let length = weather.amount(.outage, .hour...(12 * .day))
            site.isCutOffUntil = max(site.isCutOffUntil, now + length)
            note(site.name, "has no network for \(length / .hour) hours")
        }
        if weather.strikes(.proxyLimit) {
            site.isThrottledUntil = now + weather.amount(.proxyLimit, .hour...(2 * .day))
        }
        if weather.strikes(.clockJump) {
            let years: Int64 = 3653 * .day
            let jump = weather.amount(.clockJump, -years...years)
            site.clock.jump(by: jump, at: now)
            note(site.name, "has a clock that is \(jump / .day) days off")
        }
        if weather.strikes(.clockDrift) {
            site.clock.run(gaining: weather.amount(.clockDrift, -5000...5000), from: now)
        }
        try strikeHome(of: site)
        if chance.happens(200), site.disk == nil, weather.mayStrike(.replicaOld),
            flip?.site != site.index
        {
            site.oldTables = try site.eyes?.backUpTables()
        }
        if !site.isRevoked, weather.strikes(.revocation), !hub.isDown(at: now) {
            try await hub.store.revoke(site.id, at: hubTime)
            for home in sites where home.id == site.id { home.isRevoked = true }
            note("authority", "revokes \(site.name)")
            plan(.readmit(site: site.index), after: weather.amount(.revocation, .hour...(5 * .day)))
        }
    }
}
