import Foundation
import Signing
import SyncCore

/// The files of snapshots under `snapshots/` in a hub's home: those of each organisation in a folder of its own, so
/// that no name leads to another's; and one that is being written.
struct SnapshotFolder {
    let path: String

    /// The tables of a slice that are being written.
    func unfinished(_ slice: SnapshotFile.Slice) -> String {
        path + "/unfinished-" + slice.rawValue
    }

    /// Those of an organisation.
    func shelf(of organisation: String) -> SnapshotShelf {
        SnapshotShelf(path: path + "/" + SHA256().digest(Array(organisation.utf8)).hex)
    }

    /// Every organisation's.
    func shelves() -> [SnapshotShelf] {
        names(in: path).filter(BlobOffer.isDigest).map { SnapshotShelf(path: path + "/" + $0) }
    }

    /// Makes room for a file that is going to be written.
    func prepare() throws(HubError) {
        try HomeFolder(path: path).create()
        removeUnfinished()
    }

    /// Removes what a hub has left that was killed, and a file that is of no use any more.
    func removeUnfinished() {
        for name in names(in: path) where !BlobOffer.isDigest(name) {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }
}

/// The snapshot of one organisation: its manifest, that of the one before, and the pieces of both.
struct SnapshotShelf {
    let path: String

    private static let present = "manifest.json"
    private static let former = "manifest-former.json"

    /// What the organisation is given; `nil` where nothing is, or nothing that the hub has signed.
    func manifest(by keys: HubKeys) -> SignedSnapshotManifest? {
        manifest(Self.present, by: keys)
    }

    private func manifest(_ name: String, by keys: HubKeys) -> SignedSnapshotManifest? {
        guard let bytes = try? HomeFolder(path: path).readIfPresent(name),
            let signed = (try? JSONParser.parse(bytes)).flatMap(SignedSnapshotManifest.init(json:)),
            signed.isGenuine(by: keys)
        else { return nil }
        return signed
    }

    /// The pieces that somebody may be fetching: of the present snapshot and of the one before it.
    func chunks(by keys: HubKeys) -> [String: SnapshotChunk] {
        let manifests = [Self.present, Self.former].compactMap { manifest($0, by: keys)?.manifest }
        return manifests.flatMap(\.files).flatMap(\.chunks).reduce(into: [:]) { chunks, chunk in
            chunks[chunk.digest] = chunk
        }
    }

    func file(of chunk: String) -> StoredFile { StoredFile(path: path + "/" + chunk) }

    /// Whether a piece is there and is what its name says.
    func isWhole(_ chunk: SnapshotChunk) throws(HubError) -> Bool {
        let file = file(of: chunk.digest)
        guard file.size == chunk.size else { return false }
        return try file.digest()?.hex == chunk.digest
    }

    /// Writes a piece, durably, under its digest. What is there is left, where it is whole.
    func keep(_ frame: [UInt8], of length: Int) throws(HubError) -> SnapshotChunk {
        let chunk = SnapshotChunk(
            digest: SHA256().digest(frame).hex,
            size: Int64(frame.count),
            length: Int64(length)
        )
        let folder = HomeFolder(path: path)
        try folder.create()
        if try !isWhole(chunk) { try folder.write(frame, to: chunk.digest) }
        return chunk
    }

    /// Puts a manifest in the place of the one before it.
    func publish(_ signed: SignedSnapshotManifest, by keys: HubKeys) throws(HubError) {
        let folder = HomeFolder(path: path)
        if let present = try folder.readIfPresent(Self.present) {
            try folder.write(present, to: Self.former)
        }
        try folder.write(signed.json.canonical, to: Self.present)
        tidy(by: keys)
    }

    /// Removes the pieces that no manifest names.
    func tidy(by keys: HubKeys) {
        let named = chunks(by: keys)
        for name in names(in: path) where ![Self.present, Self.former].contains(name) {
            if named[name] == nil { try? FileManager.default.removeItem(atPath: path + "/" + name) }
        }
    }

    /// Removes all of it: the manifest goes first, so that what is left of a removal names nothing.
    func remove() {
        for name in [Self.present, Self.former] {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
        try? FileManager.default.removeItem(atPath: path)
    }
}

private func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
}
