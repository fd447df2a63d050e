extension AggregateState {
    /// Whether an op that is all that was ever said of its aggregate comes to exactly what it says: an instrument
    /// of its author's own, with one declared verification at the most, and nothing in it that its author may not
    /// write. Most aggregates are like that, and need not be folded to be shown.
    package static func isPlainRegistration(_ op: StampedOp, _ body: OpBody) -> Bool {
        let authority = Authority.inForce(at: op.stamp.receivedAt)
        return isPlainRegistration(op.header, body, by: op.stamp.party, under: authority)
    }

    /// The same of an op that has no number yet, under the ranks that it will be folded by.
    package static func isPlainRegistration(
        _ header: OpHeader,
        _ body: OpBody,
        by party: Party,
        under authority: Authority
    ) -> Bool {
        guard header.kind == .register, party != .authority,
            (1...2).contains(body.patches.count), body.patches[0].kind == .instrument,
            body.patches[0].id == header.aggregate,
            body.patches.allSatisfy(\.isComplete)
        else { return false }
        if body.patches.count == 2 {
            let verification = body.patches[1]
            guard verification.kind == .verification, verification.id != header.aggregate,
                verification.value(VerificationField.declared) == "true",
                verification.value(VerificationField.supersedes) == nil,
                !verification.fields.contains(where: {
                    $0.name == VerificationField.correctedBy.rawValue
                })
            else { return false }
        }
        return body.patches.allSatisfy { patch in
            patch.fields.allSatisfy { field in
                authority.rule(for: patch.kind, field.name)?.admits(field.value, from: .userUnit)
                    ?? false
            }
        }
    }
}
