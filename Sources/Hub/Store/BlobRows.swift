import Foundation
import GRDB
import Storage
import SyncCore

/// Rows about certificate files: those that are on their way, those that are there, and for whom.
enum BlobRows {
    /// A digest that a verification names, of the line by which it is exported. An index stands on it, so
    /// it must be written alike everywhere.
    static let named = """
        CASE WHEN json_valid(line) THEN json_extract(line, '$.certificateDigest') END
        """

    /// Which verifications name a file at all: few do, and only those does the index have. Whoever looks for a
    /// digest has to say this too.
    static let names = """
        kind = 'verification' AND instr(line, '"certificateDigest":"') > 0
        """

    /// Whether a verification names the file of a row with a `digest`; without the sign SQLite would compare as
    /// texts, for which it cannot use the index.
    static let isNamedByAny = """
        EXISTS (SELECT * FROM record WHERE \(names) AND \(named) = +digest)
        """

    /// An index that looks for no digest where none is.
    static let narrowIndex = """
        DROP INDEX record_by_certificate;
        CREATE INDEX record_by_certificate ON record (\(named)) WHERE \(names);
        """

    /// `holder` says which organisations have brought a file, or have proved that they have it. `is_named`
    /// is set once a verification was seen that names it: from then on it counts towards no quota.
    static let schema = """
        CREATE TABLE blob (
            digest TEXT NOT NULL PRIMARY KEY CHECK (length(digest) = 64),
            size INTEGER NOT NULL CHECK (size > 0)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blob_holder (
            digest TEXT NOT NULL REFERENCES blob (digest),
            organisation TEXT NOT NULL REFERENCES organisation (code),
            upload TEXT NOT NULL UNIQUE,
            receipt TEXT NOT NULL,
            is_named INTEGER NOT NULL DEFAULT 0 CHECK (is_named IN (0, 1)),
            PRIMARY KEY (digest, organisation)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX blob_holder_unnamed ON blob_holder (organisation) WHERE is_named = 0;
        CREATE TABLE upload (
            id TEXT NOT NULL PRIMARY KEY,
            site TEXT NOT NULL,
            organisation TEXT NOT NULL REFERENCES organisation (code),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            size INTEGER NOT NULL CHECK (size > 0),
            received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
            begun_at INTEGER NOT NULL,
            challenge_key BLOB,
            challenge_start INTEGER NOT NULL,
            challenge_length INTEGER NOT NULL,
            UNIQUE (site, digest)
        ) STRICT;
        CREATE INDEX record_by_certificate ON record (\(named)) WHERE kind = 'verification';
        """

    // MARK: Uploads

    private static let columns = """
        id, digest, size, received, challenge_key, challenge_start, challenge_length
        """

    static func upload(
        of digest: String,
        by site: RecordID,
        in database: Database
    ) throws -> BlobUpload? {
        let sql = "SELECT \(columns) FROM upload WHERE site = ? AND digest = ?"
        let arguments: StatementArguments = [site.description, digest]
        return try Row.fetchOne(database, sql: sql, arguments: arguments).map(BlobUpload.init)
    }

    /// An upload of a site, or what it has become for its organisation.
    static func upload(
        _ id: String,
        of site: HubSite,
        in database: Database
    ) throws -> BlobUpload? {
        let sql = "SELECT \(columns) FROM upload WHERE id = ? AND site = ?"
        let arguments: StatementArguments = [id, site.id.description]
        if let row = try Row.fetchOne(database, sql: sql, arguments: arguments) {
            return try BlobUpload(row: row)
        }
        return try held("blob_holder.upload = ?", id, by: site.organisation, in: database)
    }

