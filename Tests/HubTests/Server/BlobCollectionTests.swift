import Foundation
import GRDB
@testable import Hub
import SyncCore
import Testing

/// Files that no result names are removed, and no others.
struct BlobCollectionTests {
    private let file = SampleFile(length: 3000)

    /// Limits by which every file is past its days of grace.
    private static var impatient: BlobLimits {
        var limits = BlobLimits()
        limits.graceDays = -1
        return limits
    }

    private func isThere(in hub: RunningHub) -> Bool {
        let path = "\(hub.home.path)/blobs/sha256/\(file.digest.prefix(2))/\(file.digest)"
        return FileManager.default.fileExists(atPath: path)
    }

    private func bring(to town: BlobTown) async throws {
        let opened = try await town.offer(file.digest, size: file.bytes.count)
        let id = try #require(opened.state?.id)
        let last = try await town.send(file.bytes[...], to: id, at: 0)
        try #require(last.state?.receipt != nil, "\(last)")
    }

    @Test func `whether a result names one is asked of the index of those that name any`()
        async throws
    {
        let hub = try await HubStoreFixture()
        let sql = "EXPLAIN QUERY PLAN SELECT * FROM blob_holder WHERE \(BlobRows.isNamedByAny)"
        let plan = try hub.store.pool.read { try Row.fetchAll($0, sql: sql) }
        #expect(plan.contains { $0.description.contains("USING INDEX record_by_certificate") })
    }

    @Test func `one that no result names goes after its days of grace, and may come again`()
        async throws
    {
        try await RunningHub.run(blobLimits: Self.impatient) { hub in
            let town = try await BlobTown(hub)
            try await bring(to: town)
            let lines = Lines()
            for isDry in [true, false] {
                #expect(isThere(in: hub))
                try await hub.control.perform(.collectBlobs(dryRun: isDry)) {
                    lines.append($0.canonicalText)
                }
            }
            let line = #"{"digest":"\#(file.digest)","size":3000}"#
            #expect(lines.all == [line, line])
            #expect(!isThere(in: hub))
            #expect(try await hub.surroundings.blobs.check() == (0, []))
            #expect(try await hub.surroundings.blobs.collect().isEmpty)
            try await bring(to: town)
            #expect(isThere(in: hub))
        }
    }

    @Test func `one that a result names stays`() async throws {
        try await RunningHub.run(blobLimits: Self.impatient) { hub in
            var town = try await BlobTown(hub)
            try await bring(to: town)
            try await town.name(file.digest, size: file.bytes.count)
            #expect(try await hub.surroundings.blobs.collect().isEmpty)
            #expect(isThere(in: hub))
        }
    }

    @Test func `one within its days of grace stays`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            try await bring(to: town)
            #expect(try await hub.surroundings.blobs.collect().isEmpty)
            #expect(isThere(in: hub))
        }
    }

    @Test func `nothing goes while a backup counts on all files`() async throws {
        try await RunningHub.run(blobLimits: Self.impatient) { hub in
            let town = try await BlobTown(hub)
            try await bring(to: town)
            let blobs = hub.surroundings.blobs
            let found = try await blobs.keepingAll { try await blobs.collect() }
            #expect(found.isEmpty)
            #expect(isThere(in: hub))
            await BlobCollection(surroundings: hub.surroundings).collect()
            #expect(!isThere(in: hub))
        }
    }
}
