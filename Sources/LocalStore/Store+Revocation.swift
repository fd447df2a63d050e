import GRDB
import Storage
package import SyncCore

extension Store {
    /// When the hub has first said that it has revoked this site; `nil` while it has not, and once it takes the site's
    /// word again.
    package func revokedAt() throws -> Instant? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = "SELECT revoked_at FROM membership"
                return try Int64.fetchOne(database.cachedStatement(sql: sql))
                    .map(Instant.init(milliseconds:))
            }
        }
    }

    /// Notes that the hub has revoked this site. `join` and `noteContact` take it back.
    package func noteRevoked(at now: Instant) throws {
        guard try revokedAt() == nil else { return }
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(sql: "UPDATE membership SET revoked_at = ?")
                    .execute(arguments: [now.milliseconds])
            }
        }
    }
}