    static func insert(
        _ upload: BlobUpload,
        from site: HubSite,
        at now: Instant,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO upload (id, site, organisation, digest, size, begun_at, challenge_key,
                    challenge_start, challenge_length)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                upload.id, site.id.description, site.organisation, upload.digest, upload.size,
                now.milliseconds, upload.challenge.map { Data($0.key) },
                upload.challenge?.start ?? 0, upload.challenge?.length ?? 0,
            ]
        )
    }

    /// Deletes the uploads that were begun before a moment, and names them.
    static func abandon(before limit: Instant, in database: Database) throws -> [String] {
        let sql = "SELECT id FROM upload WHERE begun_at < ?"
        let ids = try String.fetchAll(database, sql: sql, arguments: [limit.milliseconds])
        for id in ids {
            try database.execute(sql: "DELETE FROM upload WHERE id = ?", arguments: [id])
        }
        return ids
    }

    /// Throws where a site has too many uploads, or its organisation too many bytes that no record names.
    static func checkRoom(
        for upload: BlobUpload,
        from site: HubSite,
        _ limits: BlobLimits,
        in database: Database
    ) throws {
        let organisation = site.organisation
        let count = "SELECT count(*) FROM upload WHERE site = ?"
        let open = try Int.fetchOne(database, sql: count, arguments: [site.id.description]) ?? 0
        guard open < limits.openMax else { throw BlobRefusal.tooMany(max: limits.openMax) }
        try database.execute(
            sql: """
                UPDATE blob_holder SET is_named = 1
                WHERE organisation = ? AND is_named = 0 AND \(isNamedByAny)
                """,
            arguments: [organisation]
        )
        let unnamed = """
            SELECT (SELECT coalesce(sum(size), 0) FROM upload WHERE organisation = ?1)
                + (SELECT coalesce(sum(size), 0) FROM blob_holder JOIN blob USING (digest)
                    WHERE organisation = ?1 AND is_named = 0)
            """
        let bytes = try Int64.fetchOne(database, sql: unnamed, arguments: [organisation]) ?? 0
        guard bytes + upload.size <= limits.unnamedMax else {
            throw BlobRefusal.quota(max: limits.unnamedMax)
        }
    }

    // MARK: Whole files

    /// What an organisation has brought.
    static func held(
        _ digest: String,
        by organisation: String,
        in database: Database
    ) throws -> BlobUpload? {
        try held("blob_holder.digest = ?", digest, by: organisation, in: database)
    }

    private static func held(
        _ condition: String,
        _ value: String,
        by organisation: String,
        in database: Database
    ) throws -> BlobUpload? {
        let sql = """
            SELECT blob.digest, size, upload, receipt FROM blob_holder JOIN blob USING (digest)
            WHERE \(condition) AND organisation = ?
            """
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [value, organisation])
        else { return nil }
        let (digest, size): (String, Int64) = (try row.read("digest"), try row.read("size"))
        let text: String = try row.read("receipt")
        guard let receipt = (try? JSONParser.parse(Array(text.utf8))).flatMap(BlobReceipt.init)
        else { throw HubError.unreadable("the receipt of a file") }
        return BlobUpload(
            id: try row.read("upload"),
            digest: digest,
            size: size,
            offset: size,
            challenge: nil,
            receipt: receipt
        )
    }

    static func insert(
        _ upload: BlobUpload,
        _ receipt: BlobReceipt,
        of organisation: String,
        in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO blob (digest, size) VALUES (?, ?)",
            arguments: [upload.digest, upload.size]
        )
        try database.execute(
            sql: """
                INSERT INTO blob_holder (digest, organisation, upload, receipt) VALUES (?, ?, ?, ?)
                """,
            arguments: [upload.digest, organisation, upload.id, receipt.json.canonicalText]
        )
    }

    static func all(_ database: Database) throws -> [HeldBlob] {
        let sql = """
            SELECT digest, size, receipt FROM blob LEFT JOIN blob_holder USING (digest)
            ORDER BY digest
            """
        var blobs: [HeldBlob] = []
        for row in try Row.fetchAll(database, sql: sql) {
            let digest: String = try row.read("digest")
            let known = blobs.last?.digest == digest ? blobs.removeLast().receipts : []
            let receipt: String? = try row.read("receipt")
            blobs.append(
                HeldBlob(
                    digest: digest,
                    size: try row.read("size"),
                    receipts: known + [receipt].compactMap(\.self)
                )
            )
        }
        return blobs
    }

    /// Whether an organisation sees a result that names a file, written by a body that has brought it: who only
    /// knows the digest of somebody's file cannot get at it by naming it.
    static func isNamed(
        _ digest: String,
        before organisation: String,
        in database: Database
    ) throws -> Bool {
        let aggregates = """
            SELECT DISTINCT aggregate FROM record
            WHERE \(names) AND \(named) = ?1 AND (owner = ?2 OR EXISTS (
                SELECT * FROM reader
                WHERE reader.aggregate = record.aggregate AND reader.organisation = ?2))
            """
        let arguments: StatementArguments = [digest, organisation]
        let ids = try String.fetchAll(database, sql: aggregates, arguments: arguments)
        guard !ids.isEmpty else { return false }
        let holders = try String.fetchAll(
            database,
            sql: "SELECT organisation FROM blob_holder WHERE digest = ?",
            arguments: [digest]
        )
        return try ids.contains { id in
            let aggregate = try AggregateRows.aggregate(RecordID(trusted: id), in: database)
            return aggregate?.state.records.contains { record in
                record[VerificationField.certificateDigest] == digest
                    && holders.contains(where: record.isResult)
            } ?? false
        }
    }
}

extension BlobUpload {
    fileprivate init(row: Row) throws {
        let key: Data? = try row.read("challenge_key")
        let (start, length): (Int64, Int64) = (
            try row.read("challenge_start"), try row.read("challenge_length")
        )
        self.init(
            id: try row.read("id"),
            digest: try row.read("digest"),
            size: try row.read("size"),
            offset: try row.read("received"),
            challenge: key.map { BlobChallenge(key: [UInt8]($0), start: start, length: length) }
        )
    }
}
