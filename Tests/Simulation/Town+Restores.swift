import Hub
import LocalStore
import SyncAgent
import SyncCore

/// A hub that is put back from a backup, and what an operator does then.
extension Town {
    /// Keeps a copy of the hub now and then, and the last few of them.
    func backUpHub() throws {
        guard weather.amount(.hubRestored, 1...100) <= 6, !hub.isDown(at: now), !isHubInDoubt,
            weather.mayStrike(.hubRestored) || weather.mayStrike(.bitFlip)
        else { return }
        let backup = HubBackup(
            image: try hub.eyes.backUp(),
            at: now,
            entries: witness.entries.count,
            epoch: witness.epoch,
            latest: witness.latest
        )
        hub.backups = hub.backups.suffix(2) + [backup]
    }

    /// Puts the hub back. Until it runs again every answer of before has arrived or is lost.
    func restoreHub() async throws {
        let index = Int(weather.amount(.hubRestored, 0...Int64(max(hub.backups.count - 1, 0))))
        guard hub.backups.indices.contains(index), !hub.isDown(at: now), !isHubInDoubt else {
            return
        }
        try await putBackHub(to: index)
        // An operator who has read the manual does it at once, another when the server says so.
        if weather.amount(.hubRestored, 1...10) <= 6 { planRecovery() }
    }

    func putBackHub(to index: Int) async throws {
        let backup = hub.backups[index]
        let lost = witness.entries.count - backup.entries
        let day = (backup.at - Self.begin) / .day
        note("hub", "is put back from day \(day), without \(lost) entries")
        // What was put back is the past of what comes now, so later copies are of another hub.
        hub.backups.removeSubrange((index + 1)...)
        breakHeld("the hub was put back")
        try hub.restore(backup.image)
        if hub.awaitsRecovery, witness.entries.count > hub.entriesWhenRestored {
            hub.mayBeAccused = true
        }
        (hub.awaitsRecovery, hub.entriesWhenRestored) = (true, backup.entries)
        hub.isDownUntil = now + weather.amount(.hubRestored, .minute...(12 * .hour))
        try witness.goBack(to: backup, in: hub.eyes)
        bureau.forget(after: Int64(backup.entries))
        try await lookAtMembers()
    }

    /// Requests that wait for news hear that there is nobody any more.
    func breakHeld(_ reason: String) {
        let held = hub.held
        hub.held = []
        for flight in held { deliver(.failure(.broken(detail: reason)), to: flight, after: 1) }
    }

    /// Whom the hub knows now: some may have joined or been revoked since the backup.
    private func lookAtMembers() async throws {
        for site in sites {
            let member = try await hub.store.site(site.id)
            site.isRevoked = member == nil || member?.revokedAt != nil
            guard site.isRevoked else { continue }
            note(site.name, "is no member of the hub any more")
            let pause = weather.amount(.hubRestored, .hour...(2 * .day))
            plan(.readmit(site: site.index), after: pause)
        }
    }

    /// `jiliang-hub recover`, some hours later.
    func planRecovery() {
        let longest: Int64 = weather.isCalm ? .hour : .day
        plan(.recoverHub, after: weather.amount(.hubRestored, .minute...longest))
    }

    func recoverHub() async throws {
        guard !hub.isDown(at: now) else { return planRecovery() }
        let opened = try await hub.store.recover(at: hubTime)
        hub.noteRecovery(opened, entries: witness.entries.count)
        guard opened.isNew else { return }
        witness.epoch = opened.epoch
        note("hub", "opens epoch \(opened.epoch) behind entry \(opened.forkSeq)")
        bureau.triesLeft = 8
        plan(.repeatActs, after: .hour)
    }

    /// Does what the server does when a site has read what the hub does not have.
    func noticeOtherHistory(_ cursor: Cursor, of site: SimulatedSite) async throws {
        guard try await hub.store.note(unknown: cursor) else { return }
        note("hub", "\(site.name) has read up to \(cursor.seq) of another history")
        planRecovery()
    }

    // MARK: At a site

    /// A site goes back with its hub, and sometimes dies between the two commits of it.
    func rewind(_ site: SimulatedSite, _ store: Store, to: Cursor, from: Cursor) throws {
        let tables =
            weather.mayStrike(.overlayLost) ? DiskImage.taken(of: site.home + "/replica.db") : nil
        let place = try store.rewind(to: to, from: from)
        note(site.name, "goes back from \(from.seq) to \(place.seq) in epoch \(place.epoch)")
        site.read = place
        site.postponed = []
        try witness.checkRewind(to: place, of: site, in: hub.eyes)
        if weather.strikes(.overlayLost) { site.dyingTables = tables }
    }
}
