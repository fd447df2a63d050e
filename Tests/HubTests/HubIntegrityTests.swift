import Foundation
import GRDB
import Hub
import SyncCore
import TestSupport
import Testing

/// `jiliang-hub doctor`: what was received is there, bit for bit, or it is named.
@Suite struct HubIntegrityTests {
    private let site = HubTestSite(1, of: HubStoreFixture.enterprise)

    /// A hub with four entries in two batches.
    private func hub() async throws -> HubStoreFixture {
        let hub = try await HubStoreFixture()
        var site = site
        let (one, two) = (HubTestSite.record(1), HubTestSite.record(2))
        _ = try await hub.push([site.register(one), site.register(two)], of: site)
        let changes = [
            site.change(one, ["location": "一车间"]), site.change(two, ["location": "二车间"]),
        ]
        _ = try await hub.push(changes, of: site)
        return hub
    }

    private func edit(_ hub: HubStoreFixture, _ sql: String) throws {
        let queue = try DatabaseQueue(path: hub.folder.file("hub.db"))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `a hub that nobody has touched is sound`() async throws {
        let report = try await hub().store.checkIntegrity()
        #expect(report.isSound && report.entries == 4 && report.erased == 0)
    }

    /// Each of these passes SQLite's own check.
    static let changes: [(sql: String, damaged: [Int64])] = [
        ("log SET body = replace(body, '一车间', '三车间') WHERE seq = 3", [3]),
        ("log SET received_at = received_at - 1 WHERE seq = 2", [2]),
        ("log SET claimed_at = 5 WHERE seq = 1", [1]), ("log SET base = 1 WHERE seq = 4", [4]),
        ("log SET previous = zeroblob(32) WHERE seq = 4", [4]),
        ("log SET hash = zeroblob(32) WHERE seq = 2", [2]),
        ("log SET mark = zeroblob(16) WHERE seq = 2", [2, 3]),
        ("log SET position = 0 WHERE seq = 4", [4]),
        ("log SET path = zeroblob(32) WHERE seq = 1", [1]),
        ("root SET signature = zeroblob(64) WHERE id = 2", [3, 4]),
        ("root SET count = 3 WHERE id = 1", [1, 2]),
    ]

    @Test(arguments: changes)
    func `an entry that is another is named`(_ change: String, _ damaged: [Int64]) async throws {
        let hub = try await hub()
        try edit(hub, "UPDATE \(change)")
        let report = try await hub.store.checkIntegrity()
        #expect(report.damaged == damaged, "\(change)")
        #expect(!report.isSound && report.fileCheck == "ok")
    }

    static let recordChanges: [(sql: String, differing: Int64)] = [
        ("UPDATE record SET line = replace(line, '一车间', '三车间')", 2),
        ("UPDATE log SET organisation = '\(HubStoreFixture.stranger)' WHERE seq = 3", 2),
        ("UPDATE record SET line = NULL WHERE id = '\(HubTestSite.record(2))'", 1),
    ]

    @Test(arguments: recordChanges)
    func `a record that is not what the log makes of it is counted`(
        _ sql: String,
        _ differing: Int64
    ) async throws {
        let hub = try await hub()
        try edit(hub, sql)
        let report = try await hub.store.checkIntegrity()
        #expect(report.recordsThatDiffer == differing && !report.isSound)
    }

    @Test(arguments: [UInt64(1), 2])
    func `a bit that flips in the file is noticed, or sites read what they did`(
        _ seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let hub = try await hub()
        let before = try await read(hub.store)
        try hub.store.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: hub.folder.file("hub.db")))
        var noticed = 0
        // Most of a small file is empty.
        let places = file.indices.filter { file[$0] != 0 }
        for number in 0..<20 {
            var bytes = [UInt8](file)
            let place = places[Int.random(in: 0..<places.count, using: &random)]
            bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            let folder = try TemporaryFolder(isInMemory: true)
            _ = try folder.write("hub.db", bytes)
            do {
                let store = try SQLiteHubStore(
                    folder: folder.path,
                    hub: HubStoreFixture.hub,
                    receiptKey: hub.receiptKey
                )
                let report = try await store.checkIntegrity()
                if report.isSound {
                    #expect(try await read(store) == before, "seed \(seed), flip \(number)")
                } else {
                    noticed += 1
                }
                try store.close()
            } catch is HubError { noticed += 1 }
        }
        #expect(noticed > 0, "seed \(seed)")
    }

    /// The bytes that the site gets.
    private func read(_ store: SQLiteHubStore) async throws -> [UInt8] {
        try await store.page(
            for: site.member,
            after: .start(epoch: 1),
            having: .everything,
            limit: 100
        ).encoded
    }
}
