package import LocalStore
package import Policy
import SyncCore

/// An application as its parties follow it.
package struct Job: Sendable {
    package let application: ApplicationRecord
    /// `nil` once the instrument was taken back.
    package let instrument: InstrumentRecord?
    /// The clock of 二（四）, which runs from the issue of the certificate.
    package let clock: LegalClock?

    /// Whether there is nothing left to do or to wait for on a day.
    package func isOver(on day: Day) -> Bool {
        switch application.state {
        case .applied, .accepted, .scheduled, nil: false
        case .returned, .withdrawn: true
        case .completed: clock.map { $0.due.due < day } ?? false
        }
    }
}

/// What a verification body has to do, or a user unit has asked for.
package enum JobBoard {
    /// The applications that name this site's organisation, where it is a verification body; else its
    /// own. Oldest first.
    ///
    /// - Throws: `StoreError`.
    package static func jobs(in store: Store, by engine: PolicyEngine) throws -> [Job] {
        let site = try store.site()
        return try store.applications().compactMap { application in
            guard site.role == .userUnit || application.asks(site) else { return nil }
            return Job(
                application: application,
                instrument: try store.instrument(application.instrument),
                clock: clock(of: application, by: engine)
            )
        }
    }

    private static func clock(
        of application: ApplicationRecord,
        by engine: PolicyEngine
    ) -> LegalClock? {
        guard application.state == .completed,
            let completed = application[.completedOn].flatMap(Day.init(_:))
        else { return nil }
        let tested = application[.testedOn].flatMap(Day.init(_:))
        return engine.uploadClock(testedOn: tested, completedOn: completed)
    }
}
