/// Every rule pack that is known: a past day is judged by the pack of its time, also when a newer one
/// has been given since.
///
/// Invariant: each pack begins later than the one before it.
package struct RulePackHistory: Sendable {
    private let earlier: [RulePack]
    /// The pack that begins last.
    package let newest: RulePack

    /// What this program was built with.
    package static let builtIn = RulePackHistory(.builtIn)

    /// One pack for every day.
    package init(_ pack: RulePack) {
        self.init(earlier: [], newest: pack)
    }

    private init(earlier: [RulePack], newest: RulePack) {
        self.earlier = earlier
        self.newest = newest
    }

    /// In order of their first day.
    package var packs: [RulePack] { earlier + [newest] }

    /// The history with another pack, which replaces one with the same first day; `nil` for one that
    /// begins before the newest, because no day that was judged is judged anew by older data.
    package func adding(_ pack: RulePack) -> RulePackHistory? {
        guard newest.validFrom <= pack.validFrom else { return nil }
        let replaces = newest.validFrom == pack.validFrom
        return RulePackHistory(earlier: replaces ? earlier : packs, newest: pack)
    }

    /// The pack that governs a day. A day before the first pack is judged by the first, as with
    /// `Dated`.
    package func inForce(on day: Day) -> RulePack {
        if newest.validFrom <= day { return newest }
        return earlier.last { $0.validFrom <= day } ?? earlier.first ?? newest
    }
}
