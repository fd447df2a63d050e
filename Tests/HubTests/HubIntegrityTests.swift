import Foundation
import GRDB
import Hub
import SyncCore
import TestSupport
import Testing

/// `jiliang-hub doctor`: what was received is there, bit for bit, or it is named.
@Suite struct HubIntegrityTests {
    let site = HubTestSite(1, of: HubStoreFixture.enterprise)

    static let (one, two) = (HubTestSite.record(1), HubTestSite.record(2))

    /// A hub with four entries in two batches.
    func hub() async throws -> HubStoreFixture {
        var site = site
        return try await hub(of: &site)
    }

    func hub(of site: inout HubTestSite) async throws -> HubStoreFixture {
        let hub = try await HubStoreFixture()
        let (one, two) = (Self.one, Self.two)
        _ = try await hub.push([site.register(one), site.register(two)], of: site)
        let changes = [
            site.change(one, ["location": "一车间"]), site.change(two, ["location": "二车间"]),
        ]
        _ = try await hub.push(changes, of: site)
        return hub
    }

    func edit(_ hub: HubStoreFixture, _ sql: String) throws {
        // A disk knows of no foreign keys.
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let path = hub.folder.file("hub.db")
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func open(
        _ folder: TemporaryFolder,
        of hub: HubStoreFixture
    ) throws -> SQLiteHubStore {
        try SQLiteHubStore(
            folder: folder.path,
            hub: HubStoreFixture.hub,
            receiptKey: hub.receiptKey
        )
    }

    @Test func `a hub that nobody has touched is sound`() async throws {
        let report = try await hub().store.checkIntegrity()
        #expect(report.isSound && report.entries == 4 && report.erased == 0)
    }

    @Test(arguments: [
        "site SET party = 'user-tnit'", "site SET organisation = 'X'", "site SET name = 'X'",
        "site SET signing_key = zeroblob(32)", "site SET certificate_fingerprint = 'cd'",
        "site SET certificate_expires = certificate_expires + 1", "site SET digest = NULL",
        "former_certificate SET fingerprint = 'cd'",
        "former_certificate SET digest = zeroblob(32)",
        "former_certificate SET given = zeroblob(9)",
        "former_certificate SET site = replace(site, '901', '902')",
    ])
    func `a member that nobody can have written is named`(_ change: String) async throws {
        let hub = try await hub()
        let digest = [UInt8](repeating: 9, count: 32)
        let token = EnrolmentToken(
            digest: digest,
            organisation: site.organisation,
            party: site.party,
            uses: 1,
            expires: Instant(milliseconds: HubStoreFixture.now.milliseconds + 1000)
        )
        try await hub.store.add(token)
        try await hub.store.enrol(site.member, tokenDigest: digest, at: HubStoreFixture.now)
        _ = try await hub.store.renew(HubStoreFixture.renewal(of: site.id))
        #expect(try await hub.store.checkIntegrity().isSound)
        try edit(hub, "UPDATE \(change)")
        let report = try await hub.store.checkIntegrity()
        #expect(!report.isSound && report.scopesThatDiffer > 0)
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
        ("log SET root_id = 7 WHERE seq = 4", [4]),
        ("log SET position = 2 WHERE seq = 4", [4]), ("log SET position = -1 WHERE seq = 1", [1]),
        ("root SET leaves = zeroblob(64) WHERE id = 1", [1, 2]),
        ("root SET leaves = x'' WHERE id = 2", [3, 4]),
        ("root SET signature = zeroblob(64) WHERE id = 2", [3, 4]),
        ("root SET count = 3 WHERE id = 1", [1, 2]),
        ("root SET suite = 'sm2-sm3' WHERE id = 2", [3, 4]),
        ("root SET suite = 'none' WHERE id = 1", [1, 2]),
    ]

    @Test(arguments: changes)
    func `an entry that is another is named`(_ change: String, _ damaged: [Int64]) async throws {
        let hub = try await hub()
        try edit(hub, "UPDATE \(change)")
        let report = try await hub.store.checkIntegrity()
        #expect(report.damaged == damaged, "\(change)")
        #expect(!report.isSound && report.fileCheck == "ok")
    }

    /// No hash covers who has written an entry, and what he was told of his fields.
    @Test(arguments: [
        "organisation = replace(organisation, '3', '')", "party = 'authority'", "notes = '[]'",
        "notes = '[{\"field\":\"location\"}]'",
    ])
    func `an entry of another author, or that tells him something else, is named`(
        _ change: String
    ) async throws {
        let hub = try await hub()
        let token = EnrolmentToken(
            digest: [UInt8](repeating: 9, count: 32),
            organisation: site.organisation,
            party: site.party,
            uses: 1,
            expires: Instant(milliseconds: HubStoreFixture.now.milliseconds + 1000)
        )
        try await hub.store.add(token)
        let now = HubStoreFixture.now
        try await hub.store.enrol(site.member, tokenDigest: token.digest, at: now)
        #expect(try await hub.store.checkIntegrity().isSound)
        try edit(hub, "UPDATE log SET \(change) WHERE seq = 4")
        let report = try await hub.store.checkIntegrity()
        #expect(report.damaged == [4] && !report.isSound)
    }

    /// The first of them are about what hash and mark stand for.
    @Test(arguments: changes.prefix(7))
    func `an entry that is another is sent to nobody, and nothing is folded from it`(
        _ change: String,
        _ damaged: [Int64]
    ) async throws {
        var site = site
        let hub = try await hub(of: &site)
        try hub.store.close()
        try edit(hub, "UPDATE \(change)")
        let folder = try TemporaryFolder(isInMemory: true)
        let file = try Data(contentsOf: URL(fileURLWithPath: hub.folder.file("hub.db")))
        _ = try folder.write("hub.db", [UInt8](file))
        let store = try open(folder, of: hub)
        let first = try #require(damaged.first)
        let error = HubError.damaged(
            file: "hub.db",
            detail: "entry \(first) of the log cannot be read"
        )
        let other = HubTestSite(2, of: HubStoreFixture.enterprise).member
        await #expect(throws: error) { try await read(store, as: other) }
        // A process that has kept nothing in memory folds the instrument of that entry.
        let op = site.change(first.isMultiple(of: 2) ? Self.two : Self.one, ["purpose": "其他"])
        let batch = PushBatch(
            site: site.id,
            hub: HubStoreFixture.hub,
            own: [],
            ops: [op],
            signature: []
        )
        let (member, now) = (site.member, HubStoreFixture.now)
        await #expect(throws: error) { try await store.accept(batch, from: member, at: now) }
        #expect(try await store.head().seq == 4)
        try store.close()
    }

    @Test func `a schema that says something else is noticed before a statement needs it`()
        async throws
    {
        let hub = try await hub()
        let sql = "UPDATE sqlite_master SET sql = replace(sql, 'seen_seq', 'sedn_seq')"
        try edit(hub, "PRAGMA writable_schema = ON; \(sql)")
        let report = try await hub.store.checkIntegrity()
        #expect(report.fileCheck == "schema of hub" && !report.isSound)
    }

    /// The check stops within the log then, where it must not keep its snapshot.
    @Test func `a table that cannot be read does not keep the hub from closing`() async throws {
        let hub = try await hub()
        try hub.store.close()
        let path = hub.folder.file("hub.db")
        let queue = try DatabaseQueue(path: path)
        let sql = "SELECT rootpage FROM sqlite_master WHERE name = 'record'"
        let page = try await queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
        try queue.close()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[(page - 1) * 8192] ^= 0xFF
        let folder = try TemporaryFolder(isInMemory: true)
        _ = try folder.write("hub.db", bytes)
        let store = try open(folder, of: hub)
        // With this the write-ahead log has something, of which a reader has a snapshot.
        try await store.add(HubStoreFixture.organisation("91330106MA0000002W", .userUnit))
        #expect(try await !store.checkIntegrity().isSound)
        try store.close()
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
                let store = try open(folder, of: hub)
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

    /// The bytes that the site gets, or another.
    private func read(
        _ store: SQLiteHubStore,
        as reader: HubSite? = nil
    ) async throws -> [UInt8] {
        try await store.page(
            for: reader ?? site.member,
            after: .start(epoch: 1),
            having: .everything,
            limit: 100
        ).encoded
    }
}
