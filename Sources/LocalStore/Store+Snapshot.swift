private import Glibc
import GRDB
import Storage
package import SyncCore

// Tables that the hub has folded take the place of the site's own, at the start of the log, where those hold
// nothing that the journal does not.
//
//   1. In the file that was fetched the site's own ops are marked as such, and what waits of them is folded on
//      top, in one transaction; closing it leaves no write-ahead log.
//   2. The site's tables are closed, their log emptied and deleted, and the folder written, so that no power cut
//      brings back a log beside a file that it does not belong to.
//   3. The file gets the name of the tables.
//
// A crash before 3 leaves the old tables, and the file as it was or prepared, which may be done again; after 3
// it leaves the new ones. The journal is only read, but for a new life (`noteOtherLives`), as with a page.

/// A moment of a swap.
package enum SwapStep: CaseIterable, Sendable {
    case begun, prepared, closed, renamed
}

extension Store {
    /// Whether the site has read nothing of the hub's log and keeps nothing aside of it, so that other tables may
    /// take the place of its own.
    package func isAtStart() throws -> Bool {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                guard try Replica.cursor(database)?.seq ?? 0 == 0 else { return false }
                let sql = """
                    SELECT EXISTS (SELECT 1 FROM quarantine_in)
                        OR EXISTS (SELECT 1 FROM hub_log_lost)
                    """
                let keeps = try Bool.fetchOne(database.cachedStatement(sql: sql))
                return keeps == false
            }
        }
    }

    /// Whether only the first part of a snapshot is here, or the feed is still on its way behind one.
    package func hasPartOnly() throws -> Bool {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = "SELECT EXISTS (SELECT 1 FROM hub_log)"
                let hasEntries = try Bool.fetchOne(database.cachedStatement(sql: sql))
                return try hasEntries == true && Replica.cursor(database)?.seq ?? 0 == 0
            }
        }
    }

    /// Puts a file of the home, which has come whole, in the place of the tables. `reach` hears of each step; what it
    /// throws ends the swap there.
    ///
    /// - Returns: where the site stands then; `nil` at the start, where the tables are a part.
    /// - Throws: `SnapshotFlaw` where the file cannot take their place, `StoreError`; then the tables are as they
    ///   were.
    package func swapIn(
        _ tables: FetchedTables,
        from file: String,
        reach: (SwapStep) throws -> Void = { _ in }
    ) throws -> SyncCore.Cursor? {
        guard try isAtStart() else { throw SnapshotFlaw.notAtStart }
        try reach(.begun)
        do {
            try prepare(file, as: tables)
            try reach(.prepared)
            try replaceTables(by: file, reach)
        } catch let error as StoreError { throw error.flaw(ofSnapshot: file) ?? error }
        let cursor = try cursor()
        if let cursor { _ = try retireUnkept(through: cursor) }
        return cursor
    }

    private func prepare(_ file: String, as tables: FetchedTables) throws {
        let fresh = try Replica(home: home, file: file)
        let site = try site()
        let (own, others) = try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try Self.translating(file) {
                    try fresh.queue.look { target in
                        try Self.check(target, is: tables)
                        return try HubLogEntry.entries(of: site, journal: source, in: target)
                    }
                }
            }
        }
        _ = try noteOtherLives(among: others)
        let siteNow = try self.site()
        try Self.translating(Journal.file) {
            try journal.queue.look { source in
                try Self.translating(file) {
                    try fresh.queue.write { target in
                        try HubLogEntry.markOwn(own, in: target)
                        try Self.place(tables, by: siteNow, source, target)
                        _ = try Self.fold(by: siteNow, from: source, into: target)
                    }
                }
            }
        }
        try Self.translating(file) { try fresh.queue.close() }
    }

    /// Looks whether a file is what its manifest says, as far as that takes no reading of all rows.
    private static func check(_ database: Database, is tables: FetchedTables) throws {
        try Replica.checkCursor(database)
        let wanted = tables.slice == .whole ? tables.manifest.cursor : nil
        let fault = try FileCheck.schemaFault(of: database, by: Replica.migrator)
        guard fault == nil, try Replica.cursor(database) == wanted else {
            throw SnapshotFlaw.damaged
        }
    }

    /// Sets where a site with these tables stands.
    private static func place(
        _ tables: FetchedTables,
        by site: Site,
        _ source: Database,
        _ target: Database
    ) throws {
        guard tables.slice == .whole else {
            try target.execute(sql: "UPDATE hub_log SET at_seq = 0")
            return
        }
        let fold = try PageFold(site: site, journal: source, replica: target, apart: false)
        try Replica.setCursor(
            tables.manifest.cursor,
            settledThrough: fold.settledThrough(),
            in: target
        )
    }

    private func replaceTables(by file: String, _ reach: (SwapStep) throws -> Void) throws {
        let (fresh, path) = (home + "/" + file, home + "/" + Replica.file)
        try Self.refuseLogs(beside: fresh)
        try Self.synchronise(file: fresh)
        try Self.translating(Replica.file) {
            try replica.emptyLog()
            try replica.queue.close()
        }
        let outcome = Result {
            try Self.refuseLogs(beside: path)
            try Self.synchronise(folder: home)
            try reach(.closed)
            guard rename(fresh, path) == 0 else { throw StoreError.fromErrno(errno, path: path) }
            try reach(.renamed)
            try Self.synchronise(folder: home)
        }
        let head = try Self.translating(Journal.file) { try journal.queue.look(Journal.head) }
        (replica, _) = try Self.openReplica(home: home, journal: journal, head: head)
        try outcome.get()
    }

    /// A write-ahead log beside a file of another origin would be played into it.
    private static func refuseLogs(beside path: String) throws {
        for ending in ["-wal", "-journal"] where access(path + ending, F_OK) == 0 {
            throw StoreError.inputOutput(file: Replica.file, detail: "a log is left: \(ending)")
        }
    }
}

extension StoreError {
    /// What it says of the file that was to be swapped in; `nil` where it is about something else.
    fileprivate func flaw(ofSnapshot file: String) -> SnapshotFlaw? {
        switch self {
        case .tooNew(file): .newer
        case .damaged(let damaged, _) where damaged != Journal.file: .damaged
        case .inputOutput(let failed, _) where failed != Journal.file: .notWritten
        case .cannotCreate: .notWritten
        default: nil
        }
    }
}
