import Foundation
import GRDB
import Signing
import Storage
import SyncCore

/// The certificates with which sites have asked for the ones that they have now. They stay good until their own end
/// (`RenewRoute` says why).
///
/// A row has what was given: who asks for the same key again gets the same certificate, so that two answers to one
/// question never differ. It has a digest of its own.
enum FormerCertificateRows {
    static let schema = """
        CREATE TABLE former_certificate (
            site TEXT NOT NULL PRIMARY KEY REFERENCES site (id),
            fingerprint TEXT NOT NULL,
            given BLOB NOT NULL,
            digest BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    static func write(_ renewal: CertificateRenewal, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO former_certificate (site, fingerprint, given, digest)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [
                renewal.site.description, renewal.former, Data(renewal.certificate.der),
                Data(renewal.digest),
            ]
        )
    }

    static func delete(of site: RecordID, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM former_certificate WHERE site = ?",
            arguments: [site.description]
        )
    }

    /// The fingerprint of the certificate that a site may show beside its own; `nil` where it has none.
    static func fingerprint(of site: RecordID, in database: Database) throws -> String? {
        let sql = "SELECT fingerprint FROM former_certificate WHERE site = ?"
        let statement = try database.cachedStatement(sql: sql)
        return try String.fetchOne(statement, arguments: [site.description])
    }

    /// What the site was given last for a key; `nil` where it has asked for another, or never.
    static func given(
        for key: String,
        to site: RecordID,
        in database: Database
    ) throws -> Certificate? {
        let sql = "SELECT given FROM former_certificate WHERE site = ?"
        let der = try Data.fetchOne(database, sql: sql, arguments: [site.description])
        guard let der, let given = try? Certificate(der: [UInt8](der)) else { return nil }
        return given.publicKeyPin == key ? given : nil
    }

    /// How many rows nobody can have written: of nobody's certificate, or with a digest of something else.
    static func broken(in database: Database) throws -> Int64 {
        let sql = """
            SELECT former.*, certificate_fingerprint FROM former_certificate AS former
                LEFT JOIN site ON site.id = former.site
            """
        return try Row.fetchAll(database, sql: sql).reduce(into: 0) { broken, row in
            guard let site: String = try? row.read("site"),
                let given: Data = try? row.read("given"),
                let former: String = try? row.read("fingerprint"),
                let digest: Data = try? row.read("digest"),
                let current: String = try? row.read("certificate_fingerprint"),
                let certificate = try? Certificate(der: [UInt8](given)),
                certificate.fingerprint == current, certificate.commonName == site
            else { return broken += 1 }
            let renewal = CertificateRenewal(
                site: RecordID(trusted: site),
                former: former,
                certificate: certificate
            )
            if renewal.digest != [UInt8](digest) { broken += 1 }
        }
    }
}

extension CertificateRenewal {
    /// SHA-256 of the whole row.
    fileprivate var digest: [UInt8] {
        let words = Array("\(site)\n\(former)\n".utf8)
        return SHA256().digest(words + certificate.der)
    }
}
