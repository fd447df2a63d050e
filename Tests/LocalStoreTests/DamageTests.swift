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
    // MARK: Any bit

    @Test(arguments: [UInt64(1), 2])
    func `a bit that flips in the tables is noticed or changes nothing, and nothing is lost`(
        _ seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let story = try DamageStory()
        var noticed = 0
        for number in 0..<50 {
            try story.flip("replica.db", &random)
            let seen = try story.look()
            if let seen, seen.report.isReplicaSound, seen.recovery == .none {
                #expect(seen.facts == story.before, "seed \(seed), flip \(number)")
                continue
            }
            noticed += 1
            let home = story.fixture.folder.path
            try Store.setAsideReplica(home: home)
            let store = try Store.open(home: home, patience: .zero)
            _ = try store.apply(story.page)
            let after = try DamageStory.Facts(store, story.id)
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
        let story = try DamageStory()
        var noticed = 0
        for number in 0..<50 {
            try story.flip("journal.db", &random)
            guard let seen = try story.look() else {
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

    @Test(arguments: [
        ("journal.db", "site", "name"), ("journal.db", "membership", "city"),
        ("journal.db", "receipt", "received_at"),
        ("replica.db", "conflict", "winner_author"), ("replica.db", "conflict", "loser_at"),
    ])
    func `a value that must be there and is not is damage`(
        _ file: String,
        _ table: String,
        _ column: String
    ) throws {
        let story = try DamageStory()
        try story.addConflict()
        try story.empty(column, of: table, in: file)
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

    /// Names of columns that a flipped bit has changed.
    @Test(arguments: [("site", "region", "ragion"), ("dead_letter", "op_seq", "op_sdq")])
    func `a journal that cannot be read while tables are folded is damaged, and the tables are not`(
        _ table: String,
        _ name: String,
        _ flipped: String
    ) throws {
        let story = try DamageStory()
        let sql = """
            UPDATE sqlite_master SET sql = replace(sql, '\(name)', '\(flipped)')
            WHERE name = '\(table)'
            """
        try story.edit("journal.db", "PRAGMA writable_schema = ON; \(sql)")
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
        var story = try DamageStory()
        let flipped = word.replacingOccurrences(of: "e", with: "d")
        let sql = "UPDATE sqlite_master SET sql = replace(sql, '\(word)', '\(flipped)')"
        try story.edit("replica.db", "PRAGMA writable_schema = ON; \(sql)")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(!report.isReplicaSound && report.isJournalSound)
    }

    @Test func `an op that is another is not sent, and nothing is built on it`() throws {
        var story = try DamageStory()
        let change = "UPDATE outbox SET body = replace(body, '\"2\"', '\"3\"') WHERE op_seq = 3"
        try story.edit("journal.db", change)
        let id = story.id
        let broken = StoreError.brokenChain(seq: 3)
        try story.fixture.use { store, _ in
            #expect(throws: broken) { try store.waitingOps() }
            let order = LoadOrder(opsMax: 10)
            #expect(throws: broken) {
                try store.nextOps(order, at: DamageStory.received) { { _ in nil } }
            }
        }
        #expect(throws: broken) { try story.fixture.change(id, "purpose", to: "其他") }
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.brokenAt == 3)
    }
}
