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
    /// When the hub received the data, and the certificate file where the result names one.
    package let dataReceivedAt: Instant?
    package let certificateReceivedAt: Instant?
    /// Whether the file has to arrive as well (`upload.complete`).
    package let needsCertificate: Bool

    /// When the hub had everything that has to be uploaded; nothing else meets the deadline.
    package var receivedAt: Instant? {
        guard needsCertificate, let data = dataReceivedAt else { return dataReceivedAt }
        return certificateReceivedAt.map { max($0, data) }
    }

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
        let files = try store.blobArrivals()
        let deadlines = try store.completedJobs(of: site.organisation).compactMap { job in
            try Deadline(job, files, in: store, on: day, by: engine)
        }
        return deadlines.sorted { left, right in
            (left.gravity, left.clock.due.due, left.job.application)
                < (right.gravity, right.clock.due.due, right.job.application)
        }
    }

    private init?(
        _ job: CompletedJob,
        _ files: [String: BlobArrival],
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
        self.dataReceivedAt = try job.verification.flatMap {
            try store.arrival(of: $0, in: job.instrument)
        }
        let file = job.certificateDigest.flatMap { files[$0] }
        // Both receipts have to speak of one file.
        self.certificateReceivedAt = file?.size == job.certificateSize ? file?.receivedAt : nil
        self.needsCertificate =
            job.certificateDigest != nil && engine.uploadNeedsCertificate(completedOn: completed)
    }

    private var gravity: Int {
        if receivedAt == nil { return 0 }
        return isMet ? 2 : 1
    }
}
