import Foundation
import GRDB
package import Signing
import Storage
package import SyncCore

/// The public keys by which the hub has signed, in order: the first, and how each of the others was introduced. Every row
/// has a digest of its own, as those of the members have.
enum KeyRows {
    static let schema = """
        CREATE TABLE receipt_key (
            number INTEGER PRIMARY KEY,
            entry TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        """

    /// Takes what the home has. A file that was put back from before a rotation learns of it so; keys of which the
    /// home does not know, or others, are refused: receipts by its key would contradict those that were given.
    static func settle(_ keyring: HubKeyring, in database: Database) throws {
        let keys = keyring.keys
        guard let kept = try read(of: keys.hub, in: database) else {
            return try insert(keys, from: 0, in: database)
        }
        do throws(HubKeyFault) { _ = try kept.following(keys) } catch {
            throw HubError.otherReceiptKey(detail(error))
        }
        guard keys.count > kept.count else { return }
        try insert(keys, from: kept.count, in: database)
        try signAnew(with: keyring.state, in: database)
    }

    /// Writes the keys behind so many that are there.
    static func insert(_ keys: HubKeys, from count: Int, in database: Database) throws {
        for (index, link) in keys.links.enumerated().dropFirst(count) {
            let entry = link.canonicalText
            try database.execute(
                sql: "INSERT INTO receipt_key (number, entry, digest) VALUES (?, ?, ?)",
                arguments: [index + 1, entry, Data(digest(Int64(index + 1), entry))]
            )
        }
    }

    /// Rows that are not what was written, or not of the keys that the home has.
    static func broken(_ keys: HubKeys, in database: Database) throws -> Int64 {
        var broken: Int64 = 0
        for row in try Row.fetchAll(database, sql: "SELECT * FROM receipt_key") {
            let isWhole =
                if let number: Int64 = try? row.read("number"),
                    let entry: String = try? row.read("entry"),
                    let kept: Data = try? row.read("digest")
                {
                    [UInt8](kept) == digest(number, entry)
                } else {
                    false
                }
            if !isWhole { broken += 1 }
        }
        guard broken == 0 else { return broken }
        let kept = try? read(of: keys.hub, in: database)
        return (try? kept?.following(keys)) == nil ? 1 : 0
    }

    private static func read(of hub: RecordID, in database: Database) throws -> HubKeys? {
        let sql = "SELECT entry FROM receipt_key ORDER BY number"
        let links = try String.fetchAll(database, sql: sql).map { text in
            try? JSONParser.parse(Array(text.utf8))
        }
        guard !links.isEmpty else { return nil }
        guard let keys = try? HubKeys(hub: hub, links: links.compactMap(\.self)),
            keys.count == links.count
        else { throw HubError.unreadable("the list of receipt keys") }
        return keys
    }

    private static func digest(_ number: Int64, _ entry: String) -> [UInt8] {
        SHA256().digest(Array("\(number)\n\(entry)".utf8))
    }

    private static func detail(_ fault: HubKeyFault) -> String {
        switch fault {
        case .shrunk(let known, let told):
            "key \(told) in \(HomeFile.receiptKey.rawValue), but \(SQLiteHubStore.file) has key \(known)"
        case .forked(let known, let told):
            "key \(told.prefix(16)) in \(HomeFile.receiptKey.rawValue), \(known.prefix(16)) in \(SQLiteHubStore.file)"
        default: "\(fault)"
        }
    }
}

extension SQLiteHubStore {
    /// Signs with a new key from now on. `keep` is handed what the home's file shall say; it stands there before the
    /// rotation counts, and a file that is ahead of the table is followed when the hub opens next.
    package func rotateKey(
        to suite: SignatureSuite,
        at now: Instant,
        keep: @escaping @Sendable (String) throws -> Void
    ) async throws -> HubKeys {
        try await write { [hub, keyring] database in
            let former = keyring.state
            let key = SuitePrivateKey.generate(suite)
            // Not before anything that the former key has signed.
            let last = former.keys.term(of: former.keys.count).from ?? now
            let keys = try former.keys.adding(
                .sign(
                    key.publicKey,
                    number: former.keys.count + 1,
                    from: max(now, last, try EpochRows.latestTime(database)),
                    of: hub,
                    with: former.key
                )
            )
            try KeyRows.insert(keys, from: former.keys.count, in: database)
            let next = HubKeyring.State(key: key, keys: keys)
            // Before anybody else writes: what is signed later is signed with the new key.
            database.afterNextTransaction(
                onCommit: { _ in keyring.use(next) },
                onRollback: { _ in try? keep(former.file) }
            )
            try keep(next.file)
            return keys
        }
    }
}
