import Documents
package import LocalStore
package import SyncCore

/// Takes one import back: what it added goes, what it changed returns, and what somebody has
/// changed since stays.
package struct ImportUndo {
    /// What was done, or would be.
    package struct Report: Hashable, Sendable {
        package let batch: String
        /// Instruments that the import had added.
        package internal(set) var removed = 0
        /// Instruments that the import had changed.
        package internal(set) var restored = 0
        /// Instruments that were changed after the import and stay as they are.
        package internal(set) var kept: [RecordID] = []
    }

    /// Takes back the import with this name.
    ///
    /// - Throws: `StoreError.unknownBatch`, `.batchUndone`, and what a write can throw.
    package static func run(
        _ name: String,
        in store: Store,
        author: String,
        isDryRun: Bool,
        at now: Instant,
        random: inout some RandomNumberGenerator
    ) throws -> Report {
        let batch = try store.batch(named: name)
        guard !batch.isUndone else { throw StoreError.batchUndone(batch.name) }
        let aggregates = try store.aggregates(in: batch)
        return try store.write(at: now, random: &random) { writer in
            let undone = try writer.undoneBatches()
            var report = Report(batch: batch.name)
            for id in aggregates {
                // Gone already, by an earlier undo that had to keep others.
                guard let record = try writer.instrument(id) else { continue }
                // What another import did and took back again is as if it had not been.
                let ops = try writer.ops(of: id).filter { op in
                    op.header.batch.map { !undone.contains($0) } ?? true
                }
                let step = step(batch, record, ops)
                report.count(step, id)
                for (kind, patches) in step.changes {
                    let reason = "undo \(batch.name)"
                    let body = OpBody(author: author, reason: reason, patches: patches)
                    let draft = OpDraft(aggregate: id, kind: kind, batch: batch.id, body: body)
                    try writer.append(draft)
                }
            }
            if report.kept.isEmpty { try writer.endUndo(of: batch) }
            return (report, isDryRun ? .discard : .commit)
        }
    }

    /// What undoing means for one instrument.
    fileprivate enum Step {
        case keep
        case remove([Patch])
        case restore(fields: [Patch], verifications: [Patch])

        /// The ops to write.
        var changes: [(OpKind, [Patch])] {
            switch self {
            case .keep: []
            case .remove(let patches): [(.withdraw, patches)]
            case .restore(let fields, let verifications):
                [(.change, fields), (.withdraw, verifications)].filter { !$0.1.isEmpty }
            }
        }
    }

    /// What undoing means, seen from the instrument as it is and the ops that made it so.
    private static func step(
        _ batch: ImportBatch,
        _ record: InstrumentRecord,
        _ ops: [StoredOp]
    ) -> Step {
        guard let first = ops.firstIndex(where: { $0.header.batch == batch.id }),
            ops[first...].allSatisfy({ $0.header.batch == batch.id })
        else { return .keep }
        let patches = ops[first...].flatMap { $0.body?.patches ?? [] }
        let made = patches.filter { patch in
            record.verifications.contains { $0.id == patch.id }
        }.map { Patch($0.kind, $0.id, []) }
        if ops[first...].contains(where: { $0.header.kind == .register }) {
            // The instrument goes last: what hangs on it must be gone before.
            return .remove(made + [Patch(.instrument, record.id, [])])
        }
        var before = RecordState()
        for op in ops[..<first] { before.apply(op) }
        let touched = Set(patches.filter { $0.kind == .instrument }.flatMap(\.fields).map(\.name))
        let fields = touched.sorted().compactMap { name -> Patch.Field? in
            let value = before.value(name, of: record.id)
            let present = InstrumentField(rawValue: name).flatMap { record[$0] }
            return value == present ? nil : Patch.Field(name, value)
        }
        let restored = fields.isEmpty ? [] : [Patch(.instrument, record.id, fields)]
        return .restore(fields: restored, verifications: made)
    }
}

extension ImportUndo.Report {
    fileprivate mutating func count(_ step: ImportUndo.Step, _ id: RecordID) {
        switch step {
        case .keep: kept.append(id)
        case .remove: removed += 1
        case .restore: restored += step.changes.isEmpty ? 0 : 1
        }
    }
}
