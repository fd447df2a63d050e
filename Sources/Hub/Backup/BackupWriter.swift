import Foundation
private import Glibc
import SyncCore

/// Makes a backup of a hub while it works: a folder with its keys and a copy of its store, which is a hub's home
/// itself once it is put in the place of the old one.
struct BackupWriter {
    let home: HubHome
    let store: any HubStore
    let blobs: HubBlobs

    /// Writes into a folder beside the place, checks what it has written, and only then gives it the name, so a
    /// backup that was cut off is never taken for one. `path` is not there yet, or empty.
    ///
    /// A store that is damaged is backed up all the same, and the report says so: it may be all there is.
    ///
    /// - Throws: `HubError`; then nothing is at `path`.
    func write(
        to path: String,
        at now: Instant,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> BackupReport {
        try Self.checkFree(path)
        let partial = path + ".jiliang-part"
        // What an earlier attempt has left.
        try? FileManager.default.removeItem(atPath: partial)
        do {
            try await fill(HomeFolder(path: partial), at: now, progress)
            let report = try await BackupReport(of: partial)
            guard rename(partial, path) == 0 else { throw HubError.system(errno, path: path) }
            try HomeFolder(path: URL(fileURLWithPath: path).deletingLastPathComponent().path).sync()
            return report
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            switch error {
            case HubError.diskFull: throw HubError.backupNotWritten("\(path): no space left")
            case HubError.inputOutput(let detail), HubError.storage(let detail):
                throw HubError.backupNotWritten("\(path): \(detail)")
            default: throw error
            }
        }
    }

    private func fill(
        _ folder: HomeFolder,
        at now: Instant,
        _ progress: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        try folder.create()
        let source = HomeFolder(path: home.path)
        for file in HomeFile.backedUp where file != .receiptKey {
            try folder.write(source.readText(file), to: file)
        }
        let copy = folder.path + "/" + SQLiteHubStore.file
        let head = try await blobs.keepingAll { [store, blobs] in
            let head = try await store.copy(to: copy, progress: progress)
            // A key may have been replaced meanwhile: one that is newer than the store is good with it, not the other
            // way round.
            try folder.write(source.readText(.receiptKey), to: .receiptKey)
            // Later than the store, so every file that it knows of is among them.
            try await blobs.copy(to: BlobFolder(path: folder.path + "/blobs"))
            return head
        }
        let names = HomeFile.backedUp.map(\.rawValue) + [SQLiteHubStore.file]
        let manifest = BackupManifest(
            hub: home.hub,
            city: home.city,
            takenAt: now,
            head: head,
            parts: try names.map { try BackupManifest.Part(reading: $0, in: folder.path) }
        )
        try folder.write(manifest.json.canonicalText + "\n", to: .backup)
    }

    private static func checkFree(_ path: String) throws(HubError) {
        let found = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard access(path, F_OK) != 0 || found?.isEmpty == true else {
            throw .folderTaken(path)
        }
    }
}

extension HubHome {
    /// What the folder says of the backup that it was put back from; `nil` where it was not, or where the hub was
    /// recovered since.
    package func backup() throws(HubError) -> BackupManifest? {
        try HomeFolder(path: path).readIfPresent(.backup)
            .flatMap { try? JSONParser.parse($0) }.flatMap(BackupManifest.init(json:))
    }

    /// From now on the hub goes on by itself.
    func forgetBackup() throws(HubError) {
        let file = HomeFolder(path: path).path(of: .backup)
        guard unlink(file) == 0 || errno == ENOENT else { throw .system(errno, path: file) }
    }
}
