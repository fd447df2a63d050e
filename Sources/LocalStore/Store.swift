private import Glibc
import GRDB
import GRDBSQLite
import Policy
import Storage
import SyncCore

/// The store of one site: `journal.db`, `replica.db` and the lock that makes one process their
/// owner. Confined to the thread that opened it.
///
/// The store keeps and finds; it decides nothing. What a change means is said by its caller.
package final class Store {
    package let home: String
    /// What had to be repaired while opening, for the screen.
    package private(set) var recovery: StoreRecovery
    let journal: Journal
    var replica: Replica
    /// `nil` once the store is closed.
    private var lock: FileLock?
    var ids = RecordIDGenerator()
    let sealer = OpSealer()

    /// Opens the store of a site that exists, waiting for another process to let go of the home as
    /// long as `patience` says. Throws `StoreError`.
    package static func open(home: String, patience: Duration) throws -> Store {
        guard access(home + "/" + Journal.file, F_OK) == 0 else {
            if errno == EACCES { throw StoreError.notPermitted(path: home) }
            try refuseLostJournal(home)
            throw StoreError.noSite(home: home)
        }
        let store = try Store(home: home, patience: patience)
        guard try store.siteIfAny() != nil else { throw StoreError.noSite(home: home) }
        return store
    }

    /// Refuses a home that has tables and no journal. Somebody's ops are gone: an empty journal in their place
    /// would begin to number anew.
    static func refuseLostJournal(_ home: String) throws {
        guard
            access(home + "/" + Journal.file, F_OK) == 0
                || access(home + "/" + Replica.file, F_OK) != 0
        else { throw StoreError.damaged(file: Journal.file, detail: "no such file") }
    }

    /// Opens or creates the files; `Store+Site` writes the site into a new one.
    init(home: String, patience: Duration) throws {
        self.home = home
        do {
            lock = try FileLock(path: home + "/lock", patience: patience)
        } catch {
            throw StoreError(error, home: home)
        }
        let journal = try Journal(home: home)
        self.journal = journal
        let head = try Self.translating(Journal.file) { try journal.queue.look(Journal.head) }
        (replica, recovery) = try Self.openReplica(home: home, journal: journal, head: head)
    }

    /// Runs a piece of work whose SQLite errors belong to one file.
    static func translating<Value>(_ file: String, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        } catch is RowDecodingError {
            throw StoreError.unreadableRow(of: file)
        }
    }
}

extension Store {
    /// The version of the SQLite library that is loaded.
    package static var libraryVersion: String {
        String(cString: sqlite3_libversion())
    }
}

extension Store {
    /// Closes both files, which also empties their write-ahead logs, and lets go of the lock, whoever
    /// still holds the store.
    package func close() throws {
        try Self.translating(Replica.file) { try replica.queue.close() }
        try Self.translating(Journal.file) { try journal.queue.close() }
        lock = nil
    }
}
