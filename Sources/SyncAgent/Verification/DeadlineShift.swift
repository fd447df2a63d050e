package import LocalStore
package import Policy
package import SyncCore

/// A running legal clock whose last day, or the certainty of it, a newer calendar has changed.
///
/// Deadlines are computed, never stored: nothing has to be changed, but whoever counts on a day has to
/// be told.
package struct DeadlineShift: Hashable, Sendable {
    package let kind: ClockKind
    /// The completed application whose data are awaited.
    package let subject: RecordID
    /// What people call it by.
    package let certificateNumber: String?
    package internal(set) var from: DueDay
    package let to: DueDay

    /// Whether the last day is another; else it has only become certain.
    package var isMoved: Bool { from.due != to.due }

    /// What a change of calendar does to the clocks that are not met by both.
    ///
    /// - Throws: `StoreError`.
    package static func all(
        in store: Store,
        on day: Day,
        from before: PolicyEngine,
        to after: PolicyEngine
    ) throws -> [DeadlineShift] {
        guard !before.calendar.agrees(with: after.calendar) else { return [] }
        let former = Dictionary(
            try Deadline.all(in: store, on: day, by: before).map { ($0.job.application, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return try Deadline.all(in: store, on: day, by: after).compactMap { deadline in
            guard let old = former[deadline.job.application], !(old.isMet && deadline.isMet),
                old.clock.due != deadline.clock.due
            else { return nil }
            return DeadlineShift(
                kind: .upload,
                subject: deadline.job.application,
                certificateNumber: deadline.job.certificateNumber,
                from: old.clock.due,
                to: deadline.clock.due
            )
        }
    }
}

extension [DeadlineShift] {
    /// Adds later shifts: of a clock that was moved twice, the first day and the last one are told.
    mutating func add(_ later: [DeadlineShift]) {
        for var shift in later {
            if let index = firstIndex(where: { $0.subject == shift.subject }) {
                shift.from = self[index].from
                remove(at: index)
            }
            append(shift)
        }
    }
}
