import GRDB
import Storage
package import SyncCore

/// The hub that this site has joined. Private keys are not here: they lie in files of their own.
package struct Membership: Hashable, Sendable {
    package let url: String
    package let hub: RecordID
    package let city: String
    /// PEM of the hub's authority: the only root that the site trusts.
    package let ca: String
    /// The keys that verify what the hub has signed.
    package let keys: HubKeys
    /// PEM of the site's own certificate.
    package let certificate: String
    package let epoch: Int
    package let joinedAt: Instant
    package let certificateExpires: Instant

    package init(
        url: String,
        hub: RecordID,
        city: String,
        ca: String,
        keys: HubKeys,
        certificate: String,
        epoch: Int,
        joinedAt: Instant,
        certificateExpires: Instant
    ) {
        self.url = url
        self.hub = hub
        self.city = city
        self.ca = ca
        self.keys = keys
        self.certificate = certificate
        self.epoch = epoch
        self.joinedAt = joinedAt
        self.certificateExpires = certificateExpires
    }

    /// The same with another certificate.
    package func with(certificate: String, expires: Instant) -> Membership {
        Membership(
            url: url,
            hub: hub,
            city: city,
            ca: ca,
            keys: keys,
            certificate: certificate,
            epoch: epoch,
            joinedAt: joinedAt,
            certificateExpires: expires
        )
    }

    /// The same with other keys of the hub.
    package func with(_ keys: HubKeys) -> Membership {
        Membership(
            url: url,
            hub: hub,
            city: city,
            ca: ca,
            keys: keys,
            certificate: certificate,
            epoch: epoch,
            joinedAt: joinedAt,
            certificateExpires: certificateExpires
        )
    }
}

extension Store {
    /// The hub that this site has joined; `nil` while it stands alone.
    package func membership() throws -> Membership? {
        try Self.translating(Journal.file) { try journal.queue.look(Journal.membership) }
    }

    /// Joins a hub, or notes a new certificate or new keys of the same.
    package func join(_ membership: Membership) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(
                    sql: """
                        INSERT INTO membership (hub, url, city, ca, receipt_keys, certificate,
                            certificate_expires, epoch, joined_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (hub) DO UPDATE SET url = excluded.url, ca = excluded.ca,
                            receipt_keys = excluded.receipt_keys,
                            certificate = excluded.certificate,
                            certificate_expires = excluded.certificate_expires,
                            revoked_at = NULL
                        """
                ).execute(arguments: [
                    membership.hub.description, membership.url, membership.city,
                    membership.ca, membership.keys.json.canonicalText, membership.certificate,
                    membership.certificateExpires.milliseconds, membership.epoch,
                    membership.joinedAt.milliseconds,
                ])
                try DigestedRow.membership.writeDigest(in: database)
            }
        }
    }

    /// Notes that the hub has answered, what its clock said when it was last asked, and by how much it
    /// was ahead of ours.
    package func noteContact(
        at now: Instant,
        hubTime: Instant,
        clockOffsetMilliseconds: Int64
    ) throws {
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(
                    sql: """
                        UPDATE membership SET contact_at = ?, clock_offset = ?,
                            hub_time = max(coalesce(hub_time, 0), ?), revoked_at = NULL
                        """
                ).execute(arguments: [
                    now.milliseconds, clockOffsetMilliseconds, hubTime.milliseconds,
                ])
                try DigestedRow.membership.writeDigest(in: database)
            }
        }
    }

    /// The digest of the ranks by which the hub folds, as it said last; `nil` while it has said nothing.
    package func hubRanks() throws -> String? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = "SELECT hub_ranks FROM membership"
                return try String.fetchOne(database.cachedStatement(sql: sql))
            }
        }
    }

    /// Notes by which ranks the hub folds.
    package func noteHubRanks(_ digest: String) throws {
        guard try hubRanks() != digest else { return }
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                try database.cachedStatement(sql: "UPDATE membership SET hub_ranks = ?")
                    .execute(arguments: [digest])
            }
        }
    }

    /// The latest time that the hub has told: it is that late at least, whatever the clock of this
    /// machine says. `nil` while no hub has been heard.
    package func hubTime() throws -> Instant? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                try Int64.fetchOne(database.cachedStatement(sql: "SELECT hub_time FROM membership"))
                    .map(Instant.init(milliseconds:))
            }
        }
    }

    /// When the hub last answered, and by how much its clock was ahead of ours.
    package func lastContact() throws -> (at: Instant, clockOffsetMilliseconds: Int64)? {
        try Self.translating(Journal.file) {
            try journal.queue.look { database in
                let sql = """
                    SELECT contact_at, clock_offset FROM membership WHERE contact_at IS NOT NULL
                    """
                guard let row = try Row.fetchOne(database.cachedStatement(sql: sql)) else {
                    return nil
                }
                return (
                    Instant(milliseconds: try row.read("contact_at")), try row.read("clock_offset")
                )
            }
        }
    }
}

extension Journal {
    private static func hubKeys(_ text: String) throws -> HubKeys {
        guard let json = try? JSONParser.parse(Array(text.utf8)),
            let keys = try? HubKeys(json: json)
        else { throw StoreError.damaged(file: file, detail: "membership") }
        return keys
    }

    /// Whether the site has joined a hub.
    static func isMember(_ database: Database) throws -> Bool {
        let row = try PreparedStatement("SELECT 1 FROM membership", in: database)
        defer { row.reset() }
        return try row.step()
    }

    static func membership(_ database: Database) throws -> Membership? {
        let sql = """
            SELECT url, hub, city, ca, receipt_keys, certificate, epoch, joined_at, certificate_expires
            FROM membership
            """
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql)) else { return nil }
        return Membership(
            url: try row.read("url"),
            hub: RecordID(trusted: try row.read("hub")),
            city: try row.read("city"),
            ca: try row.read("ca"),
            keys: try hubKeys(row.read("receipt_keys")),
            certificate: try row.read("certificate"),
            epoch: try row.read("epoch"),
            joinedAt: Instant(milliseconds: try row.read("joined_at")),
            certificateExpires: Instant(milliseconds: try row.read("certificate_expires"))
        )
    }
}
