import Hub
import LocalStore
import SyncCore

/// The days after the last fault, in which everything has to come to rest.
extension Town {
    /// Ends every fault that lasts.
    func becomeCalm() async throws {
        note("weather", "becomes calm")
        weather.isCalm = true
        try await findFlip()
        hub.isBehindBy = 0
        hub.isDownUntil = 0
        hub.isFull = false
        strikeHubDisk()
        bureau.triesLeft = 8
        plan(.repeatActs, after: .hour)
        for site in sites {
            site.isCutOffUntil = 0
            site.isThrottledUntil = 0
            site.isFullUntil = 0
            strikeDisk(of: site)
            site.clock.jump(by: 0, at: now)
            site.awaitsRecovery = false
            try await readmit(site)
        }
    }

    /// Whether all queues are empty and all sites have read everything.
    func isAtRest() throws -> Bool {
        try sites.allSatisfy { site in
            guard let eyes = site.eyes, !site.awaits(.push),
                (site.read ?? .start(epoch: 1)) == witness.head
            else { return false }
            return try eyes.firstWaitingOp(except: site.postponed) == nil
                && site.store?.halt() == nil
        } && bureau.hasNothingToRepeat
    }

    /// What is not at rest, for the report.
    func unrest() async throws -> String {
        let head = try await hub.store.head()
        var parts = try sites.compactMap { site -> String? in
            guard let store = site.store else { return "\(site.name) does not run" }
            if let halt = try store.halt() { return "\(site.name) has stopped: \(halt)" }
            let waiting = try store.unreceivedSummary().ops
            let place = try store.cursor() ?? .start(epoch: 1)
            guard waiting > 0 || place != head || site.awaits(.push) else { return nil }
            return "\(site.name): \(waiting) ops wait, stands at \(place.seq) of \(head.seq) "
                + "in epoch \(place.epoch) of \(head.epoch)"
        }
        if !bureau.hasNothingToRepeat {
            parts.append(
                "\(Bureau.name): \(bureau.lostActs.count) acts wait, \(bureau.triesLeft) tries left"
            )
        }
        return parts.joined(separator: "; ")
    }
}
