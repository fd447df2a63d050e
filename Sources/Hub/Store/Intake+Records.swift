import GRDB
import SyncCore

/// What an op does to the records of its aggregate.
extension Intake {
    /// Whether every record that the op would make is free: an id that stands on another instrument,
    /// perhaps another organisation's, is not there for this one.
    func hasItsOwnRecords(
        _ op: WireOp,
        _ body: OpBody,
        _ state: AggregateState
    ) throws -> Bool {
        guard op.header.kind != .withdraw else { return true }
        return try body.patches.allSatisfy { patch in
            try patch.kind.isRoot || state.records.contains { $0.id == patch.id }
                || isFree(patch.kind, patch.id, for: op.header)
        }
    }

    /// Whether no other aggregate has a record that an op names.
    func isFree(_ kind: RecordKind, _ id: RecordID, for header: OpHeader) throws -> Bool {
        let key = RecordKey(kind: kind, id: id)
        if places[key] == nil, fresh.hasNoRecord(of: kind, in: header) { return true }
        let place = try places[key] ?? RecordRows.aggregate(of: key, in: database)
        return place == nil || place == header.aggregate
    }

    /// Folds the op, and notes the records whose rows it may change. Gives what its author has to be told.
    mutating func fold(
        _ op: StampedOp,
        _ body: OpBody,
        in touched: inout Touched
    ) -> [PushOutcome.FieldNote] {
        touched.registration = nil
        let outcomes = touched.known.apply(op)
        noteRecords(op, body, outcomes, in: &touched)
        return PushOutcome.FieldNote.notes(on: outcomes)
    }

    /// Notes the records whose rows the op may change: those it names or has told something of, and all
    /// of the aggregate where it takes something back.
    private mutating func noteRecords(
        _ op: StampedOp,
        _ body: OpBody,
        _ outcomes: [FieldOutcome],
        in touched: inout Touched
    ) {
        let isWithdrawal = op.header.kind == .withdraw
        for record in touched.known.state.records {
            // Few of each: looking them through costs less than a set of them.
            let isChanged =
                isWithdrawal || body.patches.contains { $0.id == record.id }
                || outcomes.contains { $0.record == record.id }
            if isChanged { note(record.kind, record.id, op.header, in: &touched) }
        }
    }

    mutating func note(
        _ kind: RecordKind,
        _ id: RecordID,
        _ header: OpHeader,
        in touched: inout Touched
    ) {
        guard !touched.records.contains(id) else { return }
        touched.records.append(id)
        if !kind.isRoot { places[RecordKey(kind: kind, id: id)] = header.aggregate }
    }
}
