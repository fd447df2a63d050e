import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// Tables that a hub has folded take the place of the site's own, as if it had read every page.
struct SnapshotSwapTests {
    @Test(arguments: [[], [1], [1, 3]] as [[Int]])
    func `whatever of its own the hub has, the site is as if it had read page by page`(
        _ received: [Int]
    ) throws {
        let story = try SnapshotStory(received: received)
        let twin = try story.twin()
        try twin.use { try story.readAll($0) }
        try story.fetch()
        try story.use { (store) throws in
            #expect(try store.swapIn(story.tables, from: SnapshotInbox.tables) == story.end)
            #expect(try store.waitingOps().count == 3 - received.count)
            let report = try store.checkIntegrity()
            #expect(report.isSound, "\(report)")
        }
        #expect(try TableDump(story.site.folder.path) == TableDump(twin.path))
        // It goes on like any other.
        for home in [story.site.folder.path, twin.path] {
            try SnapshotStory.use(home) { (store) throws in
                _ = try store.apply(story.page(5))
                let report = try store.checkIntegrity()
                #expect(report.isSound)
            }
        }
        #expect(try TableDump(story.site.folder.path) == TableDump(twin.path))
    }

    @Test func `what the hub has refused stays out of the tables`() throws {
        let story = try SnapshotStory(received: [1], refused: [2])
        let twin = try story.twin()
        try twin.use { try story.readAll($0) }
        try story.fetch()
        try story.use { (store) throws in
            _ = try store.swapIn(story.tables, from: SnapshotInbox.tables)
            #expect(try store.deadLetters().map(\.seq) == [2])
            #expect(try store.instrument(story.id)?[.purpose] == nil)
            #expect(try store.checkIntegrity().isSound)
        }
        #expect(try TableDump(story.site.folder.path) == TableDump(twin.path))
    }

    @Test func `an op that the journal has lost begins another life`() throws {
        let story = try SnapshotStory(received: [1, 3])
        // The home is put back from a copy that has one op less.
        try story.forgetLastOp()
        try story.fetch()
        try story.use { (store) throws in
            _ = try store.swapIn(story.tables, from: SnapshotInbox.tables)
            #expect(try store.site().incarnation == 2)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `a receipt for an entry that is not there makes the op wait again`() throws {
        let story = try SnapshotStory(received: [1], receipts: [1, 2])
        try story.fetch()
        try story.use { (store) throws in
            _ = try store.swapIn(story.tables, from: SnapshotInbox.tables)
            #expect(try store.waitingOps().map(\.header.seq) == [2, 3])
        }
    }

    @Test(arguments: SwapStep.allCases)
    func `a crash leaves the old tables or the new ones, and the swap can be done again`(
        _ step: SwapStep
    ) throws {
        let story = try SnapshotStory(received: [1])
        try story.fetch()
        let before = try TableDump(story.site.folder.path)
        let left = try TemporaryFolder()
        let crashed = left.file("home")
        let home = story.site.folder.path
        try story.use { (store) throws in
            _ = try store.swapIn(story.tables, from: SnapshotInbox.tables) { reached in
                guard reached == step else { return }
                try FileManager.default.copyItem(atPath: home, toPath: crashed)
            }
        }
        try FileManager.default.removeItem(atPath: crashed + "/lock")
        let after = try TableDump(story.site.folder.path)
        try SnapshotStory.use(crashed) { _ = try $0.waitingOps() }
        let found = try TableDump(crashed)
        #expect(found == (step == .renamed ? after : before))
        guard step != .renamed else { return }
        try SnapshotStory.use(crashed) { (store) throws in
            #expect(try store.swapIn(story.tables, from: SnapshotInbox.tables) == story.end)
            #expect(try store.checkIntegrity().isSound)
        }
        #expect(try TableDump(crashed) == after)
    }

    @Test func `a file that is none, or another, takes nothing away`() throws {
        let story = try SnapshotStory(received: [1])
        try story.fetch()
        let before = try TableDump(story.site.folder.path)
        let path = story.site.folder.path + "/" + SnapshotInbox.tables
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let other = story.tables(at: RewindTests.cursor(9))
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 later')") }
        try queue.close()
        let newer = try Data(contentsOf: URL(fileURLWithPath: path))
        for (bytes, tables, flaw) in [
            (Data(repeating: 7, count: 9000), story.tables, SnapshotFlaw.damaged),
            (whole, other, .damaged), (newer, story.tables, .newer),
        ] {
            try bytes.write(to: URL(fileURLWithPath: path))
            try story.use { (store) throws in
                #expect(throws: flaw) { try store.swapIn(tables, from: SnapshotInbox.tables) }
                #expect(try store.checkIntegrity().isSound)
            }
            #expect(try TableDump(story.site.folder.path) == before)
        }
    }

    @Test func `a site that has read something keeps what it has`() throws {
        let story = try SnapshotStory(received: [1])
        try story.fetch()
        try story.use { (store) throws in
            _ = try store.apply(story.page(1))
            #expect(throws: SnapshotFlaw.notAtStart) {
                try store.swapIn(story.tables, from: SnapshotInbox.tables)
            }
        }
    }
}

