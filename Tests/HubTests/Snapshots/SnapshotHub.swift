import Compression
import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

extension RunningHub {
    /// The snapshot of an organisation, waited for while it is made.
    func snapshot(of organisation: String) async throws -> SnapshotManifest {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            switch try await surroundings.snapshots.answer(to: organisation) {
            case .manifest(let signed): return signed.manifest
            case .preparing: try await Task.sleep(for: .milliseconds(20))
            case .none: throw HubError.unknownRecord("no snapshot")
            }
        }
        throw HubError.unknownRecord("no snapshot in time")
    }

    /// The file that the pieces of a slice come to, which are fetched as a site fetches them.
    func file(
        _ slice: SnapshotFile.Slice,
        of manifest: SnapshotManifest,
        as site: MemberSite
    ) async throws -> String {
        let path = folder.file("\(slice.rawValue)-\(UInt64.random(in: 0...UInt64.max)).db")
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        let output = try #require(FileHandle(forWritingAtPath: path))
        for chunk in try #require(manifest.file(slice)).chunks {
            let bytes = try await bytes(of: chunk.digest, as: site)
            #expect(SHA256().digest(bytes).hex == chunk.digest)
            #expect(Int64(bytes.count) == chunk.size)
            let inflation = try #require(Inflation(bytesMax: Int(chunk.length)))
            try bytes.withUnsafeBytes { (raw) throws in try inflation.add(raw) }
            let plain = try inflation.finish()
            #expect(Int64(plain.count) == chunk.length)
            try output.write(contentsOf: plain)
        }
        try output.close()
        return path
    }

    /// A piece, byte for byte.
    func bytes(
        of digest: String,
        as site: MemberSite,
        options: [String] = []
    ) async throws -> [UInt8] {
        let output = folder.file("piece-\(UInt64.random(in: 0...UInt64.max))")
        let reply = try await call(
            "GET",
            "/v1/chunks/\(digest)",
            as: site,
            options: ["-o", output, "-H", "Accept-Encoding: zstd, gzip"] + options
        )
        #expect(reply.mediaType == "application/octet-stream", "\(reply)")
        return Array(try Data(contentsOf: URL(fileURLWithPath: output)))
    }
}

extension SnapshotLimits {
    /// Everybody who sees more than a few entries begins with a snapshot, in many pieces.
    static func from(_ entriesMin: Int) -> SnapshotLimits {
        var limits = SnapshotLimits()
        limits.entriesMin = entriesMin
        limits.chunkLength = 40_000
        return limits
    }
}
