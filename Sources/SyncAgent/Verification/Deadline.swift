package import LocalStore
package import Policy
package import SyncCore

/// A running legal clock of this site.
package struct Deadline: Sendable {
    package let job: CompletedJob
    package let startedOn: Day
    package let clock: LegalClock
    /// Working days after today up to the last one; negative once that is past.
    package let workingDaysLeft: Int
    /// The last day is past.
    package let isPast: Bool
    /// When the hub received the data; nothing else meets the deadline.
    package let receivedAt: Instant?

    /// Whether the data arrived in time.
    package var isMet: Bool {
        receivedAt.map { $0.seconds < clock.endSecondsSince1970 } ?? false
    }

    /// Every clock of 二（四） that runs or ran for a verification body: first what has not arrived, the
    /// longest overdue before all, then what arrived late, then what was in time.
    ///
    /// - Throws: `StoreError`.
    package static func all(
        in store: Store,
        on day: Day,
        by engine: PolicyEngine
    ) throws -> [Deadline] {
        let site = try store.site()
        guard site.role == .verificationBody else { return [] }
        let deadlines = try store.completedJobs(of: site.organisation).compactMap { job in
            try Deadline(job, in: store, on: day, by: engine)
        }
        return deadlines.sorted { left, right in
            (left.gravity, left.clock.due.due, left.job.application)
                < (right.gravity, right.clock.due.due, right.job.application)
        }
    }

    private init?(
        _ job: CompletedJob,
        in store: Store,
        on day: Day,
        by engine: PolicyEngine
    ) throws {
        guard let completed = job.completedOn.flatMap(Day.init(_:)),
            let clock = engine.uploadClock(
                testedOn: job.testedOn.flatMap(Day.init(_:)),
                completedOn: completed
            )
        else { return nil }
        self.job = job
        self.startedOn = clock.due.start
        self.clock = clock
        self.workingDaysLeft = engine.calendar.workingDays(after: day, through: clock.due.due)
        self.isPast = clock.due.due < day
        self.receivedAt = try job.verification.flatMap {
            try store.arrival(of: $0, in: job.instrument)
        }
    }

    private var gravity: Int {
        if receivedAt == nil { return 0 }
        return isMet ? 2 : 1
    }
}
