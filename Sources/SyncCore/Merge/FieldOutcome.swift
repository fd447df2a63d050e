/// What became of one field of one op.
package struct FieldOutcome: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The value stands, and nobody claims another.
        case applied
        /// The value stands for now; another claim that did not know it is kept beside it.
        case merged
        /// Another claim stands.
        case superseded
        /// The party may not write this field.
        case forbidden
        /// The party may only propose; the owner's value stands.
        case proposal
        /// Two claims of equal rank: one stands provisionally until a person decides.
        case needsHuman = "needs-human"
        /// The value was there already.
        case noop
    }

    package let kind: RecordKind
    package let record: RecordID
    package let field: String
    package let outcome: Kind
    package let rule: MergeRule
    /// Pairs of claims that met without knowing each other, and differ.
    package let conflicts: [ClaimConflict]
    /// The numbers of the claims that this one has taken the place of: what was open about them is not
    /// any more.
    package let replaced: [Int64]

    package init(
        kind: RecordKind,
        record: RecordID,
        field: String,
        outcome: Kind,
        rule: MergeRule,
        conflicts: [ClaimConflict],
        replaced: [Int64] = []
    ) {
        self.kind = kind
        self.record = record
        self.field = field
        self.outcome = outcome
        self.rule = rule
        self.conflicts = conflicts
        self.replaced = replaced
    }
}

/// Two claims that did not know each other: the one that stands and the one that is kept beside it.
package struct ClaimConflict: Hashable, Sendable {
    package let winner: Claim
    package let loser: Claim
    package let outcome: FieldOutcome.Kind
    package let rule: MergeRule
}

/// Why an outcome is what it is; `docs/merge.md` explains each.
package enum MergeRule: String, CaseIterable, Sendable {
    case plain
    case seen
    case rank
    case latestOfRank = "latest-of-rank"
    case hubOrder = "hub-order"
    case transition
    case terminal
    case notYours = "not-yours"
    case mayNotWrite = "may-not-write"
    case writtenOnce = "written-once"
    /// A correction of what is no result of its own body, or leads back to itself.
    case correction
    case twoCorrections = "two-corrections"
    case bodyDecides = "body-decides"
    case withdrawn
    case reliedOn = "relied-on"
    case unknownField = "unknown-field"
    case unknownRecord = "unknown-record"
    /// The hub has not taken the op at all: it stands in no log but the site's own.
    case refused
}
