import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// What survives a power cut, a lost file and a foreign hand.
struct DurabilityTests {
    private func files(_ fixture: StoreFixture, _ name: String) -> String {
        fixture.folder.file(name)
    }

    private func copy(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    /// For a moment every child process has the files of its parent, until it runs its own program.
    @Test func `a store that was closed is free, whatever a child process still holds`() throws {
        let fixture = try StoreFixture()
        let store = try Store.open(home: fixture.folder.path, patience: .zero)
        let lock = files(fixture, "lock")
        let folder = "/proc/self/fd"
        let number = try FileManager.default.contentsOfDirectory(atPath: folder).first {
            let path = folder + "/" + $0
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == lock
        }
        let inherited = dup(try #require(number.flatMap { Int32($0) }))
        defer { close(inherited) }
        try store.close()
        try Store.open(home: fixture.folder.path, patience: .zero).close()
    }

    @Test func `a crash between the journal and the tables keeps the edit`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let (replica, earlier) = (files(fixture, "replica.db"), files(fixture, "earlier.db"))
        try copy(replica, earlier)
        try fixture.change(id, "location", to: "3号仓")
        try copy(earlier, replica)

        try fixture.use { (store, _) throws in
            #expect(store.recovery == .foldedOps(1))
            #expect(try store.instrument(id)?[.location] == "3号仓")
        }
        try fixture.use { (store, _) throws in #expect(store.recovery == .none) }
    }

    @Test(arguments: ["deleted", "garbage", "empty"])
    func `lost tables are folded again from the journal`(_ damage: String) throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.change(id, "location", to: "3号仓")
        let replica = files(fixture, "replica.db")
        switch damage {
        case "deleted": try FileManager.default.removeItem(atPath: replica)
        case "garbage": try Data(repeating: 7, count: 8192).write(to: URL(filePath: replica))
        default: try Data().write(to: URL(filePath: replica))
        }
        try fixture.use { (store, _) throws in
            #expect(store.recovery != .none)
            #expect(try store.instrument(id)?[.location] == "3号仓")
            #expect(try store.instrument(id)?.verifications.count == 1)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `tables ahead of a journal from a backup are folded anew`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let (journal, backup) = (files(fixture, "journal.db"), files(fixture, "backup.db"))
        try copy(journal, backup)
        try fixture.change(id, "location", to: "3号仓")
        try copy(backup, journal)

        try fixture.use { (store, _) throws in
            #expect(store.recovery == .olderJournal(missing: 1))
            #expect(try store.instrument(id)?[.location] == nil)
            // No number may be used twice, so the site goes on as a new incarnation.
            #expect(try store.site().incarnation == 2)
        }
        let aside = try DatabaseQueue(path: files(fixture, "replica.db.damaged"))
        let location = try aside.read {
            try String.fetchOne($0, sql: "SELECT location FROM instrument")
        }
        #expect(location == "3号仓")
    }

    @Test func `work that throws or is discarded leaves nothing`() throws {
        struct Stop: Error {}
        var fixture = try StoreFixture()
        let now = fixture.now
        try fixture.use { (store, random) throws in
            for isThrown in [true, false] {
                try? store.write(at: now, random: &random) { (writer) throws in
                    let id = writer.newID()
                    let fields = ["regime": "periodic", "serial": "1", "status": "in_use"]
                        .map { Patch.Field($0.key, $0.value) }
                    try writer.append(
                        OpDraft(
                            aggregate: id,
                            kind: .register,
                            body: OpBody(author: "a", patches: [Patch(.instrument, id, fields)])
                        )
                    )
                    #expect(try writer.instrument(id) != nil)
                    if isThrown { throw Stop() }
                    return ((), .discard)
                }
                #expect(try store.journalSummary().ops == 0)
                #expect(try store.instruments(matching: "1").isEmpty)
            }
        }
    }

    /// Both say the same number of ops.
    @Test func `tables that leave out what an older journal lets wait are folded anew`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        let (journal, backup) = (files(fixture, "journal.db"), files(fixture, "backup.db"))
        try copy(journal, backup)
        let now = fixture.now
        try fixture.use { (store, _) throws in
            let refusal = PushOutcome.refused(seq: 1, code: "not-found", detail: "")
            _ = try store.keep(PushAnswer(outcomes: [refusal], time: now), at: now)
            #expect(try store.instrument(id) == nil)
        }
        let recovery = try fixture.use { store, _ in store.recovery }
        #expect(recovery == .none)
        try copy(backup, journal)
        try fixture.use { (store, _) throws in
            #expect(store.recovery == .rebuilt)
            #expect(try store.instrument(id) != nil)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `a second process is refused and told who owns the home`() throws {
        let fixture = try StoreFixture()
        let store = try Store.open(home: fixture.folder.path, patience: .zero)
        let error = #expect(throws: StoreError.self) {
            try Store.open(home: fixture.folder.path, patience: .milliseconds(50))
        }
        #expect(error == .locked(home: fixture.folder.path, owner: getpid()))
        try store.close()
    }

    @Test func `a store that is closed lets go of its home, even while somebody still holds it`()
        throws
    {
        let fixture = try StoreFixture()
        let store = try Store.open(home: fixture.folder.path, patience: .zero)
        try store.close()
        try Store.open(home: fixture.folder.path, patience: .zero).close()
        withExtendedLifetime(store) {}
    }

    @Test func `a file from a newer version is refused`() throws {
        var fixture = try StoreFixture()
        let queue = try DatabaseQueue(path: files(fixture, "journal.db"))
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 future')") }
        try queue.close()
        let error = #expect(throws: StoreError.self) { try fixture.use { _, _ in } }
        #expect(error == .tooNew(file: "journal.db"))
    }

    @Test func `another organisation's site is not taken over`() throws {
        var fixture = try StoreFixture()
        let error = #expect(throws: StoreError.self) {
            try Store.create(
                home: fixture.folder.path,
                role: .userUnit,
                organisation: "92330105MA00000000H",
                name: "别家",
                region: nil,
                at: fixture.now,
                patience: .zero,
                random: &fixture.random
            )
        }
        #expect(error == .otherSite(organisation: "91330106MA00000003"))
    }

