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
            var report = Report(batch: batch.name)
            for id in aggregates {
                switch step(batch, try writer.ops(of: id)) {
                case .keep: report.kept.append(id)
                case .remove(let patches):
                    try append(.withdraw, id, patches, author, batch, writer)
                    report.removed += 1
                case .restore(let fields, let withdrawn):
                    if !fields.isEmpty {
                        let patch = Patch(.instrument, id, fields)
                        try append(.change, id, [patch], author, batch, writer)
                    }
                    if !withdrawn.isEmpty {
                        try append(.withdraw, id, withdrawn, author, batch, writer)
                    }
                    report.restored += 1
                }
            }
            try writer.endUndo(of: batch)
            return (report, isDryRun ? .discard : .commit)
        }
    }

    private enum Step {
        case keep
        case remove([Patch])
        case restore(fields: [Patch.Field], withdrawn: [Patch])
    }

    /// What undoing means for one instrument, seen from its ops.
    private static func step(_ batch: ImportBatch, _ ops: [StoredOp]) -> Step {
        guard let first = ops.firstIndex(where: { $0.header.batch == batch.id }),
            ops[first...].allSatisfy({ $0.header.batch == batch.id })
        else { return .keep }
        let patches = ops[first...].flatMap { $0.body?.patches ?? [] }
        let made = patches.filter { $0.kind == .verification }
            .map { Patch($0.kind, $0.id, []) }
        if let registration = ops[first...].first(where: { $0.header.kind == .register }) {
            // The instrument goes last: what hangs on it must be gone before.
            return .remove(made + [Patch(.instrument, registration.header.aggregate, [])])
        }
        var before = RecordState()
        for op in ops[..<first] { _ = before.apply(op) }
        let fields = patches.filter { $0.kind == .instrument }.flatMap { patch in
            patch.fields.map { Patch.Field($0.name, before.value($0.name, of: patch.id)) }
        }
        return .restore(fields: fields, withdrawn: made)
    }

    private static func append(
        _ kind: OpKind,
        _ id: RecordID,
        _ patches: [Patch],
        _ author: String,
        _ batch: ImportBatch,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws {
        let body = OpBody(author: author, reason: "undo \(batch.name)", patches: patches)
        try writer.append(OpDraft(aggregate: id, kind: kind, body: body))
    }
}
