import GRDB
import Storage
package import SyncCore

extension Store {
    /// The instruments that share their identity with another one, whoever registered them, without those for
    /// which another one stands; by id.
    ///
    /// - Throws: `StoreError`.
    package func instrumentsSharingIdentity() throws -> [InstrumentRecord] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = """
                    SELECT id FROM instrument WHERE identity IN (
                        SELECT identity FROM instrument GROUP BY identity HAVING count(*) > 1
                    ) ORDER BY id
                    """
                return try String.fetchAll(database, sql: sql).compactMap {
                    try InstrumentQuery.instrument(RecordID(trusted: $0), in: database)
                }
                .filter { $0.canonical == nil }
            }
        }
    }

    /// The entry of the hub's log that made an aggregate, as far as this site has read; `nil` while it
    /// waits.
    ///
    /// - Throws: `StoreError`.
    package func firstEntry(of aggregate: RecordID) throws -> Int64? {
        try log(of: aggregate).settled.first?.stamp.seq
    }
}
