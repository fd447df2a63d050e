/// One instrument with its verifications and applications, folded from the ops of the hub's log in
/// the hub's order. Hub and agents fold by this one type, so they cannot differ.
package struct AggregateState: Sendable {
    /// The organisation that registered the instrument.
    package private(set) var owner: String?
    /// In the order in which they were made.
    package internal(set) var records: [MergedRecord] = []

    /// Who decides what, and since when.
    let ranks: AuthorityHistory

    /// Nothing yet; folded by the ranks in force when the hub received each op.
    package init(by ranks: AuthorityHistory = .builtIn) {
        self.ranks = ranks
    }

    /// Verification bodies that an application has named: they may write here.
    package var bodies: Set<String> {
        Set(records.filter { $0.kind == .application }.compactMap { $0[ApplicationField.body] })
    }

    /// The records that are there, as they are exported; none once what they hang on was taken back.
    package func canonicalRecords(of aggregate: RecordID) -> [CanonicalRecord] {
        records.filter(shows).map { $0.canonical(in: aggregate) }
    }

    /// Whether a record is exported: neither it nor what it hangs on was taken back.
    package func shows(_ record: MergedRecord) -> Bool {
        guard !record.isWithdrawn else { return false }
        return record.kind.isRoot || records.first { $0.kind.isRoot }?.isWithdrawn == false
    }

    /// Whether the aggregate is one whose words must go: it was taken back, and the law wants it deleted.
    package var isErased: Bool {
        records.contains { $0.isWithdrawn && $0.kind.isErasedWhenWithdrawn }
    }

    /// Whether the party may touch the aggregate at all.
    package func admits(_ party: Party, of organisation: String) -> Bool {
        switch party {
        case .authority: true
        case .userUnit: owner == nil || owner == organisation
        case .verificationBody:
            owner == nil || owner == organisation || bodies.contains(organisation)
        }
    }

    /// As what an organisation writes an instrument: for its own it is the user unit, even where it is
    /// a verification body to others.
    private func party(of organisation: String, as party: Party) -> Party {
        let isOwner = owner == nil || owner == organisation
        return isOwner && party == .verificationBody ? .userUnit : party
    }

    /// The ranks by which an op is folded.
    func authority(over op: StampedOp) -> Authority { ranks.inForce(at: op.stamp.receivedAt) }

    func party(of op: StampedOp) -> Party {
        party(of: op.stamp.organisation, as: op.stamp.party)
    }

    /// Folds an op, and says what became of each field.
    package mutating func apply(_ op: StampedOp) -> [FieldOutcome] {
        guard let body = op.body else { return [] }
        guard admits(op.stamp.party, of: op.stamp.organisation) else {
            return refuse(body.patches, .notYours)
        }
        if op.header.kind == .withdraw {
            return body.patches.flatMap { withdraw($0, by: op, body) }
        }
        if owner == nil, op.header.kind == .register { owner = op.stamp.organisation }
        return body.patches.flatMap { patch in
            patch.kind == .verification ? add(patch, by: op, body) : write(patch, by: op, body)
        }
    }

    // MARK: Fields of instruments and applications

    private mutating func write(
        _ patch: Patch,
        by op: StampedOp,
        _ body: OpBody
    ) -> [FieldOutcome] {
        guard let index = index(of: patch, by: op) else { return refuse([patch], .unknownRecord) }
        guard !records[index].isWithdrawn else {
            return patch.fields.map { records[index].lost($0, by: op, body) }
        }
        let authority = authority(over: op)
        var parties: [Party]?
        return patch.fields.map { field in
            // Asked field by field: the first fields of an application name its body.
            let those =
                parties
                ?? self.parties(of: op.stamp.organisation, as: op.stamp.party, on: records[index])
            if patch.kind != .application { parties = those }
            return records[index].write(field, as: those, by: op, body, authority)
        }
    }

    /// As what an organisation may write a record. The user unit's part in an application is the
    /// owner's, the body's part is that of the one body that the application names.
    package func parties(
        of organisation: String,
        as party: Party,
        on record: MergedRecord
    ) -> [Party] {
        // What a body has found stays its own, also on an instrument of its own.
        if party == .verificationBody, record.isResult(of: organisation) { return [party] }
        guard record.kind == .application, party != .authority else {
            return [self.party(of: organisation, as: party)]
        }
        let isOwner = owner == organisation
        let isNamed =
            party == .verificationBody && record[ApplicationField.body] == organisation
        return (isOwner ? [.userUnit] : []) + (isNamed ? [.verificationBody] : [])
    }

    /// The record that a patch is about; an instrument is made by its registration, an application by
    /// the first op that names it.
    private mutating func index(of patch: Patch, by op: StampedOp) -> Int? {
        if let index = records.firstIndex(where: { $0.id == patch.id }) {
            // Under the name of another kind it would be written by the rules of that.
            return records[index].kind == patch.kind ? index : nil
        }
        let makes =
            patch.kind == .application
            ? party(of: op) == .userUnit : op.header.kind == .register
        guard makes else { return nil }
        records.append(MergedRecord(patch, by: op))
        return records.count - 1
    }

    // MARK: Taking back

    /// Takes a record back, unless another organisation has built on the instrument. A result of a body
    /// stays for good: a later one may say otherwise, beside it.
    private mutating func withdraw(
        _ patch: Patch,
        by op: StampedOp,
        _ body: OpBody
    ) -> [FieldOutcome] {
        let field = Patch.Field("", nil)
        guard let index = records.firstIndex(where: { $0.id == patch.id }) else {
            return [FieldOutcome(patch, field, .noop, .unknownRecord)]
        }
        let record = records[index]
        guard record.kind != .verification || record.isDeclared else {
            return [FieldOutcome(patch, field, .forbidden, .writtenOnce)]
        }
        let isOwn = record.writers == [op.stamp.organisation]
        let isReliedOn =
            record.kind == .instrument
            && records.contains { $0.writers != [op.stamp.organisation] }
        guard isOwn, !isReliedOn else {
            return [FieldOutcome(patch, field, .superseded, .reliedOn)]
        }
        records[index].withdraw(by: op, body)
        return [FieldOutcome(patch, field, .applied, .plain)]
    }

    func refuse(_ patches: [Patch], _ rule: MergeRule) -> [FieldOutcome] {
        patches.flatMap { patch in
            patch.fields.map { FieldOutcome(patch, $0, .forbidden, rule) }
        }
    }
}

extension FieldOutcome {
    init(_ patch: Patch, _ field: Patch.Field, _ outcome: Kind, _ rule: MergeRule) {
        self.init(
            kind: patch.kind,
            record: patch.id,
            field: field.name,
            outcome: outcome,
            rule: rule,
            conflicts: []
        )
    }
}
