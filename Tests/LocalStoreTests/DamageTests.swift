import Foundation
import GRDB
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// What a disk does to a site's files while nothing runs there: it is noticed, nothing is sent that was not written,
/// and tables that are folded anew are what they were.
struct DamageTests {
    /// What the hub has said to the site.
    private typealias Told = RewindTests

    private static let received = Instant(milliseconds: 1_795_420_900_000)

    /// A site whose first two ops have come back from the hub, with a change of another site between them; its
    /// third still waits.
    private struct Story {
        var fixture: StoreFixture
        let id: RecordID
        let page: FeedPage
        let files: [String: Data]
        let before: Facts
    }

    /// What people and the hub get to see of a site.
    private struct Facts: Equatable {
        var history: [HistoryEntry]
        var values: [String: String]
        var ops: [WireOp]

        init(_ store: Store, _ id: RecordID) throws {
            history = try store.history(of: id)
            values = try store.aggregate(id).records.first?.values ?? [:]
            values["row"] = try store.instrument(id)?[.location]
            ops = try store.waitingOps()
        }
    }

    private static func page(_ ops: [WireOp], _ id: RecordID) -> FeedPage {
        FeedPage(
            frames: [
                Told.own(ops[0], at: 1), Told.foreign(1, at: 2, id, "1号仓"),
                Told.own(ops[1], at: 3),
            ],
            cursor: Told.cursor(3),
            isLast: true
        )
    }

