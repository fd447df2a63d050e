import Foundation
import Hub
import LocalStore
import Signing
import SyncAgent
import SyncCore

/// Homes that are put back from an old copy, homes that are copied and used twice, and what a person does
/// then.
extension Town {
    /// What strikes homes by the hour.
    func strikeHome(of site: SimulatedSite) throws {
        // What a failing disk holds is not copied.
        guard site.store != nil, site.disk == nil, flip?.site != site.index else { return }
        if weather.amount(.homeRestored, 1...100) <= 3,
            weather.mayStrike(.homeRestored) || weather.mayStrike(.bitFlip)
        {
            site.oldHome = try HomeCopy(of: site)
        }
        if let copy = site.oldHome, weather.strikes(.homeRestored) {
            try putBack(copy, at: site, keepsTables: drawsJournalAlone(of: copy))
        }
        if weather.strikes(.homeCopied) { try copyHome(of: site) }
    }

    /// Somebody goes back to what he had before `jiliang recover`.
    func regret(_ copy: HomeCopy, at site: SimulatedSite) throws {
        guard !weather.isCalm else { return }
        try putBack(copy, at: site, keepsTables: drawsJournalAlone(of: copy))
    }

    /// Some have a copy of the journal only.
    private func drawsJournalAlone(of copy: HomeCopy) -> Bool {
        weather.amount(.homeRestored, 1...10) <= 3 && !copy.hashes.isEmpty
    }

    /// What the home has now is gone with the disk.
    func putBack(_ copy: HomeCopy, at site: SimulatedSite, keepsTables: Bool) throws {
        note(
            site.name,
            "is put back to op \(copy.hashes.count) of \(site.hashes.count)"
                + (keepsTables ? ", the journal alone" : "")
        )
        try site.close()
        try copy.journal.put(at: site.home + "/journal.db")
        if !keepsTables { try copy.tables.put(at: site.home + "/replica.db") }
        witness.noteEnd(of: site)
        (site.hashes, site.receipts) = (copy.hashes, copy.receipts)
        (site.oldTables, site.dyingTables, site.expected) = (nil, nil, nil)
        site.lastImport = nil
        for home in sites where home.id == site.id { home.isShared = true }
        let pause = weather.amount(.homeRestored, .minute...(.day))
        plan(.start(site: site.index, life: site.life), after: pause)
    }

    /// Two homes of one site are more than enough.
    private func copyHome(of site: SimulatedSite) throws {
        let homes = sites.filter { $0.id == site.id }
        guard homes.count < 2 else { return }
        let name = site.name + "-copy"
        let image = try HomeCopy(of: site)
        let copy = SimulatedSite(
            SitePlan(name: name, role: site.plan.role, organisation: site.plan.organisation),
            index: sites.count,
            home: folder + "/" + name,
            id: site.id,
            signingKey: site.signingKey,
            hubKeys: hub.keys,
            isDaemon: weather.amount(.homeCopied, 0...1) == 1,
            seed: scenario.seed
        )
        try FileManager.default.createDirectory(
            atPath: copy.home,
            withIntermediateDirectories: true
        )
        try image.journal.put(at: copy.home + "/journal.db")
        try image.tables.put(at: copy.home + "/replica.db")
        (copy.hashes, copy.receipts) = (image.hashes, image.receipts)
        (copy.isRevoked, copy.clock) = (site.isRevoked, site.clock)
        sites.append(copy)
        for home in sites where home.id == site.id { home.isShared = true }
        note(site.name, "is copied at op \(image.hashes.count)")
        plan(.start(site: copy.index, life: 0), after: weather.amount(.homeCopied, 0...(2 * .day)))
        if !copy.isDaemon { plan(.round(site: copy.index), after: .day) }
        guard !scenario.absent.contains(name), !scenario.absent.contains(site.name) else { return }
        plan(.work(site: copy.index), after: .hour)
    }

    // MARK: What a person does

    /// Somebody reads that the site has stopped, and runs `jiliang recover` hours or days later.
    func noticeHalt(at site: SimulatedSite, _ halt: Halt) {
        guard !site.awaitsRecovery else { return }
        site.awaitsRecovery = true
        note(site.name, "has stopped: \(halt)")
        let longest: Int64 =
            weather.isCalm ? .hour : chance.happens(7_000) ? .day / 2 : 3 * .day
        plan(.recoverSite(site.index), after: chance.number(.minute...longest))
    }

    /// `jiliang recover`.
    func recover(_ site: SimulatedSite) async throws {
        site.awaitsRecovery = false
        guard let store = site.store, let halt = try store.halt() else { return }
        let clock = site.clock.instant(at: now)
        let isCutOff = now < site.isCutOffUntil || hub.isDown(at: now)
        let wire = StatusWire(store: try hub.store, site: site.id, isCutOff: isCutOff)
        let before = site.disk == nil ? try HomeCopy(of: site) : nil
        let recovery: SiteRecovery
        do {
            recovery = try await SiteRecovery(
                of: store,
                trusting: hub.keys,
                asking: WireHubClient(wire, timeout: .seconds(30)),
                at: clock
            )
        } catch is HubFault { return noticeHalt(at: site, halt) }
        _ = try change(site) { try recovery.run(on: $0, at: clock, random: &site.random) }
        note(
            site.name,
            "goes on in life \(recovery.incarnation): \(recovery.received) receipts, "
                + "\(recovery.reissued) said again"
        )
        if let before, weather.mayStrike(.homeRestored), weather.amount(.homeRestored, 1...10) <= 4
        {
            let pause = weather.amount(.homeRestored, .minute...(2 * .day))
            plan(.regret(site: site.index, before), after: pause)
        }
        try witness.checkLearned(by: site)
        try witness.checkNewOps(of: site)
        if site.dyingTables != nil { return try crash(site) }
        try await step(.localChange, at: site)
    }
}
