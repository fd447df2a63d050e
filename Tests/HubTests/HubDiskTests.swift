import Foundation
import GRDB
@testable import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// What is left when a batch cannot be written.
@Suite struct HubDiskTests {
    @Test func `a full disk keeps nothing of a batch, and the next try everything`() async throws {
        let hub = try await HubStoreFixture()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let instrument = HubTestSite.record(1)
        _ = try await hub.push([site.register(instrument)], of: site)
        let before = (try await hub.store.head(), try await hub.lines(of: nil))
        try await hub.limitPages(to: 0)
        // Long enough to need a new page, short enough to be judged whole.
        let place = String(repeating: "车间", count: 3000)
        let ops = [
            site.change(instrument, ["location": "一车间"]),
            site.change(instrument, ["purpose": place]),
        ]
        await #expect(throws: HubError.diskFull) { _ = try await hub.push(ops, of: site) }
        #expect(try await hub.store.head() == before.0)
        #expect(try await hub.lines(of: nil) == before.1)
        try await hub.limitPages(to: 1_000_000)
        #expect(try await hub.push(ops, of: site).summary == ["received 2", "received 3"])
        #expect(try await hub.lines(of: nil).first?.contains(place) == true)
    }

    @Test func `words that a crash has left in the write-ahead log go with the next start`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("hub.db")
        let key = Ed25519PrivateKey.generate()
        func open() throws -> SQLiteHubStore {
            try SQLiteHubStore(folder: folder.path, hub: HubStoreFixture.hub, receiptKey: key)
        }
        try open().close()
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            for word in ["case-7031", ""] {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO organisation VALUES ('9', ?, 'user-unit', NULL)",
                    arguments: [word]
                )
            }
        }
        let left = ["", "-wal"].map { FileManager.default.contents(atPath: path + $0) }
        try queue.close()
        for (ending, data) in zip(["", "-wal"], left) {
            try data?.write(to: URL(fileURLWithPath: path + ending))
        }
        func isIn(_ ending: String) -> Bool {
            let data = FileManager.default.contents(atPath: path + ending)
            return data?.range(of: Data("case-7031".utf8)) != nil
        }
        #expect(isIn("-wal"))
        let store = try open()
        #expect(!isIn("") && !isIn("-wal"))
        try store.close()
    }

    @Test func `commits are synced to the disk`() async throws {
        let hub = try await HubStoreFixture()
        let level = try await hub.store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        let mode = try await hub.store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(level == 2)
        #expect(mode == "wal")
    }
}

extension HubStoreFixture {
    /// Sets the most pages that the file may have; SQLite never goes below those it has.
    fileprivate func limitPages(to count: Int) async throws {
        try await store.write { database in
            let now = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 1
            try database.execute(sql: "PRAGMA max_page_count = \(max(count, now))")
        }
    }
}
