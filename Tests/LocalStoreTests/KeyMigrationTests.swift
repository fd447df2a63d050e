import Foundation
import GRDB
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// A site that has joined before hubs could replace their keys.
struct KeyMigrationTests {
    private typealias Told = RewindTests

    /// A journal with one key of its hub, as it was written then.
    private static func earlier() throws -> StoreFixture {
        var fixture = try StoreFixture()
        try fixture.use { store, _ in try store.join(Told.membership) }
        try edit(fixture) { database in
            try database.execute(
                sql: """
                    ALTER TABLE membership ADD COLUMN receipt_key BLOB;
                    UPDATE membership SET receipt_key = x'\(Told.key.publicKey.raw.hex)';
                    ALTER TABLE membership DROP COLUMN receipt_keys;
                    ALTER TABLE membership DROP COLUMN revoked_at;
                    DELETE FROM grdb_migrations WHERE identifier IN ('11 receipt keys', '13 revoked');
                    """
            )
            let columns = [
                "hub", "url", "city", "ca", "receipt_key", "certificate", "certificate_expires",
                "epoch", "joined_at", "hub_time",
            ]
            let values = columns.map { "quote(\($0))" }.joined(separator: " || ',' || ")
            let row = try String.fetchOne(database, sql: "SELECT \(values) FROM membership") ?? ""
            try database.execute(
                sql: "UPDATE membership SET digest = ?",
                arguments: [Data(SHA256().digest(Array(row.utf8)))]
            )
        }
        return fixture
    }

    private static func edit(
        _ fixture: StoreFixture,
        _ work: (Database) throws -> Void
    ) throws {
        let queue = try DatabaseQueue(path: fixture.folder.file("journal.db"))
        try queue.write(work)
        try queue.close()
    }

    @Test func `its one key is the first of the list`() throws {
        var fixture = try Self.earlier()
        try fixture.use { (store, _) throws in
            #expect(try store.membership() == Told.membership)
            #expect(try store.checkIntegrity().isSound)
        }
    }

    @Test func `a row that was damaged before is not taken as it stands`() throws {
        var fixture = try Self.earlier()
        try Self.edit(fixture) { database in
            try database.execute(sql: "UPDATE membership SET receipt_key = zeroblob(32)")
        }
        #expect(throws: StoreError.damaged(file: "journal.db", detail: "membership")) {
            try fixture.use { _, _ in }
        }
    }
}
