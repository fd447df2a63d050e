package import LocalStore
package import Policy
import SyncCore

/// How many instruments have which colour on a day, and which are red.
package struct LedgerOverview: Sendable {
    package private(set) var total = 0
    /// Registrations for which another one stands; they are no instruments of their own.
    package private(set) var merged = 0
    package private(set) var colors: [WarningColor: Int] = [:]
    package private(set) var statuses: [UseStatus: Int] = [:]
    /// Instruments in use without a pass to rely on.
    package private(set) var unverified = 0
    /// Instruments out of use whose validity has ended.
    package private(set) var expiredIdle = 0
    /// The red ones that have waited longest, at most as many as asked for.
    package private(set) var gravest: [JudgedInstrument] = []

    /// Instruments that break a rule without being coloured.
    package var violations: Int { unverified + expiredIdle }

    /// Judges every instrument of a store.
    ///
    /// - Throws: `StoreError`.
    package init(
        of store: Store,
        on day: Day,
        by engine: PolicyEngine,
        gravestMax: Int
    ) throws {
        var red: [ColorGroup] = []
        let rules = engine.warningRules(on: day)
        for group in try store.colorGroups(on: day) {
            let decision = rules.decision(for: group.facts)
            let (color, violations) = (decision.color, decision.violations)
            total += group.count
            colors[color, default: 0] += group.count
            statuses[group.facts.status, default: 0] += group.count
            if violations.contains(.unverifiedInUse) { unverified += group.count }
            if violations.contains(.expiredIdle) { expiredIdle += group.count }
            if color == .red { red.append(group) }
        }
        merged = try store.aliases().absorbedCount
        gravest = try Self.gravest(of: red, in: store, on: day, by: engine, max: gravestMax)
    }

    private static func gravest(
        of groups: [ColorGroup],
        in store: Store,
        on day: Day,
        by engine: PolicyEngine,
        max: Int
    ) throws -> [JudgedInstrument] {
        var found: [JudgedInstrument] = []
        let ranked = groups.map { (group: $0, since: $0.redSince(day)) }
            .sorted { $0.since < $1.since }
        for (group, _) in ranked where found.count < max {
            let records = try store.instruments(in: group, on: day, limit: max - found.count)
            found += records.map { JudgedInstrument($0, on: day, asOf: day, by: engine) }
        }
        return found
    }
}

extension ColorGroup {
    /// The day from which the group has been red, or near enough to sort by.
    fileprivate func redSince(_ day: Day) -> Day {
        let latest = facts.latestVerification(on: day).map { facts.verifications[$0] }
        return latest?.validUntil ?? latest?.on ?? day
    }
}
