import GRDB
import SyncCore

/// Which aggregate an op is about, and who sees that.
extension Intake {
    /// The aggregate of an op as it stands behind the ops so far, folded; `nil` where nobody has registered it.
    mutating func touched(by header: OpHeader) throws -> Touched? {
        let id = header.aggregate
        if let place = aggregates.index(forKey: id) {
            if let entry = aggregates.values[place].unfolded.take() {
                _ = aggregates.values[place].known.apply(entries[entry].stamped)
            }
            return aggregates.values[place]
        }
        guard !fresh.hasNothing(of: header),
            let known = try cache.take(id) ?? AggregateRows.aggregate(id, in: database)
        else { return nil }
        let found = Touched(known: known)
        aggregates[id] = found
        return found
    }

    /// Verification bodies that the op has named and that the hub knows.
    mutating func newBodies(
        of aggregate: KnownAggregate,
        after body: OpBody
    ) throws -> Set<String> {
        guard body.patches.contains(where: { $0.kind == .application }) else { return [] }
        return try aggregate.state.bodies.subtracting(aggregate.bodies).filter { code in
            let role = try roles[code] ?? SQLiteHubStore.party(of: code, in: database)
            roles[code] = .some(role)
            return role == .verificationBody
        }
    }

    /// The aggregate that a registration makes: an instrument is the sender's own; the authority makes
    /// facts, which are their subject's, and documents, which are its own.
    func made(by op: WireOp, _ body: OpBody) -> Touched? {
        guard op.header.kind == .register,
            let root = body.patches.first(where: \.kind.isRoot)
        else { return nil }
        switch (root.kind, sender.party) {
        case (.instrument, .userUnit), (.instrument, .verificationBody),
            (.policyDocument, .authority):
            return Touched(known: KnownAggregate(owner: sender.organisation))
        case (.creditFact, .authority):
            return root.value(CreditFactField.subject).map {
                Touched(known: KnownAggregate(owner: $0))
            }
        default: return nil
        }
    }

    /// Who reads an aggregate beside its owner: the bodies that were asked; of a document, everybody.
    func readers(of aggregate: KnownAggregate) throws -> Set<String> {
        guard aggregate.owner == Party.authority.rawValue else { return aggregate.bodies }
        return Set(try String.fetchAll(database, sql: "SELECT code FROM organisation"))
    }
}
