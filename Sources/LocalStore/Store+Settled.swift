import GRDB
import Storage
package import SyncCore

extension Store {
    /// Hands every settled record to `body`, sorted by kind and id. On a site that has joined a hub,
    /// settled is what the hub has put in order; on one that stands alone, everything is.
    ///
    /// - Throws: `StoreError`, and what `body` throws.
    package func forEachSettledRecord(_ body: (CanonicalRecord) throws -> Void) throws {
        let pending = try membership() == nil ? [:] : try pendingAggregates()
        var settled = pending.values.flatMap { $0 }
        settled.sort { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        var waiting = settled[...]
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                for kind in RecordKind.allCases where kind.isExported {
                    try CanonicalRow.forEach(kind, in: database) { record in
                        guard pending[record.instrument ?? record.id] == nil else { return }
                        while let next = waiting.first, next.kind == kind, next.id < record.id {
                            try body(waiting.removeFirst())
                        }
                        try body(record)
                    }
                    while waiting.first?.kind == kind { try body(waiting.removeFirst()) }
                }
            }
        }
    }

    /// The aggregates with ops that the feed has not brought back, as the hub holds them.
    func pendingAggregates() throws -> [RecordID: [CanonicalRecord]] {
        let site = try site()
        return try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try Self.translating(Replica.file) {
                    try replica.queue.look { target in
                        var states: [RecordID: [CanonicalRecord]] = [:]
                        for id in try Self.unsettledAggregates(source, target) {
                            let log = try AggregateLog(
                                of: id,
                                by: site,
                                journal: source,
                                replica: target
                            )
                            if log.pending.isEmpty { continue }
                            states[id] = log.settledState.canonicalRecords(of: id)
                        }
                        return states
                    }
                }
            }
        }
    }

    private static func unsettledAggregates(
        _ source: Database,
        _ target: Database
    ) throws -> [RecordID] {
        let through = try Replica.settledThrough(target)
        return try translating(Journal.file) {
            let sql = "SELECT DISTINCT aggregate_id FROM outbox WHERE op_seq > ?"
            return try String.fetchAll(source.cachedStatement(sql: sql), arguments: [through])
                .map(RecordID.init(trusted:))
        }
    }
}

extension Store {
    /// Writes the rows of one aggregate again, from its ops.
    func refold(_ aggregate: RecordID) throws {
        let site = try site()
        try writeTables { source, target in
            try Self.refold(aggregate, by: site, from: source, into: target)
            try Replica.setRefused(by: source, in: target)
        }
    }

    /// Writes the rows of one aggregate again, from its ops.
    static func refold(
        _ aggregate: RecordID,
        by site: Site,
        from journal: Database,
        into replica: Database
    ) throws {
        let log = try AggregateLog(of: aggregate, by: site, journal: journal, replica: replica)
        try Replica.rewrite(aggregate, as: log.presentState, in: replica)
    }
}
