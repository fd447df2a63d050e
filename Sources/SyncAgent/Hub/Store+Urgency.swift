import Explanations
package import LocalStore
package import Policy
package import SyncCore

extension Store {
    /// What goes to the hub next, ranked by the calendar in force.
    ///
    /// - Throws: `StoreError`.
    package func outgoing(
        _ order: LoadOrder,
        at now: Instant,
        by memory: inout PolicyMemory
    ) throws -> Outgoing {
        var engine: PolicyEngine?
        let next = try nextOps(order, at: now) {
            let found = try memory.policy(of: self).engine
            engine = found
            return found.deadline
        }
        var outgoing = next.outgoing
        if let engine {
            let left = next.deadline.map {
                engine.calendar.workingSeconds(from: now.seconds, to: $0)
            }
            let late = next.isLate ? Backoff.slackWhenLate : nil
            outgoing.slack = [left, late].compactMap(\.self).min()
        }
        return outgoing
    }

    /// The working time that is left for the most urgent of what the law wants at the hub and that waits, ops and
    /// certificate files, in seconds; negative once its deadline is past, `nil` where no legal clock runs.
    ///
    /// - Throws: `StoreError`.
    package func slack(at now: Instant, by engine: PolicyEngine) throws -> Int64? {
        let op = try nearestDeadline { engine.deadline }
        let files = try waitingCertificates().filter { file in
            Day(file.days.completedOn).map(engine.uploadNeedsCertificate) ?? false
        }.compactMap { engine.deadline($0.days) }
        return (files + [op].compactMap(\.self)).min().map {
            engine.calendar.workingSeconds(from: now.seconds, to: $0)
        }
    }
}

extension PolicyEngine {
    /// When the clock of 二（四） runs out that runs by some days, in seconds since 1970.
    package func deadline(_ days: ReportedDays) -> Int64? {
        guard let completed = Day(days.completedOn) else { return nil }
        let tested = days.testedOn.flatMap(Day.init(_:))
        return uploadClock(testedOn: tested, completedOn: completed)?.endSecondsSince1970
    }
}
