// Verifications are written once and stay. What a body has found wrong in a result of its own it puts right
// by another one, which names its predecessor: a chain, of which the last link counts.
//
// Which correction follows a result is a field of that result (`correctedBy`), and its claims are the
// corrections themselves. So two corrections that did not know each other are two claims: the result that
// both correct goes on counting until a person of the body has chosen, or has written a third that knew
// both. Whatever the order in which they come, the same one counts.

extension AggregateState {
    /// Adds a verification; of one that is there already only the correction that follows it can be told.
    mutating func add(
        _ patch: Patch,
        by op: StampedOp,
        _ body: OpBody
    ) -> [FieldOutcome] {
        if let index = records.firstIndex(where: { $0.id == patch.id }) {
            guard records[index].kind == .verification else {
                return refuse([patch], .unknownRecord)
            }
            return patch.fields.map { rewrite($0, at: index, patch, by: op, body) }
        }
        let organisation = op.stamp.organisation
        let isDeclared = patch.value(VerificationField.declared) == "true"
        guard isDeclared ? party(of: op) == .userUnit : isAsked(organisation, for: patch) else {
            return refuse([patch], .mayNotWrite)
        }
        guard mayCorrect(patch, by: organisation) else { return refuse([patch], .correction) }
        let party: Party = isDeclared ? .userUnit : .verificationBody
        var record = MergedRecord(patch, by: op)
        let authority = authority(over: op)
        var outcomes = patch.fields.map { field in
            field.name == VerificationField.correctedBy.rawValue
                ? FieldOutcome(patch, field, .forbidden, .correction)
                : record.write(field, as: [party], by: op, body, authority)
        }
        outcomes += contradictions(of: record)
        records.append(record)
        return outcomes + linkLast()
    }

    /// Whether an application asks this organisation for the verification: the one that it answers,
    /// where it names one that is known.
    private func isAsked(_ organisation: String, for patch: Patch) -> Bool {
        let job = patch.value(VerificationField.application)
        guard let job, let application = records.first(where: { $0.id.description == job })
        else { return bodies.contains(organisation) }
        return application[ApplicationField.body] == organisation
    }

    /// A declared verification and a body's that did not know each other and name another last valid
    /// day: the body's decides (二（四）), whichever came first.
    private func contradictions(of record: MergedRecord) -> [FieldOutcome] {
        records.compactMap { other in
            guard other.kind == .verification, !other.isWithdrawn,
                other.isDeclared != record.isDeclared,
                let mine = record.claim(VerificationField.validUntil),
                let theirs = other.claim(VerificationField.validUntil),
                mine.value != theirs.value
            else { return nil }
            let (loser, winner) = record.isDeclared ? (mine, theirs) : (theirs, mine)
            let later = record.isDeclared ? record : other
            guard !(record.isDeclared ? other : record).knew(later) else { return nil }
            let conflict = ClaimConflict(
                winner: winner,
                loser: loser,
                outcome: .superseded,
                rule: .bodyDecides
            )
            return FieldOutcome(
                kind: .verification,
                record: later.id,
                field: VerificationField.validUntil.rawValue,
                outcome: .superseded,
                rule: .bodyDecides,
                conflicts: [conflict]
            )
        }
    }

    // MARK: Corrections

    /// Whether a new verification may say what it says of a predecessor: none, one that is not here yet, or
    /// a result of the same body from which no correction leads back to it.
    private func mayCorrect(_ patch: Patch, by organisation: String) -> Bool {
        guard let text = patch.value(VerificationField.supersedes) else { return true }
        guard let id = RecordID(text), id != patch.id,
            patch.value(VerificationField.declared) != "true"
        else { return false }
        guard let predecessor = records.first(where: { $0.id == id }) else { return true }
        return predecessor.isResult(of: organisation) && !leads(from: predecessor, to: patch.id)
    }

    private func leads(from record: MergedRecord, to id: RecordID) -> Bool {
        var here: MergedRecord? = record
        while let before = here?.predecessor {
            if before == id { return true }
            here = records.first { $0.id == before }
        }
        return false
    }

    /// Links the newest verification to the result that it corrects, and to the corrections that have
    /// waited for it.
    private mutating func linkLast() -> [FieldOutcome] {
        guard let newest = records.last else { return [] }
        var outcomes: [FieldOutcome] = []
        if let before = records.firstIndex(where: { $0.id == newest.predecessor }) {
            outcomes.append(records[before].link(newest, by: ranks))
        }
        for later in records
        where later.predecessor == newest.id && newest.isResult(of: later.organisation) {
            outcomes.append(records[records.count - 1].link(later, by: ranks))
        }
        return outcomes
    }

    /// A further word on a verification: which of its corrections counts, by the body that wrote both.
    private mutating func rewrite(
        _ field: Patch.Field,
        at index: Int,
        _ patch: Patch,
        by op: StampedOp,
        _ body: OpBody
    ) -> FieldOutcome {
        let known = records[index]
        guard field.name == VerificationField.correctedBy.rawValue else {
            let isSame = known[field.name] == field.value
            return FieldOutcome(patch, field, isSame ? .noop : .forbidden, .writtenOnce)
        }
        let isCorrection = records.contains {
            $0.id.description == field.value && $0.predecessor == known.id
                && known.isResult(of: $0.organisation)
        }
        // Nothing: none of the corrections counts.
        guard isCorrection || field.value == nil, known.isResult(of: op.stamp.organisation) else {
            return FieldOutcome(patch, field, .forbidden, .correction)
        }
        let authority = authority(over: op)
        return records[index].write(field, as: [.verificationBody], by: op, body, authority)
    }
}
