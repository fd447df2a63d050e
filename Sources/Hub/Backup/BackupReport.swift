import Signing
package import SyncCore

/// Whether a backup is what was written, and its store what the hub has received.
package struct BackupReport: Hashable, Sendable {
    package let manifest: BackupManifest
    /// Files that are missing or are not what was written.
    package let changedFiles: [String]
    package let integrity: HubIntegrityReport

    package var isSound: Bool { changedFiles.isEmpty && integrity.isSound }

    package var json: JSONValue {
        [
            "sound": .bool(isSound),
            "hub": .string(manifest.hub.description),
            "city": .string(manifest.city),
            "takenAt": .string(manifest.takenAt.text),
            "epoch": .integer(Int64(manifest.head.epoch)),
            "seq": .integer(manifest.head.seq),
            "bytes": .integer(manifest.size),
            "changedFiles": .texts(changedFiles),
            "store": integrity.json,
        ]
    }

    /// Reads the whole backup in a folder, and changes nothing there.
    ///
    /// - Throws: `HubError.noBackup` where none is there, or one of another version of the program.
    package init(of path: String) async throws {
        guard let bytes = try HomeFolder(path: path).readIfPresent(.backup),
            let manifest = (try? JSONParser.parse(bytes)).flatMap(BackupManifest.init(json:))
        else { throw HubError.noBackup(path) }
        self.manifest = manifest
        changedFiles = manifest.parts.filter { part in
            (try? BackupManifest.Part(reading: part.name, in: path)) != part
        }.map(\.name)
        guard let home = try? HubHome.open(path: path), home.hub == manifest.hub else {
            integrity = HubIntegrityReport(fileCheck: "keys of another hub, or none")
            return
        }
        do {
            let keys = home.keyring.keys
            var (found, held) = try await SQLiteHubStore.checkCopy(
                at: path + "/" + SQLiteHubStore.file,
                by: keys
            )
            found.blobs = Int64(held.count)
            found.damagedBlobs = try BlobFolder(path: path + "/blobs").damaged(of: held, by: keys)
            integrity = found
        } catch HubError.damaged(_, let detail), HubError.storage(let detail) {
            integrity = HubIntegrityReport(fileCheck: detail)
        }
    }
}

extension BackupManifest.Part {
    /// Size and digest of a file as it is now. Throws `HubError` where there is none.
    init(reading name: String, in folder: String) throws(HubError) {
        let file = StoredFile(path: folder + "/" + name)
        guard let size = file.size, let digest = try file.digest() else {
            throw .damaged(file: name, detail: "missing")
        }
        self.init(name: name, size: size, digest: digest)
    }
}
