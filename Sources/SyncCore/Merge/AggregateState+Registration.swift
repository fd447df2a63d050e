extension AggregateState {
    /// Whether an op that is all that was ever said of its aggregate comes to exactly what it says: an instrument
    /// of its author's own, with one declared verification at the most, and nothing in it that its author may not
    /// write. Most aggregates are like that, and need not be folded to be shown.
    package static func isPlainRegistration(_ op: StampedOp, _ body: OpBody) -> Bool {
        guard isRegistration(op.header, of: body.patches, by: op.stamp.party) else { return false }
        let authority = Authority.inForce(at: op.stamp.receivedAt)
        return body.patches.allSatisfy { patch in
            patch.fields.allSatisfy { field in
                authority.rule(for: patch.kind, field.name)?.admits(field.value, from: .userUnit)
                    ?? false
            }
        }
    }

    /// The same but for the fields: whether these are ones that the author may write.
    static func isRegistration(
        _ header: OpHeader,
        of patches: [some RecordPatch],
        by party: Party
    ) -> Bool {
        guard header.kind == .register, party != .authority, (1...2).contains(patches.count),
            patches[0].kind == .instrument, patches[0].id == header.aggregate,
            patches.allSatisfy(\.makesRecord)
        else { return false }
        guard patches.count == 2 else { return true }
        let verification = patches[1]
        return verification.kind == .verification && verification.id != header.aggregate
            && verification.text(of: VerificationField.declared.rawValue) == "true"
            && verification.text(of: VerificationField.supersedes.rawValue) == nil
            && !verification.names(VerificationField.correctedBy.rawValue)
    }
}
