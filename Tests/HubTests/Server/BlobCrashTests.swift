import Foundation
import Hub
import SyncCore
import Testing

/// What a hub that was killed knows of the files that were on their way.
struct BlobCrashTests {
    private let file = SampleFile(length: 500_000)

    /// The files as a hub sees them that has just been started on the same home.
    private func restarted(_ hub: RunningHub) -> HubBlobs {
        HubBlobs(
            home: hub.home,
            store: hub.surroundings.store,
            limits: BlobLimits(),
            clock: RunningHub.now,
            random: Surroundings.randomBytes
        )
    }

    /// Begins an upload with its first bytes.
    private func begun(_ hub: RunningHub, _ count: Int) async throws -> (HubSite, String) {
        let body = try await hub.member(2, of: HubStoreFixture.body, .verificationBody)
        let site = try #require(try await hub.surroundings.store.site(body.ops.id))
        let offer = BlobOffer(digest: file.digest, size: Int64(file.bytes.count))
        let blobs = hub.surroundings.blobs
        let (state, isNew) = try await blobs.take(offer, from: site)
        #expect(isNew)
        let upload = try #require(try await blobs.upload(state.id, of: site))
        let turn = try await blobs.begin(upload, at: 0)
        try await blobs.append(Array(file.bytes[..<count]), in: turn)
        return (site, state.id)
    }

    @Test func `an upload goes on where its durable bytes ended`() async throws {
        try await RunningHub.run { hub in
            let (site, id) = try await begun(hub, 300_000)
            let blobs = restarted(hub)
            let upload = try #require(try await blobs.upload(id, of: site))
            #expect(upload.offset == 300_000)
            let turn = try await blobs.begin(upload, at: 300_000)
            try await blobs.append(Array(file.bytes[300_000...]), in: turn)
            #expect(try await blobs.end(turn, from: site).receipt != nil)
        }
    }

    @Test func `a file that is shorter than its row says is believed`() async throws {
        try await RunningHub.run { hub in
            let (site, id) = try await begun(hub, 300_000)
            let partial = hub.home.path + "/blobs/uploads/" + id
            try Data(file.bytes[..<1000]).write(to: URL(fileURLWithPath: partial))
            #expect(try await restarted(hub).upload(id, of: site)?.offset == 1000)
        }
    }

    @Test func `a file that has got its last name before the hub fell is received`() async throws {
        try await RunningHub.run { hub in
            let (site, id) = try await begun(hub, 500_000)
            let root = hub.home.path + "/blobs"
            let shelf = "\(root)/sha256/\(file.digest.prefix(2))"
            let files = FileManager.default
            try files.createDirectory(atPath: shelf, withIntermediateDirectories: true)
            try files.moveItem(atPath: "\(root)/uploads/\(id)", toPath: "\(shelf)/\(file.digest)")
            let blobs = restarted(hub)
            let upload = try #require(try await blobs.upload(id, of: site))
            #expect(upload.offset == 500_000 && upload.receipt == nil)
            let turn = try await blobs.begin(upload, at: 500_000)
            #expect(try await blobs.end(turn, from: site).receipt != nil)
        }
    }

    @Test func `whoever goes on with an upload takes it over`() async throws {
        try await RunningHub.run { hub in
            let (site, id) = try await begun(hub, 1000)
            let blobs = hub.surroundings.blobs
            let upload = try #require(try await blobs.upload(id, of: site))
            let slow = try await blobs.begin(upload, at: 1000)
            let quick = try await blobs.begin(upload, at: 1000)
            await #expect(throws: BlobRefusal.overtaken) {
                try await blobs.append([0], in: slow)
            }
            try await blobs.append(Array(file.bytes[1000...]), in: quick)
            #expect(try await blobs.end(quick, from: site).receipt != nil)
        }
    }
}
