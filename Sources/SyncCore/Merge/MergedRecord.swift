/// One record of an aggregate: its fields with their claims.
package struct MergedRecord: Sendable {
    package let kind: RecordKind
    package let id: RecordID
    /// Taken back by the organisation that made it; gone from tables and exports, not from the log.
    package var isWithdrawn: Bool { withdrawal != nil }
    /// Who took it back.
    private(set) var withdrawal: Claim?
    /// The organisations that have written to it.
    package private(set) var writers: Set<String>
    private(set) var fields: [String: FieldState] = [:]
    private let header: OpHeader
    private let stamp: OpStamp
    private let author: String

    /// A record that a patch makes, without the values that it gives.
    init(_ patch: Patch, by op: StampedOp) {
        kind = patch.kind
        id = patch.id
        fields.reserveCapacity(patch.fields.count)
        self.writers = [op.stamp.organisation]
        self.header = op.header
        self.stamp = op.stamp
        self.author = op.body?.author ?? ""
    }

    /// The value that stands.
    package subscript(field: String) -> String? { fields[field]?.value }

    /// The value that stands.
    package subscript(field: some RawRepresentable<String>) -> String? { self[field.rawValue] }

    /// Every value that stands, by field name.
    package var values: [String: String] { fields.compactMapValues(\.value) }

    /// The claims on a field, the one that stands first.
    package func claims(on field: String) -> [Claim] { fields[field]?.claims ?? [] }

    func claim(_ field: some RawRepresentable<String>) -> Claim? {
        fields[field.rawValue]?.claims.first
    }

    /// Whether a verification is the user unit's own word.
    var isDeclared: Bool { self[VerificationField.declared] == "true" }

    /// The organisation that made the record.
    var organisation: String { stamp.organisation }

    /// Whether it is what a body has found, in the words of this organisation.
    package func isResult(of organisation: String) -> Bool {
        kind == .verification && !isDeclared && self.organisation == organisation
    }

    /// The result that this verification corrects.
    var predecessor: RecordID? { self[VerificationField.supersedes].flatMap(RecordID.init) }

    /// Notes that another verification corrects this one; its author says so, at the place of that.
    mutating func link(_ correction: MergedRecord, by ranks: AuthorityHistory) -> FieldOutcome {
        let name = VerificationField.correctedBy.rawValue
        return write(
            Patch.Field(name, correction.id.description),
            as: [.verificationBody],
            by: StampedOp(header: correction.header, body: nil, stamp: correction.stamp),
            OpBody(author: correction.author, patches: []),
            ranks.inForce(at: correction.stamp.receivedAt)
        )
    }

    /// Whether the author of this record knew another.
    func knew(_ other: MergedRecord) -> Bool {
        if header.site == other.header.site, header.incarnation == other.header.incarnation {
            return header.seq > other.header.seq
        }
        return other.stamp.wasRead(before: header)
    }

    /// Takes the record back.
    mutating func withdraw(by op: StampedOp, _ body: OpBody) {
        withdrawal = Claim(nil, rank: 0, by: op, body)
    }

    /// What becomes of a write to a record that was taken back: it loses, and is kept as a conflict.
    func lost(_ field: Patch.Field, by op: StampedOp, _ body: OpBody) -> FieldOutcome {
        let claim = Claim(field.value, rank: 0, by: op, body)
        let conflict = withdrawal.map {
            ClaimConflict(winner: $0, loser: claim, outcome: .superseded, rule: .withdrawn)
        }
        return FieldOutcome(
            kind: kind,
            record: id,
            field: field.name,
            outcome: .superseded,
            rule: .withdrawn,
            conflicts: conflict.map { [$0] } ?? []
        )
    }

    /// Writes one field by its rule, as the first of the parties that may.
    mutating func write(
        _ field: Patch.Field,
        as parties: [Party],
        by op: StampedOp,
        _ body: OpBody,
        _ authority: Authority
    ) -> FieldOutcome {
        guard let rule = authority.rule(for: kind, field.name) else {
            return outcome(field, .forbidden, .unknownField)
        }
        let party = parties.first { rule.admits(field.value, from: $0) }
        guard let party, let rank = rule.ranks[party] else {
            return outcome(field, .forbidden, .mayNotWrite)
        }
        writers.insert(op.stamp.organisation)
        let claim = Claim(field.value, rank: rank, by: op, body)
        let change = fields[field.name, default: FieldState()].write(claim, by: op.header, rule)
        return FieldOutcome(
            kind: kind,
            record: id,
            field: field.name,
            outcome: change.outcome,
            rule: change.rule,
            conflicts: change.conflicts,
            replaced: change.replaced.map(\.seq)
        )
    }

    private func outcome(
        _ field: Patch.Field,
        _ outcome: FieldOutcome.Kind,
        _ rule: MergeRule
    ) -> FieldOutcome {
        FieldOutcome(
            kind: kind,
            record: id,
            field: field.name,
            outcome: outcome,
            rule: rule,
            conflicts: []
        )
    }

    /// The record as it is exported; `instrument` is the aggregate of a verification or application.
    package func canonical(in aggregate: RecordID) -> CanonicalRecord {
        CanonicalRecord(
            kind: kind,
            id: id,
            instrument: kind.isRoot ? nil : aggregate,
            values: values
        )
    }
}
