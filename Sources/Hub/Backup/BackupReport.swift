import Foundation
private import Glibc
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
            let key = home.receiptKey.publicKey
            var (found, held) = try await SQLiteHubStore.checkCopy(
                at: path + "/" + SQLiteHubStore.file,
                of: home.hub,
                key
            )
            found.blobs = Int64(held.count)
            found.damagedBlobs = try BlobFolder(path: path + "/blobs").damaged(of: held, by: key)
            integrity = found
        } catch HubError.damaged(_, let detail), HubError.storage(let detail) {
            integrity = HubIntegrityReport(fileCheck: detail)
        }
    }
}

extension BackupManifest.Part {
    private static let pieceSize = 1 << 20

    /// Size and digest of a file as it is now.
    init(reading name: String, in folder: String) throws(HubError) {
        let path = folder + "/" + name
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path: path) }
        defer { close(descriptor) }
        let sha256 = SHA256()
        sha256.begin()
        var size: Int64 = 0
        while case let piece = try Self.piece(of: descriptor, at: path), !piece.isEmpty {
            sha256.update(piece[...])
            size += Int64(piece.count)
        }
        self.init(name: name, size: size, digest: sha256.finish())
    }

    private static func piece(of descriptor: Int32, at path: String) throws(HubError) -> [UInt8] {
        var code: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
            var found = Glibc.read(descriptor, buffer.baseAddress, pieceSize)
            while found < 0, errno == EINTR {
                found = Glibc.read(descriptor, buffer.baseAddress, pieceSize)
            }
            code = found < 0 ? errno : 0
            count = max(0, found)
        }
        guard code == 0 else { throw .system(code, path: path) }
        return piece
    }
}
