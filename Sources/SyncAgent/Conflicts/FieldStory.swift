package import LocalStore
package import SyncCore

/// Why a field has the value that it has: its claims, and those that have lost.
package struct FieldStory: Sendable {
    package let kind: RecordKind
    package let record: RecordID
    package let field: String
    /// The claims that are open on the field, the one that stands first.
    package let claims: [Claim]
    /// The conflicts on the field, oldest first.
    package let conflicts: [ConflictCase]

    package var value: String? { claims.first?.value }

    /// The version of the ranks by which the first claim was merged.
    package var ranks: String? { claims.first?.ranks }

    /// Why the first claim stands.
    package var rule: MergeRule {
        let seq = claims.first?.seq
        let won = conflicts.filter { $0.record.winner.seq == seq }
        // What has come since, and is not decided, says more than what the claim once settled.
        if let open = won.last(where: { $0.record.resolvedBy == nil }) { return open.record.rule }
        if conflicts.contains(where: { $0.record.resolvedBy == seq && seq != nil }) { return .seen }
        return won.last?.record.rule ?? .plain
    }

    /// The story of a field of an instrument, of the verification that counts for it, or of its newest
    /// application; `nil` when no record of this instrument has such a field.
    ///
    /// - Throws: `StoreError`.
    package init?(
        of field: String,
        on instrument: InstrumentRecord,
        in store: Store
    ) throws {
        let state = try store.aggregate(instrument.id)
        guard let kind = Self.kind(of: field) else { return nil }
        let counting = instrument.latestVerification(on: nil)?.id
        let record = state.records.last { record in
            record.kind == kind && !record.isWithdrawn
                && (kind != .verification || record.id == counting)
        }
        guard let record else { return nil }
        let conflicts = try ConflictCase.all(in: store, on: instrument.id)
        self.kind = kind
        self.record = record.id
        self.field = field
        self.claims = record.claims(on: field)
        self.conflicts = conflicts.filter {
            // What a user unit declared stands beside the record of the body.
            $0.record.field == field
                && ($0.record.record == record.id || $0.record.rule == .bodyDecides)
        }
    }

    private static func kind(of field: String) -> RecordKind? {
        if InstrumentField(rawValue: field) != nil { return .instrument }
        if VerificationField(rawValue: field) != nil { return .verification }
        return ApplicationField(rawValue: field) == nil ? nil : .application
    }
}
