import GRDB
import Storage
package import SyncCore

/// One field of one record, written by one op.
package struct HistoryEntry: Hashable, Sendable {
    /// The number of the op at its site.
    package let seq: Int64
    /// The entry of the hub's log; `nil` while the op waits for the hub.
    package let hubSeq: Int64?
    /// When, as the clock of the author's site had it.
    package let at: Instant
    /// When the hub received it.
    package let receivedAt: Instant?
    package let author: String
    package let organisation: String
    package let party: Party
    package let reason: String?
    /// The import that made the change.
    package let batch: RecordID?
    package let op: OpKind
    package let record: RecordKind
    package let recordID: RecordID
    package let field: String
    package let from: String?
    package let to: String?
    /// What became of the value, and by which rule.
    package let outcome: FieldOutcome.Kind
    package let rule: MergeRule
    /// The version of the ranks by which it was decided; `nil` where the hub has refused the op.
    package let ranks: String?
}

extension Store {
    /// Every op of this site's own on a record, oldest first; empty when the journal knows no such
    /// record.
    package func ops(of aggregate: RecordID) throws -> [StoredOp] {
        try Self.translating(Journal.file) {
            try journal.queue.look { try Self.ops(of: aggregate, in: $0) }
        }
    }

    /// Who wrote what, when, from what, to what, why, and what became of it: every op on one
    /// instrument, in the hub's order, then those that wait, then those that the hub has refused.
    package func history(of aggregate: RecordID) throws -> [HistoryEntry] {
        let log = try log(of: aggregate)
        var state = AggregateState()
        var entries = (log.settled + log.pending).flatMap { op -> [HistoryEntry] in
            let before = state
            let outcomes = state.apply(op)
            return op.entries(before: before, outcomes)
        }
        for op in log.refused {
            let outcomes = (op.body?.patches ?? []).flatMap(FieldOutcome.refused)
            entries += op.entries(before: state, outcomes)
        }
        return entries
    }
}

extension FieldOutcome {
    /// What became of a patch that the hub has not taken.
    fileprivate static func refused(_ patch: Patch) -> [FieldOutcome] {
        patch.fields.map { field in
            FieldOutcome(
                kind: patch.kind,
                record: patch.id,
                field: field.name,
                outcome: .forbidden,
                rule: .refused,
                conflicts: []
            )
        }
    }
}

extension StampedOp {
    /// What the op wrote, field by field; what was there already is left out.
    fileprivate func entries(
        before: AggregateState,
        _ outcomes: [FieldOutcome]
    ) -> [HistoryEntry] {
        guard let body else { return [] }
        return body.patches.flatMap { patch -> [HistoryEntry] in
            let old = before.records.first { $0.id == patch.id }
            guard header.kind != .withdraw else {
                return withdrawn(old, patch, outcomes, body)
            }
            return patch.fields.compactMap { field in
                // A claim may apply to its own record and yet be contradicted by another.
                let about = outcomes.filter { $0.record == patch.id && $0.field == field.name }
                guard let outcome = about.first(where: { $0.outcome != .applied }) ?? about.first
                else { return nil }
                let from = old?[field.name]
                if from == field.value, outcome.outcome == .noop || from == nil { return nil }
                return entry(patch, field.name, from, field.value, outcome, body)
            }
        }
    }

    private func withdrawn(
        _ old: MergedRecord?,
        _ patch: Patch,
        _ outcomes: [FieldOutcome],
        _ body: OpBody
    ) -> [HistoryEntry] {
        guard let old, let outcome = outcomes.first(where: { $0.record == patch.id }) else {
            return []
        }
        let values = old.values
        return values.keys.sorted().map { name in
            entry(patch, name, values[name], nil, outcome, body)
        }
    }

    private func entry(
        _ patch: Patch,
        _ field: String,
        _ from: String?,
        _ to: String?,
        _ outcome: FieldOutcome,
        _ body: OpBody
    ) -> HistoryEntry {
        let isSettled = stamp.seq != .max
        return HistoryEntry(
            seq: header.seq,
            hubSeq: isSettled ? stamp.seq : nil,
            at: header.claimedAt,
            receivedAt: isSettled ? stamp.receivedAt : nil,
            author: body.author,
            organisation: stamp.organisation,
            party: stamp.party,
            reason: body.reason,
            batch: header.batch,
            op: header.kind,
            record: patch.kind,
            recordID: patch.id,
            field: field,
            from: from,
            to: to,
            outcome: outcome.outcome,
            rule: outcome.rule,
            ranks: outcome.rule == .refused
                ? nil : Authority.inForce(at: stamp.receivedAt).version
        )
    }
}

/// The values of a record and of what hangs on it, folded from its ops.
package struct RecordState: Sendable {
    private var values: [RecordID: [String: String]] = [:]

    package init() {}

    /// The present value of a field.
    package func value(_ field: String, of record: RecordID) -> String? {
        values[record]?[field]
    }

    /// Folds an op.
    package mutating func apply(_ op: StoredOp) {
        for patch in op.body?.patches ?? [] {
            if op.header.kind == .withdraw {
                values.removeValue(forKey: patch.id)
                continue
            }
            for field in patch.fields {
                values[patch.id, default: [:]][field.name] = field.value
            }
        }
    }
}

extension StoreWriter {
    /// Every op on a record, oldest first, with those written so far.
    package func ops(of aggregate: RecordID) throws -> [StoredOp] {
        try Store.translating(Journal.file) { try Store.ops(of: aggregate, in: journal) }
    }
}