    private static func story() throws -> Story {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "purpose", to: "贸易结算")
        let page = try fixture.use { (store, _) throws -> FeedPage in
            try store.join(
                Membership(
                    url: "https://127.0.0.1:1",
                    hub: Told.hub,
                    city: "测试市",
                    ca: "",
                    receiptKey: Told.key.publicKey.raw,
                    certificate: "",
                    epoch: 1,
                    joinedAt: received,
                    certificateExpires: received
                )
            )
            let ops = try store.waitingOps()
            let outcomes = [
                PushOutcome.received(Told.receipt(ops[0], at: 1), []),
                .received(Told.receipt(ops[1], at: 3), []),
            ]
            _ = try store.keep(PushAnswer(outcomes: outcomes, time: received), at: received)
            let page = Self.page(ops, id)
            _ = try store.apply(page)
            return page
        }
        try fixture.change(id, "quantity", to: "2")
        let before = try fixture.use { store, _ in
            #expect(try store.checkIntegrity().isSound)
            return try Facts(store, id)
        }
        var files: [String: Data] = [:]
        for name in ["journal.db", "replica.db"] {
            files[name] = FileManager.default.contents(atPath: fixture.folder.file(name))
        }
        return Story(fixture: fixture, id: id, page: page, files: files, before: before)
    }

    /// Puts the files back as they were, one bit of one of them flipped.
    private static func flip(
        _ name: String,
        of story: Story,
        _ random: inout SeededGenerator
    ) throws {
        let folder = story.fixture.folder
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasPrefix("journal.db") || file.hasPrefix("replica.db") {
            try FileManager.default.removeItem(atPath: folder.file(file))
        }
        for (file, data) in story.files {
            var bytes = [UInt8](data)
            if file == name {
                // Most of a small file is empty.
                let places = bytes.indices.filter { bytes[$0] != 0 }
                let place = places[Int.random(in: 0..<places.count, using: &random)]
                bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            _ = try folder.write(file, bytes)
        }
    }

    /// What a start and a check say; `nil` where a store does not open, or cannot be read.
    private static func look(
        at story: Story
    ) throws -> (report: IntegrityReport, recovery: StoreRecovery, facts: Facts)? {
        let store: Store
        do {
            store = try Store.open(home: story.fixture.folder.path, patience: .zero)
        } catch is StoreError { return nil }
        defer { try? store.close() }
        do {
            return (try store.checkIntegrity(), store.recovery, try Facts(store, story.id))
        } catch is StoreError { return nil }
    }

    // MARK: Any bit

    @Test(arguments: [UInt64(1), 2])
    func `a bit that flips in the tables is noticed or changes nothing, and nothing is lost`(
        _ seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let story = try Self.story()
        var noticed = 0
        for number in 0..<50 {
            try Self.flip("replica.db", of: story, &random)
            let seen = try Self.look(at: story)
            if let seen, seen.report.isReplicaSound, seen.recovery == .none {
                #expect(seen.facts == story.before, "seed \(seed), flip \(number)")
                continue
            }
            noticed += 1
            let home = story.fixture.folder.path
            try Store.setAsideReplica(home: home)
            let store = try Store.open(home: home, patience: .zero)
            _ = try store.apply(story.page)
            let after = try Facts(store, story.id)
            #expect(after == story.before, "seed \(seed), flip \(number)")
            #expect(try store.checkIntegrity().isReplicaSound, "seed \(seed), flip \(number)")
            try store.close()
        }
        #expect(noticed > 0, "seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2])
    func `a bit that flips in the journal is noticed, or no op and no receipt is another`(
        _ seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let story = try Self.story()
        var noticed = 0
        for number in 0..<50 {
            try Self.flip("journal.db", of: story, &random)
            guard let seen = try Self.look(at: story) else {
                noticed += 1
                continue
            }
            // What would be sent is what was written, whatever a check would say.
            let wasWritten = seen.facts.ops.allSatisfy(story.before.ops.contains)
            #expect(wasWritten, "seed \(seed), flip \(number)")
            guard seen.report.isSound else {
                noticed += 1
                continue
            }
            #expect(seen.facts.history == story.before.history, "seed \(seed), flip \(number)")
        }
        #expect(noticed > 0, "seed \(seed)")
    }

    // MARK: Where a second fold sees nothing

    private static func edit(_ file: String, of story: Story, _ sql: String) throws {
        let queue = try DatabaseQueue(path: story.fixture.folder.file(file))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Empties a column that is never empty, as a damaged page may: SQLite checks that only where it writes.
    private static func empty(_ column: String, of table: String, in file: String, _ story: Story)
        throws
    {
        let queue = try DatabaseQueue(path: story.fixture.folder.file(file))
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA writable_schema = ON")
            try database.execute(
                sql: """
                    UPDATE sqlite_schema SET sql = replace(replace(sql, ?1 || ' TEXT NOT NULL', ?1 || ' TEXT'),
                        ?1 || ' INTEGER NOT NULL', ?1 || ' INTEGER') WHERE name = ?2
                    """,
                arguments: [column, table]
            )
            try database.execute(sql: "PRAGMA writable_schema = RESET")
            try database.execute(sql: "UPDATE \(table) SET \(column) = NULL")
        }
        try queue.close()
    }

    @Test(arguments: [
        ("journal.db", "site", "name"), ("journal.db", "membership", "city"),
        ("journal.db", "receipt", "received_at"), ("replica.db", "cursor", "mark"),
        ("replica.db", "conflict", "winner_author"), ("replica.db", "conflict", "loser_at"),
    ])
    func `a value that must be there and is not is damage`(
        _ file: String,
        _ table: String,
        _ column: String
    ) throws {
        let story = try Self.story()
        try Self.addConflict(to: story)
        try Self.empty(column, of: table, in: file, story)
        let error = #expect(throws: StoreError.self) {
            let store = try Store.open(home: story.fixture.folder.path, patience: .zero)
            defer { try? store.close() }
            _ = (try store.membership(), try store.receipts(), try store.cursor())
            _ = try store.conflicts(openOnly: false)
        }
        guard case .damaged(file, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// Two claims on one field, as a row of their own: what others have written to it does not matter.
    private static func addConflict(to story: Story) throws {
        let side = "2, '1号仓', '91330106MA00000003', 'user-unit', 's', '王会计', 0"
        try edit(
            "replica.db",
            of: story,
            """
            INSERT INTO conflict VALUES (99, 2, '\(story.id)', 'instrument', '\(story.id)', 'location',
                'latest-of-rank', 'needs-human', NULL, \(side), 3\(side.dropFirst()))
            """
        )
    }

    @Test(arguments: [
        "body = replace(body, '王会计', '李会计')", "received_at = received_at + 1",
        "organisation = '91330106MA00000011'", "claimed_at = claimed_at - 1", "base = 0",
        "digest = zeroblob(32)",
    ])
    func `an entry of the hub's log that is another is noticed`(_ change: String) throws {
        var story = try Self.story()
        try Self.edit("replica.db", of: story, "UPDATE hub_log SET \(change) WHERE seq = 2")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.replicaCheck == "hub_log 2" && !report.isSound)
    }

    @Test func `a receipt that is another proves nothing`() throws {
        for change in ["received_at = received_at - 1", "hub_seq = 2", "path = zeroblob(32)"] {
            var story = try Self.story()
            try Self.edit("journal.db", of: story, "UPDATE receipt SET \(change) WHERE op_seq = 1")
            let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
            #expect(report.receiptsThatFail == 1 && !report.isSound, "\(change)")
        }
    }

    /// Names of columns that a flipped bit has changed.
    @Test(arguments: [("site", "region", "ragion"), ("dead_letter", "op_seq", "op_sdq")])
    func `a journal that cannot be read while tables are folded is damaged, and the tables are not`(
        _ table: String,
        _ name: String,
        _ flipped: String
    ) throws {
        let story = try Self.story()
        let sql = """
            UPDATE sqlite_master SET sql = replace(sql, '\(name)', '\(flipped)')
            WHERE name = '\(table)'
            """
        try Self.edit("journal.db", of: story, "PRAGMA writable_schema = ON; \(sql)")
        // The whole journal has to be read.
        try FileManager.default.removeItem(atPath: story.fixture.folder.file("replica.db"))
        let error = #expect(throws: StoreError.self) {
            try Store.open(home: story.fixture.folder.path, patience: .zero).close()
        }
        guard case .damaged(file: "journal.db", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// Of the first no statement can be made, and the second matters only to a conflict that is decided.
    @Test(arguments: ["length", "resolved_by"])
    func `tables with a schema that says something else are damaged, and doctor says so`(
        _ word: String
    ) throws {
        var story = try Self.story()
        let flipped = word.replacingOccurrences(of: "e", with: "d")
        let sql = "UPDATE sqlite_master SET sql = replace(sql, '\(word)', '\(flipped)')"
        try Self.edit("replica.db", of: story, "PRAGMA writable_schema = ON; \(sql)")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(!report.isReplicaSound && report.isJournalSound)
    }

    @Test(arguments: ["waiting SET op_seq = 7 WHERE op_seq = 3", "waiting SET op_seq = 2"])
    func `an op that nobody would ever send is missed`(_ change: String) throws {
        var story = try Self.story()
        try Self.edit("journal.db", of: story, "UPDATE \(change)")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.opsForgotten == 1 && !report.isSound && !report.isJournalSound)
    }

    @Test func `an op that is another is not sent, and nothing is built on it`() throws {
        var story = try Self.story()
        let change = "UPDATE outbox SET body = replace(body, '\"2\"', '\"3\"') WHERE op_seq = 3"
        try Self.edit("journal.db", of: story, change)
        let id = story.id
        let broken = StoreError.brokenChain(seq: 3)
        try story.fixture.use { store, _ in
            #expect(throws: broken) { try store.waitingOps() }
            let order = LoadOrder(opsMax: 10)
            #expect(throws: broken) {
                try store.nextOps(order, at: Self.received) { { _ in nil } }
            }
        }
        #expect(throws: broken) { try story.fixture.change(id, "purpose", to: "其他") }
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.brokenAt == 3)
    }
}
