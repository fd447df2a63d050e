import GRDB
import Storage
package import SyncCore

/// The ops of one aggregate as this site knows them: those that the hub has put in order, and the
/// site's own that wait behind them.
struct AggregateLog {
    /// In the order of the hub's log.
    var settled: [StampedOp] = []
    /// In the order in which they were made; stamped as if they arrived last.
    var pending: [StampedOp] = []

    /// The site's own that the hub has refused for good; nothing shows them but the history.
    var refused: [StampedOp] = []

    /// What the hub holds, as far as this site has read.
    var settledState: AggregateState {
        var state = AggregateState()
        for op in settled { _ = state.apply(op) }
        return state
    }

    /// What the site shows: the hub's state with the site's own ops on top.
    var presentState: AggregateState {
        var state = settledState
        for op in pending { _ = state.apply(op) }
        return state
    }

    /// Reads the ops of an aggregate.
    init(
        of aggregate: RecordID,
        by site: Site,
        journal: Database,
        replica: Database
    ) throws {
        let (own, dead) = try Store.translating(Journal.file) {
            let own = try Store.ops(of: aggregate, in: journal)
            return (own, try Self.deadOps(among: own, in: journal))
        }
        var bySeq: [Int64: StoredOp] = [:]
        for op in own { bySeq[op.header.seq] = op }
        for entry in try HubLogEntry.entries(of: aggregate, in: replica) {
            settled.append(entry.stamped(own: bySeq.removeValue(forKey: entry.ownSeq ?? -1)))
        }
        for op in own where bySeq[op.header.seq] != nil {
            if let code = dead[op.header.seq] {
                // What was said again is there under its new name.
                if code != Store.reissuedCode { refused.append(op.predicted(at: site)) }
            } else {
                pending.append(op.predicted(at: site))
            }
        }
    }

    private static func deadOps(
        among own: [StoredOp],
        in journal: Database
    ) throws -> [Int64: String] {
        guard let first = own.first?.header.seq else { return [:] }
        let row = try PreparedStatement(
            "SELECT op_seq, code FROM dead_letter WHERE op_seq >= ?",
            in: journal
        )
        row.bind(1, first)
        var codes: [Int64: String] = [:]
        while try row.step() { codes[row.integer(0)] = row.text(1) }
        return codes
    }
}

extension StoredOp {
    /// The op as the hub would stamp it, were it the next in the log.
    func predicted(at site: Site) -> StampedOp {
        StampedOp(
            header: header,
            body: body,
            stamp: OpStamp(
                seq: .max,
                receivedAt: header.time.instant,
                organisation: site.organisation,
                party: site.role.party
            )
        )
    }
}

extension SiteRole {
    /// As whom the site writes.
    package var party: Party {
        switch self {
        case .userUnit: .userUnit
        case .verificationBody: .verificationBody
        }
    }
}
