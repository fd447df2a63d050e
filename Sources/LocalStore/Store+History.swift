import GRDB
package import SyncCore

/// One field of one record, changed by one op.
package struct HistoryEntry: Hashable, Sendable {
    package let seq: Int64
    /// When, as the site's clock had it.
    package let at: Instant
    package let author: String
    package let reason: String?
    /// The import that made the change.
    package let batch: RecordID?
    package let op: OpKind
    package let record: RecordKind
    package let recordID: RecordID
    package let field: String
    package let from: String?
    package let to: String?
}

extension Store {
    /// Every op on a record, oldest first; empty when the journal knows no such record.
    package func ops(of aggregate: RecordID) throws -> [StoredOp] {
        try Self.translating(Journal.file) {
            try journal.queue.read { try Self.ops(of: aggregate, in: $0) }
        }
    }

    /// Who changed what, when, from what, to what, and why: the journal of one record, field by
    /// field.
    package func history(of aggregate: RecordID) throws -> [HistoryEntry] {
        var state = RecordState()
        return try ops(of: aggregate).flatMap { state.apply($0) }
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

    /// Folds an op, and says which values it changed.
    package mutating func apply(_ op: StoredOp) -> [HistoryEntry] {
        guard let body = op.body else { return [] }
        return body.patches.flatMap { patch in
            op.header.kind == .withdraw
                ? withdraw(patch, op: op, body: body) : change(patch, op: op, body: body)
        }
    }

    private mutating func change(_ patch: Patch, op: StoredOp, body: OpBody) -> [HistoryEntry] {
        patch.fields.compactMap { field in
            let old = values[patch.id]?[field.name]
            values[patch.id, default: [:]][field.name] = field.value
            guard old != field.value else { return nil }
            return entry(patch, field.name, from: old, to: field.value, op: op, body: body)
        }
    }

    private mutating func withdraw(_ patch: Patch, op: StoredOp, body: OpBody) -> [HistoryEntry] {
        let old = values.removeValue(forKey: patch.id) ?? [:]
        return old.keys.sorted().map {
            entry(patch, $0, from: old[$0], to: nil, op: op, body: body)
        }
    }

    private func entry(
        _ patch: Patch,
        _ field: String,
        from: String?,
        to: String?,
        op: StoredOp,
        body: OpBody
    ) -> HistoryEntry {
        HistoryEntry(
            seq: op.header.seq,
            at: op.header.claimedAt,
            author: body.author,
            reason: body.reason,
            batch: op.header.batch,
            op: op.header.kind,
            record: patch.kind,
            recordID: patch.id,
            field: field,
            from: from,
            to: to
        )
    }
}

extension StoreWriter {
    /// Every op on a record, oldest first, with those written so far.
    package func ops(of aggregate: RecordID) throws -> [StoredOp] {
        try Store.translating(Journal.file) { try Store.ops(of: aggregate, in: journal) }
    }
}
