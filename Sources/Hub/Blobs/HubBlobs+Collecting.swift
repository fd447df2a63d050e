import SyncCore

// What becomes of files that no result names. A site brings a file before or after the result that names it, so a file
// without one is kept for the days of grace, counted from the last receipt for it; after that nobody will name it, and
// nobody can read it. Once a result was seen that names it, it stays.
//
// The rows go first: a file without a row is only space, a row without its file would be damage.

/// A file that was removed.
package struct CollectedBlob: Hashable, Sendable {
    package let digest: String
    package let size: Int64

    package init(digest: String, size: Int64) {
        self.digest = digest
        self.size = size
    }
}

extension HubBlobs {
    /// Removes files that no result has named for the days of grace, or only says which; nothing while a backup is made,
    /// whose copy of the database counts on all files that there were.
    package func collect(dryRun: Bool = false) async throws -> [CollectedBlob] {
        guard holds == 0 else { return [] }
        let limit = clock().adding(milliseconds: -limits.graceDays * 86_400_000)
        let found = try await store.unnamedBlobs(before: limit, removing: !dryRun)
        guard !dryRun else { return found }
        for blob in found {
            // Somebody may have brought it again meanwhile, or be about to have it.
            guard !receiving.contains(blob.digest), try await store.blobSize(blob.digest) == nil,
                !receiving.contains(blob.digest)
            else { continue }
            folder.remove(blob.digest)
        }
        return found
    }

    /// Keeps every file while something is done that counts on them.
    package func keepingAll<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        holds += 1
        defer { holds -= 1 }
        return try await body()
    }
}
