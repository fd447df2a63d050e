import Foundation
import GRDB
package import Signing
import Storage
package import SyncCore

extension SQLiteHubStore {
    /// Adds an organisation; a verification body that applications already name sees those
    /// instruments from then on.
    package func add(_ organisation: HubOrganisation) async throws {
        try await writeAggregates { database, cache in
            let party = try Self.party(of: organisation.code, in: database)
            guard party == nil || party == organisation.party else {
                throw HubError.otherRole(organisation.code)
            }
            try database.execute(
                sql: """
                    INSERT INTO organisation (code, name, party, region) VALUES (?, ?, ?, ?)
                    ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region
                    """,
                arguments: [
                    organisation.code, organisation.name, organisation.party.rawValue,
                    organisation.region,
                ]
            )
            guard party == nil else { return }
            try Self.showDocuments(to: organisation.code, in: database)
            guard organisation.party == .verificationBody else { return }
            try Self.admit(newBody: organisation.code, in: database)
            cache = AggregateCache()
        }
    }

    package func organisations() async throws -> [HubOrganisation] {
        try await read { database in
            let sql = "SELECT code, name, party, region FROM organisation ORDER BY code"
            return try Row.fetchAll(database, sql: sql).map { row in
                HubOrganisation(
                    code: try row.read("code"),
                    name: try row.read("name"),
                    party: try MemberRows.party(try row.read("party")),
                    region: try row.read("region")
                )
            }
        }
    }

    package func add(_ token: EnrolmentToken) async throws {
        try await write { database in
            guard let party = try Self.party(of: token.organisation, in: database) else {
                throw HubError.unknownOrganisation(token.organisation)
            }
            guard party == token.party else { throw HubError.otherRole(token.organisation) }
            try database.execute(
                sql: """
                    INSERT INTO token (digest, organisation, party, uses, expires)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.digest.databaseValue, token.organisation, token.party.rawValue,
                    token.uses, token.expires.milliseconds,
                ]
            )
        }
    }

    package func enrol(_ site: HubSite, using token: TokenUse) async throws -> [UInt8] {
        try await write { [hub] database in
            let isLeft = try Self.isLeft(token, for: site, in: database)
            // The authority's own acts are chained under this id.
            guard site.id != hub else { throw HubError.siteTaken }
            let known = try Self.site(site.id, in: database)
            if let known {
                guard known.organisation == site.organisation, known.signingKey == site.signingKey
                else { throw HubError.siteTaken }
            }
            // It was given, and the answer was lost.
            if let given = try TokenUseRows.given(for: token, to: site.id, in: database),
                known?.certificateFingerprint == SHA256().digest(given).hex,
                known?.revokedAt == nil
            {
                return given
            }
            guard isLeft else { throw try TokenUseRows.usedUp(token.token, in: database) }
            try database.execute(
                sql: "UPDATE token SET used = used + 1 WHERE digest = ?",
                arguments: [token.token.databaseValue]
            )
            try TokenUseRows.write(token, of: site.id, in: database)
            try MemberRows.write(site, in: database)
            return token.certificate
        }
    }

    package func renew(_ renewal: CertificateRenewal) async throws -> Certificate {
        try await write { database in
            guard var site = try Self.site(renewal.site, in: database) else {
                throw HubError.unknownSite(renewal.site.description)
            }
            let given = try FormerCertificateRows.given(
                for: renewal.certificate.publicKeyPin,
                to: site.id,
                in: database
            )
            if let given { return given }
            site.take(renewal.certificate)
            try MemberRows.renew(site, in: database)
            try FormerCertificateRows.write(renewal, in: database)
            return renewal.certificate
        }
    }

    package func formerCertificate(of site: RecordID) async throws -> String? {
        try await look { try FormerCertificateRows.fingerprint(of: site, in: $0) }
    }

    package func site(_ id: RecordID) async throws -> HubSite? {
        try await look { try Self.site(id, in: $0) }
    }

    package func sites() async throws -> [HubSite] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM site ORDER BY id").map(
                HubSite.init(row:)
            )
        }
    }

    package func revoke(_ site: RecordID, at now: Instant) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE site SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
                arguments: [now.milliseconds, site.description]
            )
            guard database.changesCount == 1 else {
                throw HubError.unknownSite(site.description)
            }
        }
    }

    // MARK: Rows

    /// Whether a token that is good for a site has uses left.
    private static func isLeft(
        _ use: TokenUse,
        for site: HubSite,
        in database: Database
    ) throws -> Bool {
        let sql = "SELECT organisation, party, uses, used, expires FROM token WHERE digest = ?"
        let digest = use.token.databaseValue
        guard let token = try Row.fetchOne(database, sql: sql, arguments: [digest]) else {
            throw HubError.badToken(.unknown)
        }
        guard try token.read("organisation") == site.organisation else {
            throw HubError.badToken(.otherOrganisation)
        }
        guard try token.read("party") == site.party.rawValue else {
            throw HubError.badToken(.otherRole)
        }
        guard use.at < Instant(milliseconds: try token.read("expires")) else {
            throw HubError.badToken(.expired)
        }
        let (used, uses): (Int, Int) = (try token.read("used"), try token.read("uses"))
        return used < uses
    }

    private static func site(_ id: RecordID, in database: Database) throws -> HubSite? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM site WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.description]).map(HubSite.init(row:))
    }

    /// The role of an organisation that the hub knows.
    static func party(of organisation: String, in database: Database) throws -> Party? {
        let sql = "SELECT party FROM organisation WHERE code = ?"
        let statement = try database.cachedStatement(sql: sql)
        return try String.fetchOne(statement, arguments: [organisation]).map(MemberRows.party)
    }
}

extension [UInt8] {
    fileprivate var databaseValue: DatabaseValue { Data(self).databaseValue }
}
