import GRDB
import Storage
package import SyncCore

extension Store {
    /// An instrument with what hangs on it, its claims included: what the hub has put in order, with
    /// the site's own ops that wait on top.
    package func aggregate(_ id: RecordID) throws -> AggregateState {
        try log(of: id).presentState
    }

    /// The ops of an aggregate as this site knows them.
    func log(of aggregate: RecordID) throws -> AggregateLog {
        let site = try site()
        return try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try Self.translating(Replica.file) {
                    try replica.queue.look { target in
                        try AggregateLog(of: aggregate, by: site, journal: source, replica: target)
                    }
                }
            }
        }
    }

    /// The fields that ops of this site's own write which the hub has not put in order yet, among
    /// those of one aggregate.
    package func pendingFields(of aggregate: RecordID) throws -> [RecordID: Set<String>] {
        var fields: [RecordID: Set<String>] = [:]
        for patch in try log(of: aggregate).pending.compactMap(\.body).flatMap(\.patches) {
            fields[patch.id, default: []].formUnion(patch.fields.map(\.name))
        }
        return fields
    }

    /// When the hub received the op that first wrote a record: of all that are about it the earliest, own ones
    /// by their receipts, others by the log. An op that was said again, by this home or by a copy of it, arrived
    /// under its other name. `nil` while it has not.
    package func arrival(of record: RecordID, in aggregate: RecordID) throws -> Instant? {
        func isAbout(_ body: OpBody?) -> Bool {
            body?.patches.contains { $0.id == record } ?? false
        }
        let own = try ops(of: aggregate).filter { isAbout($0.body) }.map(\.header.seq)
        let settled = try log(of: aggregate).settled.filter { isAbout($0.body) }
        return (try own.compactMap(receivedAt) + settled.map(\.stamp.receivedAt)).min()
    }

    /// When the hub received an op of this site's own, for the first time where it had to be sent again;
    /// `nil` while it has not.
    package func receivedAt(ofOp seq: Int64) throws -> Instant? {
        let byReceipt = try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = """
                    SELECT min(received_at) FROM (
                        SELECT received_at FROM receipt WHERE op_seq = ?1
                        UNION ALL SELECT received_at FROM former_receipt WHERE op_seq = ?1)
                    """
                return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [seq])
            }
        }
        if let byReceipt { return Instant(milliseconds: byReceipt) }
        return try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = "SELECT received_at FROM hub_log WHERE op_seq = ? AND is_own = 1"
                return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [seq])
                    .map(Instant.init(milliseconds:))
            }
        }
    }
}
