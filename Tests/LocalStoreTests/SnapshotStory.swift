import Foundation
import GRDB
import LocalStore
import SyncCore
import TestSupport
import Testing

/// A site with three ops of its own, and the tables that its hub gives it: the log has those ops that the hub has
/// received, and between them two changes of another site.
struct SnapshotStory {
    var site: StoreFixture
    let id: RecordID
    private let own: [WireOp]
    private let received: [Int]

    let end = RewindTests.cursor(4)
    var tables: FetchedTables { tables(at: end) }
    var part: FetchedTables { tables(at: end, .urgent) }

    /// `received` are the own ops that stand in the hub's log, two at the most; `receipts` those
    /// for which the site has a receipt, if others.
    init(received: [Int], receipts: [Int]? = nil, refused: [Int] = []) throws {
        site = try StoreFixture()
        id = try site.register()
        try site.change(id, "purpose", to: "贸易结算")
        try site.change(id, "quantity", to: "2")
        self.received = received
        let places = Self.places(received)
        var own: [WireOp] = []
        try site.use { store, _ in
            try store.join(RewindTests.membership)
            own = try store.waitingOps()
            let outcomes = (receipts ?? received).map { number in
                PushOutcome.received(
                    RewindTests.receipt(own[number - 1], at: places[number] ?? 3),
                    []
                )
            }
            let refusals = refused.map {
                PushOutcome.refused(seq: Int64($0), code: "bad-op", detail: "")
            }
            let answer = PushAnswer(
                outcomes: outcomes + refusals,
                time: RewindTests.stamp(1).receivedAt
            )
            _ = try store.keep(answer, at: answer.time)
        }
        self.own = own
    }

    /// Where the hub has its ops: the first at 1, another at 3.
    private static func places(_ received: [Int]) -> [Int: Int64] {
        Dictionary(uniqueKeysWithValues: zip(received, [1, 3]))
    }

    func tables(at cursor: SyncCore.Cursor, _ slice: SnapshotFile.Slice = .whole) -> FetchedTables {
        let manifest = SnapshotManifest(
            hub: RewindTests.hub,
            organisation: "91330106MA00000003",
            schema: SnapshotWriter.schema,
            ranks: AuthorityHistory.builtIn.digest,
            cursor: cursor,
            files: []
        )
        return FetchedTables(manifest: manifest, slice: slice)
    }

    // MARK: The hub's log

    /// The page that ends at a place, as the feed brings it to this site, or whole as anybody else gets it.
    func page(_ place: Int, whole: Bool = false) -> FeedPage {
        let seq = Int64(place)
        let cursor = RewindTests.cursor(seq)
        let places = Self.places(received)
        if let number = places.first(where: { $0.value == seq })?.key {
            let op = own[number - 1]
            let frame = whole ? Self.change(op, at: seq) : RewindTests.own(op, at: seq)
            return FeedPage(frames: [frame], cursor: cursor, isLast: true)
        }
        let others: [Int: String] = [2: "1号仓", 4: "2号仓", 5: "3号仓"]
        let frames = others[place].map {
            [RewindTests.foreign(seq, at: seq, id, $0)]
        }
        return FeedPage(frames: frames ?? [], cursor: cursor, isLast: true)
    }

    private static func change(_ op: WireOp, at place: Int64) -> FeedFrame {
        let json = op.body.flatMap { try? JSONParser.parse($0) }
        return .change(
            StampedOp(
                header: op.header,
                body: json.flatMap(OpBody.init(json:)),
                stamp: RewindTests.stamp(place)
            )
        )
    }

    func readAll(_ store: Store) throws {
        for place in 1...4 { _ = try store.apply(page(place)) }
    }

    // MARK: Homes

    /// The same home once more.
    func twin() throws -> Twin {
        let folder = try TemporaryFolder()
        let path = folder.file("home")
        try FileManager.default.copyItem(atPath: site.folder.path, toPath: path)
        return Twin(folder: folder, path: path)
    }

    struct Twin {
        let folder: TemporaryFolder
        let path: String

        func use(_ work: (Store) throws -> Void) throws { try SnapshotStory.use(path, work) }
    }

    /// Works with the site's store.
    func use(_ work: (Store) throws -> Void) throws { try Self.use(site.folder.path, work) }

    static func use(_ home: String, _ work: (Store) throws -> Void) throws {
        let store = try Store.open(home: home, patience: .seconds(5))
        try work(store)
        try store.close()
    }

    /// Puts into the home what its hub gives: the tables of a site that has read all and has done nothing.
    func fetch(_ slice: SnapshotFile.Slice = .whole) throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 77)
        let store = try Store.create(
            home: folder.path,
            role: .userUnit,
            organisation: "91330106MA00000003",
            name: "示例企业",
            region: nil,
            at: site.now,
            patience: .zero,
            random: &random
        ).store
        try store.join(RewindTests.membership)
        for place in 1...4 { _ = try store.apply(page(place, whole: true)) }
        try store.close()
        let inbox = site.folder.path + "/snapshot"
        try? FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        let path = site.folder.path + "/" + SnapshotInbox.tables
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: folder.file("replica.db"), toPath: path)
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(sql: "UPDATE folded SET op_seq = 0, life = 0")
            if slice == .urgent {
                try database.execute(sql: "DELETE FROM cursor; DELETE FROM cursor_history")
            }
        }
        try queue.close()
    }

    /// The journal is put back from a copy that lacks the newest op.
    func forgetLastOp() throws {
        let queue = try DatabaseQueue(path: site.folder.file("journal.db"))
        try queue.write { database in
            try database.execute(
                sql: """
                    DELETE FROM receipt WHERE op_seq = 3; DELETE FROM waiting WHERE op_seq = 3;
                    DELETE FROM outbox WHERE op_seq = 3
                    """
            )
        }
        try queue.close()
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: site.folder.file("replica.db" + ending))
        }
    }
}

/// Every row of a home's tables as text, but for colours, which are judged.
struct TableDump: Equatable, CustomStringConvertible {
    private let rows: [String]

    init(_ home: String) throws {
        let queue = try DatabaseQueue(path: home + "/replica.db")
        rows = try queue.read { database in
            let tables = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            return try tables.flatMap { table in
                let columns = try database.columns(in: table).map(\.name)
                    .filter { !["color", "violations"].contains($0) }
                    .map { "quote(\($0))" }.joined(separator: " || ', ' || ")
                let sql = "SELECT \(columns) FROM \(table) ORDER BY 1"
                return try String.fetchAll(database, sql: sql).map { "\(table): \($0)" }
            }
        }
        try queue.close()
    }

    var description: String { rows.joined(separator: "\n") }
}
