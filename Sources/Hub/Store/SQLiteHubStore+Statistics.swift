import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func statistics(at now: Instant) async throws -> HubStatistics {
        try await read { database in
            var statistics = HubStatistics()
            let head = try EpochRows.head(database)
            statistics.epoch = head.epoch
            statistics.entries = head.seq
            if head.seq > 0 { statistics.latestAt = try EpochRows.latestTime(database) }
            statistics.organisations = try Self.counts(
                "SELECT party AS name, count(*) AS number FROM organisation GROUP BY party",
                in: database,
                Party.init(rawValue:)
            )
            statistics.sites = try Self.sites(at: now, in: database)
            try Self.countRecords(in: database, &statistics)
            statistics.blobs = try Self.blobs(in: database)
            statistics.databaseBytes = try Self.bytes(in: database)
            return statistics
        }
    }

    package func blobBytes() async throws -> Int64 {
        try await look { try Self.number("SELECT coalesce(sum(size), 0) FROM blob", in: $0) }
    }

    package var batchesWaiting: Int { batches.waitingCount }

    private static func sites(
        at now: Instant,
        in database: Database
    ) throws -> HubStatistics.Sites {
        var sites = HubStatistics.Sites()
        let sql = "SELECT id, certificate_expires, revoked_at FROM site ORDER BY 2 DESC, 1"
        for row in try Row.fetchAll(database, sql: sql) {
            let revokedAt: Int64? = try row.read("revoked_at")
            let expires = Instant(milliseconds: try row.read("certificate_expires"))
            let id: String = try row.read("id")
            if revokedAt != nil {
                sites.revoked += 1
            } else if expires < now {
                sites.expired += 1
            } else {
                sites.active += 1
                (sites.nextToExpire, sites.nextExpires) = (RecordID(trusted: id), expires)
            }
        }
        return sites
    }

    private static func countRecords(
        in database: Database,
        _ statistics: inout HubStatistics
    ) throws {
        statistics.records = try counts(
            """
            SELECT kind AS name, count(*) AS number FROM record
            WHERE line IS NOT NULL GROUP BY kind
            """,
            in: database,
            RecordKind.init(rawValue:)
        )
        let waiting = "SELECT count(*) FROM record WHERE line IS NOT NULL AND kind = "
        statistics.filingsWaiting = try number(
            waiting + "'instrument' AND state = 'filed'",
            in: database
        )
        statistics.applicationsWaiting = try number(
            waiting + "'application' AND state = 'applied'",
            in: database
        )
    }

    private static func blobs(in database: Database) throws -> HubStatistics.Blobs {
        var blobs = HubStatistics.Blobs()
        blobs.files = try number("SELECT count(*) FROM blob", in: database)
        blobs.bytes = try number("SELECT coalesce(sum(size), 0) FROM blob", in: database)
        blobs.uploads = try number("SELECT count(*) FROM upload", in: database)
        blobs.uploadBytes = try number(
            "SELECT coalesce(sum(received), 0) FROM upload",
            in: database
        )
        return blobs
    }

    private static func bytes(in database: Database) throws -> Int64 {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        return try number(sql, in: database)
    }

    private static func number(_ sql: String, in database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: sql) ?? 0
    }

    private static func counts<Key: Hashable>(
        _ sql: String,
        in database: Database,
        _ key: (String) -> Key?
    ) throws -> [Key: Int64] {
        var counts: [Key: Int64] = [:]
        for row in try Row.fetchAll(database, sql: sql) {
            let name: String = try row.read("name")
            if let key = key(name) { counts[key] = try row.read("number") }
        }
        return counts
    }
}
