import Explanations
import Hub
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore

/// Legal deadlines once everything is at rest: they are computed and never stored, so all go by the calendar that
/// the authority has given last, also those of receipts from before it.
extension Town {
    /// The working days of 二（四）.
    private static let uploadDays = 5

    func checkDeadlines() async throws {
        let given = PolicyInForce(
            try await hub.store.documents(.calendar),
            of: SimulatedHub.id,
            signedBy: hub.receiptKey.publicKey
        ).engine.calendar
        let arrivals = try hub.eyes.arrivals()
        for site in sites {
            guard let store = site.store else { continue }
            let policy = try witness.policy(of: site, store)
            let mine = policy.engine.calendar
            guard mine.version == given.version, mine.agrees(with: given) else {
                throw Violation(
                    .legalDeadline,
                    "\(site.name) counts by \(mine.version), given was \(given.version)"
                )
            }
            let day = Day(secondsSince1970: hubTime.seconds)
            for deadline in try Deadline.all(in: store, on: day, by: policy.engine) {
                try check(deadline, by: given, arrivals, at: site)
            }
        }
    }

    /// Counts the days of one clock, one by one.
    private func check(
        _ deadline: Deadline,
        by calendar: WorkingCalendar,
        _ arrivals: [RecordID: Instant],
        at site: SimulatedSite
    ) throws {
        guard var last = deadline.job.completedOn.flatMap(Day.init(_:)) else { return }
        var left = Self.uploadDays
        while left > 0 {
            last = last.adding(days: 1)
            if calendar.isWorkingDay(last) { left -= 1 }
        }
        let arrived = deadline.job.verification.flatMap { arrivals[$0] }
        // Midnight in Shanghai is eight hours before that in UTC.
        let end = (Int64(last.number) + 1) * .day - 8 * .hour
        let isMet = arrived.map { $0.milliseconds < end } ?? false
        guard deadline.clock.due.due == last, deadline.receivedAt == arrived,
            deadline.isMet == isMet
        else {
            throw Violation(
                .legalDeadline,
                "\(site.name) has \(deadline.job.application) due on \(deadline.clock.due.due), "
                    + "received \(deadline.receivedAt.map { "\($0)" } ?? "never"); counted \(last)"
            )
        }
    }
}

extension HubEyes {
    /// When the hub received each verification, in the words of the entry that brought it.
    fileprivate func arrivals() throws -> [RecordID: Instant] {
        var arrivals: [RecordID: Instant] = [:]
        for entry in try entries(after: 0) {
            for patch in entry.body?.patches ?? [] where patch.kind == .verification {
                arrivals[patch.id] = min(arrivals[patch.id] ?? entry.receivedAt, entry.receivedAt)
            }
        }
        return arrivals
    }
}
