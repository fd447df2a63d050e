// How one field is merged, and why every replica comes to the same.
//
// A field is a small set of claims. A claim that its successor's author had seen is replaced; claims
// that did not know each other stay side by side, and the strongest stands: by rank of its author's
// party, then by time (never later than the hub's receipt), site and number. None of these depends on
// the order of arrival, so for sticky and soft fields every order of the same ops leaves the same
// claims and the same winner.
//
// A state machine is the stated exception. There the hub's order decides: a step taken without knowing
// the present state loses, except into a terminal state; a step that the table does not allow loses.
//
// After a hub was put back from a backup, an op can come behind one whose author had known it. It is
// overtaken: what it would have been, had it come before, so nothing is lost and nothing is told.
//
// An op that comes again finds its claim there, or overtaken, and changes nothing.
//
// Losing is never silent: each pair that met is a `ClaimConflict` with its rule.

/// The claims on one field, the one that stands first.
package struct FieldState: Hashable, Sendable {
    package private(set) var claims: [Claim] = []

    package init() {}

    /// Whether none of several claims stands until they agree.
    private var needsAgreement = false

    /// The value that stands.
    package var value: String? {
        needsAgreement && isDisputed ? nil : claims.first?.value
    }

    /// What a write did.
    struct Change {
        var outcome: FieldOutcome.Kind
        var rule: MergeRule
        var conflicts: [ClaimConflict] = []
        /// The claims that this one has taken the place of.
        var replaced: [Claim] = []
    }

    /// Writes a claim by the rule of its field.
    mutating func write(_ claim: Claim, by header: OpHeader, _ rule: FieldRule) -> Change {
        switch rule.mode {
        case .once: writeOnce(claim)
        case .stateMachine(let transitions): step(claim, by: header, transitions)
        case .sticky: merge(claim, by: header, isSticky: true, rule.isSignificant)
        case .soft: merge(claim, by: header, isSticky: false, rule.isSignificant)
        case .agreed: agree(on: claim, by: header)
        }
    }

    private mutating func agree(on claim: Claim, by header: OpHeader) -> Change {
        needsAgreement = true
        var change = merge(claim, by: header, isSticky: false, true)
        change.conflicts = change.conflicts.map {
            ClaimConflict(
                winner: $0.winner,
                loser: $0.loser,
                outcome: $0.outcome,
                rule: .twoCorrections
            )
        }
        if change.outcome == .needsHuman { change.rule = .twoCorrections }
        return change
    }

    private mutating func writeOnce(_ claim: Claim) -> Change {
        guard let first = claims.first else {
            claims = [claim]
            return Change(outcome: .applied, rule: .plain)
        }
        if first.value == claim.value { return Change(outcome: .noop, rule: .writtenOnce) }
        return Change(outcome: .forbidden, rule: .writtenOnce)
    }

    private mutating func step(
        _ claim: Claim,
        by header: OpHeader,
        _ transitions: Transitions
    ) -> Change {
        guard let present = claims.first, let from = present.value else {
            claims = [claim]
            return Change(outcome: .applied, rule: .plain)
        }
        guard let to = claim.value else { return Change(outcome: .forbidden, rule: .transition) }
        if from == to { return Change(outcome: .noop, rule: .plain) }
        if claim.wasSeen(by: present) { return Change(outcome: .noop, rule: .seen) }
        guard transitions.allows(from, to) else { return lost(claim, to: present, .transition) }
        if claim.rank < present.rank, !present.wasSeen(by: header) {
            return lost(claim, to: present, .rank)
        }
        let isSeen = present.wasSeen(by: header)
        let isTerminal = transitions.terminal.contains(to)
        guard isSeen || isTerminal || claim.rank > present.rank else {
            return lost(claim, to: present, .hubOrder)
        }
        claims = [claim]
        guard !isSeen else { return Change(outcome: .applied, rule: .plain) }
        let rule: MergeRule = isTerminal ? .terminal : .rank
        let conflict = ClaimConflict(
            winner: claim,
            loser: present,
            outcome: .superseded,
            rule: rule
        )
        return Change(outcome: .merged, rule: rule, conflicts: [conflict])
    }

    private func lost(_ claim: Claim, to winner: Claim, _ rule: MergeRule) -> Change {
        let conflict = ClaimConflict(
            winner: winner,
            loser: claim,
            outcome: .superseded,
            rule: rule
        )
        return Change(outcome: .superseded, rule: rule, conflicts: [conflict])
    }

    private mutating func merge(
        _ claim: Claim,
        by header: OpHeader,
        isSticky: Bool,
        _ isSignificant: Bool
    ) -> Change {
        guard !claims.isEmpty else {
            claims = [claim]
            return Change(outcome: .applied, rule: .plain)
        }
        let isOvertaken = claims.contains { present in
            claim.wasSeen(by: present) && !(isSticky && claim.rank > present.rank)
        }
        let isThere = claims.contains { $0.isSame(as: claim) }
        guard !isOvertaken, !isThere else { return Change(outcome: .noop, rule: .seen) }
        let kept = claims.filter { old in
            !old.wasSeen(by: header) || isSticky && old.rank > claim.rank
        }
        let replaced = claims.filter { !kept.contains($0) }
        let wasDisputed = isDisputed
        let isRepeated = !kept.isEmpty && claims.first?.value == claim.value
        claims = (kept + [claim]).sorted { $0.isStronger(than: $1) }
        // Whoever gives the value of the only other claim has ended the dispute as well.
        let rule: MergeRule = wasDisputed && !isDisputed ? .seen : .plain
        guard isDisputed else {
            let outcome: FieldOutcome.Kind = isRepeated ? .noop : .applied
            return Change(outcome: outcome, rule: rule, replaced: replaced)
        }
        let conflicts = kept.filter { $0.value != claim.value }.map { other in
            Self.conflict(claim, other, isSignificant)
        }
        guard let gravest = conflicts.first(where: { $0.outcome == .needsHuman }) ?? conflicts.first
        else { return Change(outcome: .applied, rule: .plain, replaced: replaced) }
        let stands = claims.first == claim
        let outcome: FieldOutcome.Kind =
            gravest.outcome == .needsHuman
            ? .needsHuman : stands ? .merged : gravest.outcome
        return Change(
            outcome: outcome,
            rule: gravest.rule,
            conflicts: conflicts,
            replaced: replaced
        )
    }

    /// Whether the claims name more than one value.
    private var isDisputed: Bool { claims.contains { $0.value != claims.first?.value } }

    private static func conflict(
        _ one: Claim,
        _ other: Claim,
        _ isSignificant: Bool
    ) -> ClaimConflict {
        let (winner, loser) = one.isStronger(than: other) ? (one, other) : (other, one)
        if winner.rank > loser.rank {
            return ClaimConflict(winner: winner, loser: loser, outcome: .proposal, rule: .rank)
        }
        return ClaimConflict(
            winner: winner,
            loser: loser,
            outcome: isSignificant ? .needsHuman : .superseded,
            rule: .latestOfRank
        )
    }
}
