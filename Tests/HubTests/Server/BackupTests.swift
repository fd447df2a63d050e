import FaultyDisk
import Foundation
import Hub
import SyncCore
import TestSupport
import Testing

/// A backup of a hub is whole, proves that it is, and can take the hub's place.
struct BackupTests {
    private static let files = [
        "ca-key.pem", "ca.pem", "server-key.pem", "server.pem", "receipt-key.hex", "hub.json",
        "hub.db",
    ]

    /// A hub with an instrument, and a backup of it.
    private func withBackup(
        _ body: (RunningHub, inout MemberSite, _ backup: String) async throws -> Void
    ) async throws {
        try await RunningHub.run { hub in
            var site = try await hub.member()
            try await push([site.ops.register(HubTestSite.record(1))], of: site, to: hub)
            let backup = hub.folder.file("backup")
            try await backUp(hub, to: backup)
            try await body(hub, &site, backup)
        }
    }

    private func push(_ ops: [WireOp], of site: MemberSite, to hub: RunningHub) async throws {
        let batch = site.batch(ops, for: hub.home.hub).encoded
        let reply = try await hub.call("POST", "/v1/ops", as: site, body: batch)
        try #require(reply.status == 200)
    }

    private func backUp(_ hub: RunningHub, to path: String) async throws {
        try await hub.control.perform(.backUp(folder: path)) { _ in }
    }

    @Test func `what comes after a backup has begun is not in it, all before is`() async throws {
        try await withBackup { hub, site, backup in
            try await push(
                [site.ops.change(HubTestSite.record(1), ["location": "后来"])],
                of: site,
                to: hub
            )
            let report = try await BackupReport(of: backup)
            #expect(report.isSound)
            #expect(report.manifest.head.seq == 1)
            #expect(report.integrity.entries == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: backup)
            #expect(Set(names) == Set(Self.files + ["backup.json"]))
        }
    }

    @Test func `a backup is a hub's home, and recovered once it is one`() async throws {
        try await withBackup { hub, _, backup in
            let home = try HubHome.open(path: backup)
            #expect(try home.backup() != nil)
            let surroundings = Surroundings(
                home: home,
                store: try SQLiteHubStore(
                    folder: backup,
                    hub: home.hub,
                    keyring: home.keyring
                ),
                signal: FeedSignal(),
                clock: RunningHub.now,
                logger: hub.surroundings.logger
            )
            let restored = HubControl(surroundings)
            try await restored.perform(.recover(dryRun: true)) { _ in }
            #expect(try home.backup() != nil)
            try await restored.perform(.recover(dryRun: false)) { _ in }
            #expect(try home.backup() == nil)
            #expect(try await surroundings.store.head().epoch == 2)
        }
    }

    @Test(arguments: files) func `a byte that has changed is noticed`(_ name: String) async throws {
        try await withBackup { _, _, backup in
            let path = URL(fileURLWithPath: backup + "/" + name)
            var bytes = try Data(contentsOf: path)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: path)
            let report = try await BackupReport(of: backup)
            #expect(report.changedFiles == [name])
            #expect(!report.isSound)
        }
    }

    @Test(arguments: files) func `a file that is gone is noticed`(_ name: String) async throws {
        try await withBackup { _, _, backup in
            try FileManager.default.removeItem(atPath: backup + "/" + name)
            let report = try await BackupReport(of: backup)
            #expect(report.changedFiles == [name])
        }
    }

    @Test func `a backup of a damaged hub is made, and says so`() async throws {
        try await withBackup { hub, _, _ in
            let sql = "UPDATE log SET body = replace(body, '00123', '00124')"
            let edit = try Program(path: "/usr/bin/sqlite3").run([hub.home.path + "/hub.db", sql])
            try #require(edit.status == 0)
            let path = hub.folder.file("damaged")
            try await backUp(hub, to: path)
            let report = try await BackupReport(of: path)
            #expect(report.changedFiles.isEmpty)
            #expect(report.integrity.damaged == [1])
        }
    }

    @Test func `certificate files go along, and one that has changed is noticed`() async throws {
        try await RunningHub.run { hub in
            let town = try await BlobTown(hub)
            let file = SampleFile(length: 300_000)
            let offered = try await town.offer(file.digest, size: file.bytes.count)
            let id = try #require(offered.state?.id)
            _ = try await town.send(file.bytes[...], to: id, at: 0)
            let backup = hub.folder.file("backup")
            try await backUp(hub, to: backup)
            let report = try await BackupReport(of: backup)
            #expect(report.isSound)
            #expect(report.integrity.blobs == 1)
            let copy = "\(backup)/blobs/sha256/\(file.digest.prefix(2))/\(file.digest)"
            try Data(file.bytes.dropLast()).write(to: URL(fileURLWithPath: copy))
            #expect(try await BackupReport(of: backup).integrity.damagedBlobs == [file.digest])
        }
    }

    @Test func `nothing is written over what is there`() async throws {
        try await withBackup { hub, _, backup in
            for taken in [backup, try hub.folder.write("file", [1])] {
                await #expect(throws: HubError.folderTaken(taken)) {
                    try await backUp(hub, to: taken)
                }
            }
            #expect(try await BackupReport(of: backup).isSound)
            let none = hub.folder.file("none")
            await #expect(throws: HubError.noBackup(none)) { _ = try await BackupReport(of: none) }
        }
    }

    @Test func `a full disk leaves no half of a backup`() async throws {
        try await withBackup { hub, _, _ in
            let path = hub.folder.file("full")
            let disk = try FaultyDisk(at: path + ".jiliang-part")
            defer { disk.unmount() }
            disk.faults.isFull = true
            await #expect(throws: HubError.backupNotWritten("\(path): no space left")) {
                try await backUp(hub, to: path)
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: hub.folder.path)
            #expect(!left.contains { $0.hasPrefix("full") })
        }
    }
}
