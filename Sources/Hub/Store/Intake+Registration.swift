import SyncCore

extension Intake {
    /// Enters a plain registration of an aggregate of which nothing was ever said. It comes to what it says, and only
    /// its author sees it. Of most aggregates nobody says more soon, so it is read and folded once somebody does.
    mutating func enter(_ op: WireOp, as plain: PlainRegistration) throws -> Verdict {
        guard try !LifeRows.hasSaid(op, in: database) else {
            return .refused(op, "reissued", "a copy of the site has said this already")
        }
        let isFree = try plain.records.allSatisfy { record in
            try record.kind.isRoot || self.isFree(record.kind, record.id, for: op.header)
        }
        guard isFree else {
            return .refused(op, "not-found", "no such record on this instrument")
        }
        let stamp = stamp(for: op)
        var touched = Touched(known: KnownAggregate(owner: sender.organisation))
        touched.unfolded = entries.count
        touched.registration = plain
        for record in plain.records { note(record.kind, record.id, op.header, in: &touched) }
        let scope = Scope(
            owner: sender.organisation,
            bodies: [],
            newBodies: [],
            isFirst: true
        )
        return append(
            Entry(op: op, stamp: stamp, mark: head.mark, notes: [], scope: scope),
            touched
        )
    }
}
