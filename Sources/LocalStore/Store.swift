private import Glibc
import GRDB
import GRDBSQLite
import Policy
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
    let replica: Replica
    private let lock: StoreLock
    var ids = RecordIDGenerator()
    let sealer = OpSealer()

    /// Opens the store of a site that exists, waiting for another process to let go of the home as
    /// long as `patience` says. Throws `StoreError`.
    package static func open(home: String, patience: Duration) throws -> Store {
        guard access(home + "/" + Journal.file, F_OK) == 0 else {
            throw errno == EACCES
                ? StoreError.notPermitted(path: home) : StoreError.noSite(home: home)
        }
        let store = try Store(home: home, patience: patience)
        guard try store.siteIfAny() != nil else { throw StoreError.noSite(home: home) }
        return store
    }

    /// Opens or creates the files; `Store+Site` writes the site into a new one.
    init(home: String, patience: Duration) throws {
        self.home = home
        lock = try StoreLock(home: home, patience: patience)
        journal = try Journal(home: home)
        let hadReplica = access(home + "/" + Replica.file, F_OK) == 0
        (replica, recovery) = try Self.openReplica(home: home, journal: journal)
        let folded = try fold()
        if recovery == .none, folded > 0 {
            recovery = hadReplica ? .foldedOps(folded) : .rebuilt(.missing)
        }
    }

    /// Folds the ops that the tables do not contain yet, and says how many.
    private func fold() throws -> Int {
        try translatingErrors(file: Replica.file) {
            try journal.queue.read { source in
                try replica.queue.write { target in
                    try Self.fold(from: source, into: target)
                }
            }
        }
    }

    private static func fold(from source: Database, into target: Database) throws -> Int {
        let after = try Replica.foldedSeq(target)
        var last = after
        var count = 0
        try forEachOp(after: after, in: source) { op in
            if let body = op.body {
                try Replica.apply(op.header.kind, op.header.aggregate, body.patches, in: target)
            }
            last = op.header.seq
            count += 1
        }
        if last != after { try Replica.setFolded(last, in: target) }
        return count
    }

    /// Opens the replica; one that is damaged or ahead of the journal is put aside and rebuilt.
    private static func openReplica(
        home: String,
        journal: Journal
    ) throws -> (Replica, StoreRecovery) {
        do {
            let replica = try Replica(home: home)
            let folded = try replica.queue.read(Replica.foldedSeq)
            let head = try journal.queue.read(Journal.head)
            if folded <= head.seq { return (replica, .none) }
            // Without a single op the journal was not restored, it was lost: nothing may go on.
            guard head.seq > 0 else { throw StoreError.journalLost(ops: folded) }
            try replica.queue.close()
            return (try rebuiltReplica(home: home), .rebuilt(.aheadOfJournal))
        } catch StoreError.damaged(file: Replica.file, _) {
            return (try rebuiltReplica(home: home), .rebuilt(.damaged))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return (try rebuiltReplica(home: home), .rebuilt(.damaged))
        }
    }

    private static func rebuiltReplica(home: String) throws -> Replica {
        let path = home + "/" + Replica.file
        unlink(path + "-wal")
        unlink(path + "-shm")
        guard rename(path, path + ".damaged") == 0 else {
            throw StoreError.fromErrno(errno, path: path)
        }
        return try Replica(home: home)
    }

    /// Runs a piece of work whose SQLite errors belong to one file.
    func translatingErrors<Value>(file: String, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        }
    }
}

/// What opening a store had to repair.
package enum StoreRecovery: Hashable, Sendable {
    case none
    /// A crash between journal and overlay: this many ops were folded in now.
    case foldedOps(Int)
    /// `replica.db` was rebuilt from the journal; an old one was put aside as `replica.db.damaged`.
    case rebuilt(Cause)

    package enum Cause: Hashable, Sendable {
        case missing
        case damaged
        case aheadOfJournal
    }
}

extension Store {
    /// The version of the SQLite library that is loaded.
    package static var libraryVersion: String {
        String(cString: sqlite3_libversion())
    }
}

extension Store {
    /// Closes both files, which also empties their write-ahead logs; the lock goes with the store.
    package func close() throws {
        try translatingErrors(file: Replica.file) { try replica.queue.close() }
        try translatingErrors(file: Journal.file) { try journal.queue.close() }
    }
}
