import Signing
import SyncCore
import Testing

@Suite("The manifest of a snapshot")
struct SnapshotManifestTests {
    private let key = Ed25519PrivateKey.generate()

    private func manifest(_ files: [SnapshotFile]) -> SnapshotManifest {
        SnapshotManifest(
            hub: RecordID(trusted: "0192f0c1-0000-7000-8000-000000000001"),
            organisation: "91330106MA00000003",
            schema: 13,
            ranks: "r",
            cursor: .start(epoch: 2),
            files: files
        )
    }

    private func file(_ slice: SnapshotFile.Slice, _ lengths: [Int64]) -> SnapshotFile {
        let chunks = lengths.map {
            SnapshotChunk(
                digest: String(repeating: "ab", count: 32),
                size: $0 / 2 + 1,
                length: $0
            )
        }
        return SnapshotFile(slice: slice, chunks: chunks)
    }

    @Test("what is written is read again, and is the hub's word")
    func roundTrip() throws {
        let signed = SignedSnapshotManifest.sign(
            manifest([file(.urgent, [10]), file(.whole, [10, 20])]),
            with: key
        )
        let read = try #require(SignedSnapshotManifest(json: signed.json))
        #expect(read == signed)
        #expect(read.isGenuine(by: key.publicKey))
        #expect(!read.isGenuine(by: Ed25519PrivateKey.generate().publicKey))
        #expect(read.manifest.file(.whole)?.length == 30)
        #expect(read.manifest.file(.whole)?.size == 17)
    }

    @Test("a manifest that could not be fetched is none")
    func shape() {
        let bad: [(String, [SnapshotFile])] = [
            ("no whole file", [file(.urgent, [10])]),
            ("two of one slice", [file(.whole, [10]), file(.whole, [20])]),
            ("a file without a piece", [file(.whole, [])]),
            ("an empty piece", [file(.whole, [0])]),
            ("a piece too long", [file(.whole, [SnapshotChunk.lengthMax + 1])]),
        ]
        for (name, files) in bad {
            let signed = SignedSnapshotManifest.sign(manifest(files), with: key)
            #expect(SignedSnapshotManifest(json: signed.json) == nil, "\(name)")
        }
    }
}
