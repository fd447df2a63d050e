import FaultyDisk
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// A site on a disk that records everything, and what was known to be kept at each moment.
final class RecordedSite {
    let home: String
    let disk: FaultyDisk
    private(set) var store: Store
    private(set) var moments: [Moment] = []
    private var pages: [FeedPage] = []
    var random = SeededGenerator(seed: 11)
    private let scratch: String

    /// What the site has acknowledged so far.
    struct Moment {
        let what: String
        let journal: Dump
        let tables: Dump
        /// The pages of the feed so far; the hub would send them again.
        let pages: [FeedPage]
    }

    static let organisation = "91330106MA00000003"

    init(in folder: TemporaryFolder) throws {
        home = folder.file("site")
        scratch = folder.file("scratch-site")
        disk = try FaultyDisk(at: home, records: true)
        store = try Self.make(home, random: &random)
        try acknowledge("the site is made")
    }

    static func make(_ home: String, random: inout SeededGenerator) throws -> Store {
        try Store.create(
            home: home,
            role: .userUnit,
            organisation: organisation,
            name: "示例企业",
            region: nil,
            at: Instant(milliseconds: RecordedStory.begin),
            patience: .zero,
            random: &random
        ).store
    }

    /// Does one thing that is acknowledged when it returns.
    @discardableResult
    func step<Value>(
        _ what: String,
        _ work: (Store, inout SeededGenerator) throws -> Value
    ) throws -> Value {
        let value = try work(store, &random)
        try acknowledge(what)
        return value
    }

    func apply(_ page: FeedPage) throws {
        _ = try store.apply(page)
        pages.append(page)
        try acknowledge("a page up to \(page.cursor.seq) is applied")
    }

    /// Ends the process in good order, and starts it again.
    func restart() throws {
        try store.close()
        store = try Store.open(home: home, patience: .zero)
        try acknowledge("a restart")
    }

    /// SQLite makes a checkpoint by itself after many pages; a short story has to ask for it.
    func checkpoint() throws {
        let queue = try DatabaseQueue(path: home + "/journal.db")
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        try queue.close()
        let tables = try DatabaseQueue(path: home + "/replica.db")
        try tables.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        try tables.close()
    }

    /// Looks at a copy, so that looking leaves no trace in what is recorded.
    private func acknowledge(_ what: String) throws {
        try disk.contents.image { _ in false }.write(to: scratch)
        let copy = try Store.open(home: scratch, patience: .zero)
        let report = try copy.checkIntegrity()
        #expect(report.isSound && copy.recovery == .none, "\(what)")
        try copy.close()
        moments.append(
            Moment(
                what: what,
                journal: try Dump(scratch + "/journal.db"),
                tables: try Dump(scratch + "/replica.db"),
                pages: pages
            )
        )
        disk.mark(moments.count)
    }

    func close() throws {
        try store.close()
        disk.unmount()
    }
}
