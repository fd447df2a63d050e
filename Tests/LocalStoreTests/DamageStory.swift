import Foundation
import GRDB
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// A site whose first two ops have come back from the hub, with a change of another site between them; its
/// third still waits.
struct DamageStory {
    var fixture: StoreFixture
    let id: RecordID
    let page: FeedPage
    let files: [String: Data]
    let before: Facts

    /// What the hub has said to the site.
    private typealias Told = RewindTests

    static let received = Instant(milliseconds: 1_795_420_900_000)

    /// What people and the hub get to see of a site.
    struct Facts: Equatable {
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

    init() throws {
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
                    keys: HubKeys(hub: Told.hub, first: .ed25519(Told.key.publicKey)),
                    certificate: "",
                    epoch: 1,
                    joinedAt: Self.received,
                    certificateExpires: Self.received
                )
            )
            let ops = try store.waitingOps()
            let outcomes = [
                PushOutcome.received(Told.receipt(ops[0], at: 1), []),
                .received(Told.receipt(ops[1], at: 3), []),
            ]
            _ = try store.keep(
                PushAnswer(outcomes: outcomes, time: Self.received),
                at: Self.received
            )
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
        (self.fixture, self.id, self.page) = (fixture, id, page)
        (self.files, self.before) = (files, before)
    }

    /// Puts the files back as they were, one bit of one of them flipped.
    func flip(_ name: String, _ random: inout SeededGenerator) throws {
        let folder = fixture.folder
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasPrefix("journal.db") || file.hasPrefix("replica.db") {
            try FileManager.default.removeItem(atPath: folder.file(file))
        }
        for (file, data) in files {
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
    func look() throws -> (report: IntegrityReport, recovery: StoreRecovery, facts: Facts)? {
        let store: Store
        do {
            store = try Store.open(home: fixture.folder.path, patience: .zero)
        } catch is StoreError { return nil }
        defer { try? store.close() }
        do {
            return (try store.checkIntegrity(), store.recovery, try Facts(store, id))
        } catch is StoreError { return nil }
    }

    // MARK: Single values

    /// Changes values as a disk does, which knows no foreign keys.
    func edit(_ file: String, _ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(
            path: fixture.folder.file(file),
            configuration: configuration
        )
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Empties a column that is never empty, as a damaged page may: SQLite checks that only where it writes.
    func empty(_ column: String, of table: String, in file: String) throws {
        let queue = try DatabaseQueue(path: fixture.folder.file(file))
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
    /// Two claims on one field, as a row of their own: what others have written to it does not matter.
    func addConflict() throws {
        let side = "2, '1号仓', '91330106MA00000003', 'user-unit', 's', '王会计', 0"
        try edit(
            "replica.db",
            """
            INSERT INTO conflict VALUES (99, 2, '\(id)', 'instrument', '\(id)', 'location',
                'latest-of-rank', 'needs-human', NULL, \(side), 3\(side.dropFirst()))
            """
        )
    }
}
