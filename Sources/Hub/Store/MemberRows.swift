import Foundation
import GRDB
import Signing
import Storage
import SyncCore

/// Rows of sites that have joined.
///
/// Nothing else in the file says what key a site has, so a row carries the digest of what it was given with its
/// certificate: a flipped bit there would turn the site away for ever.
enum MemberRows {
    /// Migration: the digests of the rows that are there.
    static func addDigests(in database: Database) throws {
        try database.execute(sql: "ALTER TABLE site ADD COLUMN digest BLOB")
        for row in try Row.fetchAll(database, sql: "SELECT * FROM site") {
            let site = try HubSite(row: row)
            try database.execute(
                sql: "UPDATE site SET digest = ? WHERE id = ?",
                arguments: [Data(site.digest), site.id.description]
            )
        }
    }

    /// A site that joins again, with a new token, gets a new certificate and is revoked no more: a
    /// token is the authority's word. What certificates it had before end.
    static func write(_ site: HubSite, in database: Database) throws {
        try FormerCertificateRows.delete(of: site.id, in: database)
        let known = try LifeRows.incarnation(of: site.id, in: database)
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO site (id, organisation, party, name, incarnation, signing_key,
                    certificate_fingerprint, certificate_expires, enrolled_at, revoked_at, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                site.id.description, site.organisation, site.party.rawValue, site.name,
                max(site.incarnation, known), Data(site.signingKey), site.certificateFingerprint,
                site.certificateExpires.milliseconds, site.enrolledAt.milliseconds,
                site.revokedAt?.milliseconds, Data(site.digest),
            ]
        )
    }

    /// Gives a member that is known another certificate.
    static func renew(_ site: HubSite, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE site SET certificate_fingerprint = ?, certificate_expires = ?, digest = ?
                WHERE id = ?
                """,
            arguments: [
                site.certificateFingerprint, site.certificateExpires.milliseconds,
                Data(site.digest), site.id.description,
            ]
        )
    }

    /// How many rows of organisations and sites nobody can have written: no role, a site of nobody, or a digest of
    /// something else.
    static func broken(in database: Database) throws -> Int64 {
        let sql = "SELECT code, party FROM organisation"
        var parties: [String: Party] = [:]
        var broken: Int64 = 0
        for row in try Row.fetchAll(database, sql: sql) {
            if let code: String = try? row.read("code"),
                let party = try? Self.party(try row.read("party"))
            {
                parties[code] = party
            } else {
                broken += 1
            }
        }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM site") {
            let isWhole =
                if let site = try? HubSite(row: row), let digest: Data = try? row.read("digest") {
                    site.party == parties[site.organisation] && [UInt8](digest) == site.digest
                } else {
                    false
                }
            if !isWhole { broken += 1 }
        }
        return broken + (try FormerCertificateRows.broken(in: database))
    }

    static func party(_ text: String) throws -> Party {
        guard let party = Party(rawValue: text) else {
            throw HubError.storage(detail: "unknown role in \(SQLiteHubStore.file)")
        }
        return party
    }
}

extension HubSite {
    init(row: Row) throws {
        self.init(
            id: RecordID(trusted: try row.read("id")),
            organisation: try row.read("organisation"),
            party: try MemberRows.party(try row.read("party")),
            name: try row.read("name"),
            incarnation: try row.read("incarnation"),
            signingKey: [UInt8](try row.read("signing_key") as Data),
            certificateFingerprint: try row.read("certificate_fingerprint"),
            certificateExpires: Instant(milliseconds: try row.read("certificate_expires")),
            enrolledAt: Instant(milliseconds: try row.read("enrolled_at")),
            revokedAt: try (row.read("revoked_at") as Int64?).map(Instant.init(milliseconds:))
        )
    }

    /// SHA-256 of what stays as it is until the site gets another certificate.
    fileprivate var digest: [UInt8] {
        let words = [
            id.description, organisation, party.rawValue, name, certificateFingerprint,
            "\(certificateExpires.milliseconds)", "\(enrolledAt.milliseconds)",
        ]
        return SHA256().digest(signingKey + Array(words.joined(separator: "\n").utf8))
    }
}