/// The first part of a snapshot: few rows, before the feed has come by.
struct SnapshotPartTests {
    @Test func `the part is there at once, and the whole takes its place`() throws {
        let story = try SnapshotStory(received: [1])
        let twin = try story.twin()
        try twin.use { try story.readAll($0) }
        try story.fetch(.urgent)
        try story.use { (store) throws in
            #expect(try store.swapIn(story.part, from: SnapshotInbox.tables) == nil)
            #expect(try store.hasPartOnly() && store.isAtStart() && store.cursor() == nil)
            #expect(try store.instrument(story.id)?[.location] == "2号仓")
            #expect(try store.checkIntegrity().isSound)
        }
        try story.fetch()
        try story.use { (store) throws in
            _ = try store.swapIn(story.tables, from: SnapshotInbox.tables)
            #expect(try !store.hasPartOnly())
        }
        #expect(try TableDump(story.site.folder.path) == TableDump(twin.path))
    }

    @Test func `behind a part the feed's pages change nothing wrongly`() throws {
        let story = try SnapshotStory(received: [1])
        let twin = try story.twin()
        try twin.use { try story.readAll($0) }
        try story.fetch(.urgent)
        try story.use { (store) throws in
            _ = try store.swapIn(story.part, from: SnapshotInbox.tables)
            for number in 1...4 {
                _ = try store.apply(story.page(number))
                #expect(try store.checkIntegrity().isSound)
            }
        }
        #expect(try TableDump(story.site.folder.path) == TableDump(twin.path))
    }

    @Test func `a hub that goes back meanwhile takes the part with it`() throws {
        let story = try SnapshotStory(received: [1])
        try story.fetch(.urgent)
        let id = story.id
        try story.use { (store) throws in
            _ = try store.swapIn(story.part, from: SnapshotInbox.tables)
            for number in 1...3 { _ = try store.apply(story.page(number)) }
            _ = try store.rewind(to: RewindTests.cursor(2, epoch: 2), from: RewindTests.cursor(3))
            let record = try store.instrument(id)
            #expect(record?[.location] == "1号仓")
            #expect(try store.cursor()?.seq == 2)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `an edit of what the part shows knows it`() throws {
        var story = try SnapshotStory(received: [1])
        try story.fetch(.urgent)
        let id = story.id
        try story.use { (store) throws in
            _ = try store.swapIn(story.part, from: SnapshotInbox.tables)
        }
        try story.site.change(id, "location", to: "9号仓")
        try story.use { (store) throws in
            let op = try #require(try store.waitingOps().last)
            #expect(op.header.base == 4)
        }
    }
}
