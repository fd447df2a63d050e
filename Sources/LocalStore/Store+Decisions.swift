import GRDB
package import SyncCore

/// A person's word on a conflict by an op of this site's own, and what the field was before and is now.
package struct ConflictDecision: Sendable {
    /// The claims on the field before the decision, the one that stood first.
    package let before: [Claim]
    /// What the decision has given the field.
    package let value: String?
    /// The claims now.
    package let present: [Claim]
    /// Where the claim of the decision is among them; `nil` once another has taken its place.
    package let place: Int?
}

extension Store {
    /// How this site has decided a conflict; `nil` where it has not, or another site has.
    ///
    /// - Throws: `StoreError`.
    package func decision(on conflict: ConflictRecord) throws -> ConflictDecision? {
        let log = try log(of: conflict.aggregate)
        let site = try site()
        var state = AggregateState()
        var found: (op: StampedOp, before: [Claim])?
        for op in log.settled + log.pending {
            let before = state.claims(on: conflict)
            let outcomes = state.apply(op)
            let isOwn = op.header.site == site.id
            let isDeciding = outcomes.contains { $0.decides(conflict) }
            if isOwn, isDeciding { found = (op, before) }
        }
        guard let (op, before) = found else { return nil }
        let patch = op.body?.patches.first { $0.id == conflict.record }
        let present = state.claims(on: conflict)
        return ConflictDecision(
            before: before,
            value: patch?.fields.first { $0.name == conflict.field }?.value,
            present: present,
            place: present.firstIndex {
                $0.site == site.id && $0.incarnation == op.header.incarnation
                    && $0.opSeq == op.header.seq
            }
        )
    }

    /// What stood on the field before either claim of a conflict was made: what both knew at most.
    ///
    /// - Throws: `StoreError`.
    package func ancestor(of conflict: ConflictRecord) throws -> Claim? {
        let first = min(conflict.winner.seq, conflict.loser.seq)
        var state = AggregateState()
        for op in try log(of: conflict.aggregate).settled where op.stamp.seq < first {
            _ = state.apply(op)
        }
        return state.claims(on: conflict).first
    }
}

extension AggregateState {
    fileprivate func claims(on conflict: ConflictRecord) -> [Claim] {
        records.first { $0.id == conflict.record }?.claims(on: conflict.field) ?? []
    }
}

extension FieldOutcome {
    /// Whether the write has taken the place of one of the two claims, knowing the other.
    fileprivate func decides(_ conflict: ConflictRecord) -> Bool {
        let pair = [conflict.winner.seq, conflict.loser.seq]
        let isAboutOthers = conflicts.contains {
            pair.contains($0.winner.seq) || pair.contains($0.loser.seq)
        }
        return record == conflict.record && field == conflict.field && !isAboutOthers
            && replaced.contains(where: pair.contains)
    }
}
