import Foundation
import GRDB
import Hub
import LocalStore
import Policy
import SyncCore
import TestSupport
import Testing

/// A site that begins with tables which the hub has made has what it would have pulled.
struct SnapshotTests {
    /// The rows of every table of a site that are not the site's own, each as one text.
    private func rows(_ path: String) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            let names = "SELECT name FROM sqlite_master WHERE type = 'table'"
            let tables = try String.fetchAll(database, sql: names).filter {
                // Which life of the site has written, and where it has been on its way.
                !["folded", "cursor_history"].contains($0)
            }
            return try tables.reduce(into: [:]) { rows, table in
                let columns = try database.columns(in: table).map { "quote(\($0.name))" }
                let row = columns.joined(separator: " || ' ' || ")
                let sql = "SELECT \(row) FROM \(table) ORDER BY 1"
                rows[table] = try String.fetchAll(database, sql: sql)
            }
        }
    }

    /// A home of a new site of an organisation.
    private func makeHome(_ path: String, of site: HubTestSite) throws {
        var random = SeededGenerator(seed: 1)
        try Store.create(
            home: path,
            role: site.party == .userUnit ? .userUnit : .verificationBody,
            organisation: site.organisation,
            name: "示例单位",
            region: nil,
            at: HubStoreFixture.now,
            patience: .seconds(5),
            random: &random
        ).store.close()
    }

    private static let day = Day(secondsSince1970: HubStoreFixture.now.seconds)

    private static let readers = [
        HubTestSite(8, of: HubStoreFixture.enterprise),
        HubTestSite(9, of: HubStoreFixture.body, .verificationBody),
        HubTestSite(10, of: HubStoreFixture.stranger),
    ]

    @Test(arguments: [1, UInt64.random(in: .min ... .max)])
    func `every table has the rows that a site has which read entry by entry`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let hub = try await HubStoreFixture()
        var story = SnapshotStory(hub)
        try await story.write()
        try await story.goOn(60, using: &random)
        for reader in Self.readers {
            let folder = try TemporaryFolder()
            try makeHome(folder.file("site"), of: reader)
            let store = try Store.open(home: folder.file("site"), patience: .seconds(5))
            var cursor = Cursor.start(epoch: try await hub.store.head().epoch)
            while true {
                let page = try await hub.store.page(
                    for: reader.member,
                    after: cursor,
                    having: .everything,
                    limit: 1
                )
                _ = try store.apply(page)
                cursor = page.cursor
                if page.isLast { break }
            }
            _ = try store.recolor(on: Self.day, by: PolicyEngine().judge(on: Self.day))
            try store.close()
            let path = folder.file("snapshot.db")
            let place = try await hub.store.snapshot(
                of: reader.organisation,
                on: Self.day,
                to: path
            ) { _ in }
            #expect(place == cursor, "seed \(seed)")
            let (made, pulled) = (try rows(path), try rows(folder.file("site/replica.db")))
            #expect(made.keys.sorted() == pulled.keys.sorted())
            for (table, rows) in pulled {
                #expect(made[table] == rows, "\(table), \(reader.organisation), seed \(seed)")
            }
            let hasConflicts = made["conflict"]?.isEmpty == false
            #expect(hasConflicts || reader.organisation == HubStoreFixture.stranger)
        }
    }

    @Test func `a home with these tables is sound, and stands where they say`() async throws {
        let hub = try await HubStoreFixture()
        var story = SnapshotStory(hub)
        try await story.write()
        for reader in Self.readers {
            let folder = try TemporaryFolder()
            let home = folder.file("site")
            try makeHome(home, of: reader)
            try FileManager.default.removeItem(atPath: home + "/replica.db")
            let path = home + "/replica.db"
            let place = try await hub.store.snapshot(
                of: reader.organisation,
                on: Self.day,
                to: path
            ) { _ in }
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            let store = try Store.open(home: home, patience: .seconds(5))
            let report = try store.checkIntegrity()
            #expect(report.isSound, "\(report)")
            #expect(try store.cursor() == place)
            try store.close()
        }
    }

    @Test func `how far it is comes step by step, and whoever listens can end it`() async throws {
        struct Enough: Error {}
        let hub = try await HubStoreFixture()
        var story = SnapshotStory(hub)
        try await story.write()
        let folder = try TemporaryFolder()
        await #expect(throws: Enough.self) {
            try await hub.store.snapshot(
                of: HubStoreFixture.enterprise,
                on: Self.day,
                to: folder.file("snapshot.db")
            ) { _ in throw Enough() }
        }
        // The store goes on.
        try await story.write()
    }
}
