import GRDB
import Policy
import Storage
package import SyncCore

// What this site's tables come to, to be compared with the hub. Of aggregates with own ops that wait, what
// counts is the fold of the hub's log, since the tables show those ops on top.

extension Store {
    /// What the settled records come to; `tell` hears of each thousand.
    package func stateSum(tell: (Int64) -> Void = { _ in }) throws -> StateSum {
        let summer = StateSummer()
        var total = StateSum.zero
        try forEachSettledRecord { record in
            total += summer.sum(of: record)
            if total.records % 1000 == 0 { tell(total.records) }
        }
        return total
    }

    /// The same by aggregate.
    package func stateIndex() throws -> StateIndex {
        let summer = StateSummer()
        var sums: [RecordID: StateSum] = [:]
        try forEachSettledRecord { record in
            sums[record.instrument ?? record.id, default: .zero] += summer.sum(of: record)
        }
        return StateIndex(sums)
    }

    /// Aggregates whose rows have to be looked at one by one, since no sum speaks of all in them: those with
    /// own ops that wait, and instruments that do not repeat their own columns or their verification truly.
    package func unsummedAggregates() throws -> Set<RecordID> {
        var found: Set<RecordID> = try membership() == nil ? [] : Set(pendingAggregates().keys)
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let row = try PreparedStatement(Self.repetitions, in: database)
                while try row.step() {
                    let identity = InstrumentIdentity.key(
                        manufacturer: row.text(2) ?? "",
                        model: row.text(3) ?? "",
                        serial: row.text(4) ?? ""
                    )
                    guard row.text(1) != identity || row.integer(5) == 0 else { continue }
                    found.insert(RecordID(trusted: row.text(0) ?? ""))
                }
            }
        }
        return found
    }

    private static let repetitions = """
        SELECT id, identity, manufacturer, model, serial,
            (latest_on, latest_result, valid_until) IS (\(Replica.latestVerification))
        FROM instrument
        """

    /// What the hub's log, as this site keeps it, makes of aggregates; `nil` where a row cannot be read.
    package func logSums(of aggregates: [RecordID]) throws -> [RecordID: StateSum?] {
        let summer = StateSummer()
        var sums: [RecordID: StateSum?] = [:]
        for id in aggregates {
            do {
                sums[id] = summer.sum(of: try log(of: id).settledState, id)
            } catch StoreError.damaged { sums[id] = .some(nil) }
        }
        return sums
    }
}
