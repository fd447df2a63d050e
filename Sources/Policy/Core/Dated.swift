/// A value with its history: the law changes its numbers, and a past day is judged by its own.
///
/// A change of law is a new version with its first day and its source. No version is ever edited,
/// so the conclusion of any day can be drawn again later and comes out the same.
///
/// Invariant: there is at least one version, and each begins later than the one before it. Together
/// with "in force until the next one begins" this leaves no gap and no overlap.
package struct Dated<Value: Sendable>: Sendable {
    /// One wording of the value.
    package struct Version: Sendable {
        /// The first day in force.
        package let from: Day
        package let value: Value
        /// Where the value is laid down.
        package let reference: String

        /// A value in force from a day on.
        package init(from: Day, value: Value, reference: String) {
            self.from = from
            self.value = value
            self.reference = reference
        }
    }

    /// In order of their first day.
    package let versions: [Version]

    /// The versions in their order; `nil` when there are none or they are not in order.
    package init?(_ versions: [Version]) {
        guard !versions.isEmpty,
            zip(versions, versions.dropFirst()).allSatisfy({ $0.from < $1.from })
        else { return nil }
        self.versions = versions
    }

    /// The version that governs a day.
    ///
    /// Reading: a day before the first version is judged by the first version, so that no day is
    /// without an answer. Such days occur only when old records are imported.
    package func inForce(on day: Day) -> Version {
        var index = versions.count - 1
        while index > 0, versions[index].from > day { index -= 1 }
        return versions[index]
    }
}
