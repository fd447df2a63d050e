import LocalStore
import SyncCore
import TestSupport
import Testing

/// What `doctor` sees where no second fold and no hash of the chain would show that a value is another.
struct DamagedValueTests {
    @Test(arguments: [
        "body = replace(body, '王会计', '李会计')", "received_at = received_at + 1",
        "organisation = '91330106MA00000011'", "claimed_at = claimed_at - 1", "base = 0",
        "digest = zeroblob(32)",
    ])
    func `an entry of the hub's log that is another is noticed`(_ change: String) throws {
        var story = try DamageStory()
        try story.edit("replica.db", "UPDATE hub_log SET \(change) WHERE seq = 2")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.replicaCheck == "hub_log 2" && !report.isSound)
    }

    @Test(arguments: [
        "cursor SET mark = '!' || substr(mark, 2)", "cursor SET mark = '1' || substr(mark, 2)",
        "cursor SET seq = 2", "cursor SET epoch = 3", "cursor SET shard = 'cit'",
        "cursor_history SET seq = 2",
    ])
    func `tables with a cursor where the site has never been are folded anew at the next start`(
        _ change: String
    ) throws {
        let story = try DamageStory()
        try story.edit("replica.db", "UPDATE \(change)")
        let home = story.fixture.folder.path
        let store = try Store.open(home: home, patience: .zero)
        #expect(store.recovery == .rebuilt)
        #expect(try store.cursor() == nil)
        _ = try store.apply(story.page)
        #expect(try DamageStory.Facts(store, story.id) == story.before)
        try store.close()
    }

    @Test(arguments: [
        ("UPDATE cursor SET settled_through = 3", "cursor"),
        ("INSERT INTO cursor_history VALUES (1, 1, '!')", "cursor_history"),
        ("UPDATE hub_log SET at_seq = 1 WHERE seq = 2", "hub_log 2"),
        ("UPDATE hub_log SET at_seq = 7 WHERE seq = 2", "hub_log 2"),
    ])
    func `what is behind the cursor without having been read is noticed`(
        _ change: String,
        _ found: String
    ) throws {
        var story = try DamageStory()
        try story.edit("replica.db", change)
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.replicaCheck == found && !report.isReplicaSound && report.isJournalSound)
    }

    @Test(arguments: [
        "receipt SET received_at = received_at - 1", "receipt SET hub_seq = 2",
        "receipt SET path = zeroblob(32)", "receipt SET root_id = 99", "receipt SET notes = '[}'",
        "receipt SET op_seq = 9", "former_receipt SET received_at = received_at + 16",
        "former_receipt SET op_seq = 9", "former_receipt SET root_id = 99",
    ])
    func `a receipt that is another proves nothing, also where the hub has given a second one`(
        _ change: String
    ) throws {
        var story = try DamageStory()
        try story.edit(
            "journal.db",
            """
            INSERT INTO former_receipt SELECT * FROM receipt WHERE op_seq = 1;
            UPDATE \(change) WHERE op_seq = 1
            """
        )
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.receiptsThatFail == 1 && !report.isJournalSound)
    }

    @Test(arguments: [
        "site SET organisation = '91330106MA00000011'", "site SET incarnation = 3",
        "site SET name = '示例企亚'", "site SET region = '330106'",
        "membership SET url = 'https://127.0.0.1:3'",
        "membership SET hub_time = 1", "membership SET epoch = 3",
        "membership SET receipt_keys = '[]'", "membership SET digest = zeroblob(32)",
    ])
    func `a home that says of itself what nobody has written does not open`(_ change: String) throws
    {
        let story = try DamageStory()
        try story.edit("journal.db", "UPDATE \(change)")
        let detail = String(change.prefix { $0 != " " })
        #expect(throws: StoreError.damaged(file: "journal.db", detail: detail)) {
            try Store.open(home: story.fixture.folder.path, patience: .zero).close()
        }
    }

    @Test(arguments: [
        "UPDATE waiting SET lane = 2", "UPDATE waiting SET completed_on = '2026-11-02'",
        "UPDATE waiting SET tested_on = '2026-11-02'",
        "INSERT INTO isolated VALUES (2, 1, '', 0, 0)",
        "INSERT INTO waiting VALUES (9, 1, NULL, NULL)",
    ])
    func `an op that waits otherwise than its words say is noticed`(_ change: String) throws {
        var story = try DamageStory()
        try story.edit("journal.db", change)
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.journalCheck.hasPrefix("waiting ") && !report.isJournalSound)
    }

    @Test(arguments: ["waiting SET op_seq = 7 WHERE op_seq = 3", "waiting SET op_seq = 2"])
    func `an op that nobody would ever send is missed`(_ change: String) throws {
        var story = try DamageStory()
        try story.edit("journal.db", "UPDATE \(change)")
        let report = try story.fixture.use { store, _ in try store.checkIntegrity() }
        #expect(report.opsForgotten == 1 && !report.isSound && !report.isJournalSound)
    }
}