    @Test(arguments: [true, false])
    func `a lost journal is not replaced by a new one`(isDeleted: Bool) throws {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        let journal = files(fixture, "journal.db")
        try FileManager.default.removeItem(atPath: journal)
        if !isDeleted { try Data().write(to: URL(filePath: journal)) }
        let error = #expect(throws: StoreError.self) {
            try Store.create(
                home: fixture.folder.path,
                role: .userUnit,
                organisation: "91330106MA00000003",
                name: "示例企业",
                region: nil,
                at: fixture.now,
                patience: .zero,
                random: &fixture.random
            )
        }
        let missing = StoreError.damaged(file: "journal.db", detail: "no such file")
        #expect(error == (isDeleted ? missing : .journalLost(ops: 1)))
        #expect(FileManager.default.fileExists(atPath: journal) == !isDeleted)
    }

    @Test func `a home that has lost its journal is no home without a site`() throws {
        var fixture = try StoreFixture()
        _ = try fixture.register(serial: "A-1")
        let journal = files(fixture, "journal.db")
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: journal + end)
        }
        let error = #expect(throws: StoreError.self) { try fixture.use { (_, _) throws in } }
        #expect(error == .damaged(file: "journal.db", detail: "no such file"))
        #expect(!FileManager.default.fileExists(atPath: journal))
    }

    @Test func `a damaged journal leaves the good tables where they are`() throws {
        var fixture = try StoreFixture()
        for serial in 0..<60 { _ = try fixture.register(serial: "S\(serial)") }
        let (journal, replica) = (files(fixture, "journal.db"), files(fixture, "replica.db"))
        var bytes = try Data(contentsOf: URL(filePath: journal))
        bytes.replaceSubrange(8192..., with: Data(repeating: 0xFF, count: bytes.count - 8192))
        try bytes.write(to: URL(filePath: journal))
        let before = try Data(contentsOf: URL(filePath: replica))
        for _ in 0..<2 {
            let error = #expect(throws: StoreError.self) { try fixture.use { _, _ in } }
            guard case .damaged(file: "journal.db", _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        #expect(try Data(contentsOf: URL(filePath: replica)) == before)
        #expect(!FileManager.default.fileExists(atPath: replica + ".damaged"))
    }

    @Test func `tables that are put aside never replace each other`() throws {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        for name in ["replica.db.damaged", "replica.db.damaged.1"] {
            try Data(repeating: 7, count: 8192).write(
                to: URL(filePath: files(fixture, "replica.db"))
            )
            try fixture.use { (store, _) throws in #expect(store.recovery == .rebuilt) }
            #expect(FileManager.default.fileExists(atPath: files(fixture, name)))
        }
    }
}
