import Hub
import LocalStore
import SyncCore

/// The days after the last fault, in which everything has to come to rest.
extension Town {
    /// Ends every fault that lasts.
    func becomeCalm() async throws {
        note("weather", "becomes calm")
        weather.isCalm = true
        hub.isBehindBy = 0
        hub.isDownUntil = 0
        hub.isFull = false
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
            guard let eyes = site.eyes, !site.awaits.contains(.push),
                (site.read ?? .start(epoch: 1)) == witness.head
            else { return false }
            return try eyes.firstWaitingOp(except: site.postponed) == nil
                && site.store?.halt() == nil
        } && bureau.hasNothingToRepeat
    }

    /// What is not at rest, for the report.
    func unrest() async throws -> String {
        let head = try await hub.store.head()
        return try sites.compactMap { site in
            guard let store = site.store else { return "\(site.name) does not run" }
            let waiting = try store.unreceivedSummary().ops
            let seq = try store.cursor()?.seq ?? 0
            guard waiting > 0 || seq != head.seq else { return nil }
            return "\(site.name): \(waiting) ops wait, stands at \(seq) of \(head.seq)"
        }.joined(separator: "; ")
    }
}
