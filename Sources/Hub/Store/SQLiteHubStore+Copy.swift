import GRDB
import Signing
package import SyncCore

extension SQLiteHubStore {
    /// Pages that are copied before the next look at how far it is.
    private static let pagesPerStep: CInt = 2048

    package func copy(
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> SyncCore.Cursor {
        try await read { source in
            // The first statement fixes the snapshot; sites go on writing meanwhile.
            let head = try EpochRows.head(source)
            let target = try DatabaseQueue(path: path)
            defer { try? target.close() }
            try target.writeWithoutTransaction { target in
                try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { step in
                    let total = max(1, step.totalPageCount)
                    try progress(step.completedPageCount * 100 / total)
                }
                // One file, which can be read where nothing can be written.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            return head
        }
    }

    /// Holds a copy that `copy` has made against hashes, receipts and its own log, without writing anything, and
    /// says which certificate files it has. Throws `HubError`.
    static func checkCopy(
        at path: String,
        by keys: HubKeys
    ) async throws -> (HubIntegrityReport, [HeldBlob]) {
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? copy.close() }
            return try await copy.read { database in
                guard try migrator.hasCompletedMigrations(database),
                    try !migrator.hasBeenSuperseded(database)
                else { throw HubError.noBackup("\(path): of another version of the program") }
                return (try integrity(by: keys, in: database), try BlobRows.all(database))
            }
        } catch let error as DatabaseError { throw HubError(error) }
    }
}
