/// A period that a law has set running: until when, and by which provision.
package struct LegalClock: Hashable, Sendable {
    package let due: DueDay
    package let provision: Provision

    /// Seconds since 1970 at which the period is over: 24:00 of the due day in Shanghai.
    package var endSecondsSince1970: Int64 {
        (Int64(due.due.number) + 1) * 86_400 - 8 * 3600
    }
}
