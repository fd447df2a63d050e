import GRDB
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func openUpload(
        _ fresh: BlobUpload,
        from site: HubSite,
        limits: BlobLimits,
        at now: Instant
    ) async throws -> OpenedUpload {
        try await write { database in
            if let held = try BlobRows.held(fresh.digest, by: site.organisation, in: database) {
                guard held.size == fresh.size else { throw BlobRefusal.otherSize(held.size) }
                return OpenedUpload(upload: held, isNew: false)
            }
            let abandoned = try BlobRows.abandon(
                before: now.adding(milliseconds: -limits.patienceDays * 86_400_000),
                in: database
            )
            if let known = try BlobRows.upload(of: fresh.digest, by: site.id, in: database) {
                guard known.size == fresh.size else { throw BlobRefusal.otherSize(known.size) }
                return OpenedUpload(upload: known, isNew: false, abandoned: abandoned)
            }
            try BlobRows.checkRoom(for: fresh, from: site, limits, in: database)
            try BlobRows.insert(fresh, from: site, at: now, in: database)
            return OpenedUpload(upload: fresh, isNew: true, abandoned: abandoned)
        }
    }

    package func upload(_ id: String, of site: HubSite) async throws -> BlobUpload? {
        try await read { database in
            try BlobRows.upload(id, of: site, in: database)
        }
    }

    package func note(offset: Int64, of upload: String) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE upload SET received = ? WHERE id = ?",
                arguments: [offset, upload]
            )
        }
    }

    package func endChallenge(of upload: String) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE upload SET challenge_key = NULL WHERE id = ?",
                arguments: [upload]
            )
        }
    }

    package func receive(
        _ upload: BlobUpload,
        from site: HubSite,
        at now: Instant
    ) async throws -> BlobReceipt {
        try await write { [hub, keyring] database in
            try database.execute(sql: "DELETE FROM upload WHERE id = ?", arguments: [upload.id])
            let held = try BlobRows.held(upload.digest, by: site.organisation, in: database)
            if let receipt = held?.receipt { return receipt }
            let receipt = BlobReceipt.sign(
                upload.digest,
                size: upload.size,
                from: site.id,
                at: max(now, try EpochRows.latestTime(database)),
                hub: hub,
                with: keyring.key
            )
            try BlobRows.insert(upload, receipt, of: site.organisation, in: database)
            return receipt
        }
    }

    package func blobSize(_ digest: String) async throws -> Int64? {
        try await look { database in
            let sql = "SELECT size FROM blob WHERE digest = ?"
            return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [digest])
        }
    }

    package func blobSize(_ digest: String, for organisation: String) async throws -> Int64? {
        try await read { database in
            let sql = "SELECT size FROM blob WHERE digest = ?"
            guard let size = try Int64.fetchOne(database, sql: sql, arguments: [digest]),
                try BlobRows.isNamed(digest, before: organisation, in: database)
            else { return nil }
            return size
        }
    }

    package func unnamedBlobs(
        before limit: Instant,
        removing: Bool
    ) async throws -> [CollectedBlob] {
        try await write { database in
            let found = try BlobRows.unnamed(before: limit, in: database)
            if removing { try BlobRows.remove(found, in: database) }
            return found
        }
    }

    package func heldBlobs() async throws -> [HeldBlob] {
        try await read(BlobRows.all)
    }
}

/// An upload that was begun, or found.
package struct OpenedUpload: Sendable {
    package let upload: BlobUpload
    package let isNew: Bool
    /// Uploads on which nothing has come for long; their rows are gone.
    package let abandoned: [String]

    package init(upload: BlobUpload, isNew: Bool, abandoned: [String] = []) {
        self.upload = upload
        self.isNew = isNew
        self.abandoned = abandoned
    }
}
