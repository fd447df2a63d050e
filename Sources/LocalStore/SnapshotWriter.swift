import GRDB
package import Policy
import Storage
package import SyncCore

/// Writes the tables of a site that has read the hub's log up to a place, entry by entry, and has done nothing
/// itself but judge the instruments for a day: the same rows, by the same code, as a site that has pulled all of it.
///
/// It is a file for others: nobody waits for it to be durable, and one that was not finished is of no use to
/// anybody.
package final class SnapshotWriter {
    private let database: Database
    private let entry: PreparedStatement
    private let instrument: PreparedStatement
    private let verification: PreparedStatement
    private var coats: CoatMemory

    /// The number of the newest migration of the tables that it writes.
    package static let schema = Replica.migrator.migrations.count

    /// Needed while the rows are written: an instrument's row repeats its latest verification.
    private static let indexesInUse: Set = ["verification_by_instrument"]

    private init(_ database: Database, _ coats: CoatMemory) throws {
        self.database = database
        self.coats = coats
        entry = try PreparedStatement(HubLogEntry.insertion, in: database)
        instrument = try PreparedStatement(Replica.insertInstrumentSQL, in: database)
        verification = try PreparedStatement(Replica.insertVerificationSQL, in: database)
    }

    /// Writes a file that is not there yet, which is good once `check` has read it. `work` writes the entries and gives
    /// the place up to which a site has read that has this file; `nil` where it stands at the start all the same. The
    /// colours are those of `day`, as `judge` finds them; a site looks at them again by its own rules.
    ///
    /// - Throws: `StoreError`, or what `work` throws; then the file is to be thrown away.
    package static func write(
        to path: String,
        on day: Day,
        by judge: @escaping Store.Judge,
        _ work: (SnapshotWriter) throws -> SyncCore.Cursor?
    ) throws {
        try Store.translating(Replica.file) {
            let queue = try DatabaseFile.create(path)
            defer { try? queue.close() }
            try Replica.migrator.migrate(queue)
            try queue.writeWithoutTransaction { database in
                try withoutJournal(database)
                try database.beginTransaction(.immediate)
                do { try fill(database, CoatMemory(on: day, judge), work) } catch {
                    // Without a journal this restores nothing; it only ends the transaction.
                    try? database.rollback()
                    throw error
                }
                try database.commit()
            }
            try queue.close()
        }
    }

    static func withoutJournal(_ database: Database) throws {
        // For each list of values in a CHECK (`IN`) SQLite fills a table of its own, with every row anew, which
        // takes longer than the row. `check` asks for all rows what these ask for one.
        try database.execute(
            sql: """
                PRAGMA journal_mode = OFF;
                PRAGMA synchronous = OFF;
                PRAGMA foreign_keys = OFF;
                PRAGMA ignore_check_constraints = ON;
                PRAGMA cache_size = -8000
                """
        )
    }

    private static func fill(
        _ database: Database,
        _ coats: CoatMemory,
        _ work: (SnapshotWriter) throws -> SyncCore.Cursor?
    ) throws {
        let indexes = try Replica.dropIndexes(but: indexesInUse, in: database)
        let cursor = try work(SnapshotWriter(database, coats))
        for sql in indexes { try database.execute(sql: sql) }
        var rest = Repaint(on: coats.day, naming: false, judge: coats.judge, in: database)
        try rest.find(.all)
        _ = try rest.write(nil)
        try ConflictRow.number(in: database)
        if let cursor { try Replica.setCursor(cursor, settledThrough: 0, in: database) }
    }

    /// Reads a file that `write` has made once more. Throws `StoreError.damaged` where it is none, or has a value that
    /// its column does not take.
    package static func check(_ path: String) throws {
        try Store.translating(Replica.file) {
            // Opened for writing, as SQLite forgets each CHECK of a file that it may not write. Nothing is written.
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            let fault = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard fault == "ok" else {
                throw StoreError.damaged(file: Replica.file, detail: fault ?? "no answer")
            }
        }
    }

    /// Writes an entry of the log and, where it is the first about its aggregate, what all of that comes to.
    package func write(_ ready: SnapshotEntry) throws {
        try Store.translating(Replica.file) {
            entry.clear()
            HubLogEntry.bind(
                ready.op,
                isOwn: false,
                ready.body,
                ready.digest,
                at: ready.place,
                to: entry
            )
            try entry.run()
            if let ops = ready.aggregate { try fold(ready.op.header.aggregate, ops, ready.isPlain) }
        }
    }

    private func fold(_ aggregate: RecordID, _ ops: [StampedOp], _ isPlain: Bool) throws {
        if isPlain, let body = ops[0].body { return try register(aggregate, body.patches) }
        var state = AggregateState()
        for op in ops {
            for outcome in state.apply(op) { try ConflictRow.note(outcome, in: op, database) }
        }
        if state.isErased { try HubLogEntry.eraseBodies(of: aggregate, in: database) }
        try Replica.writeRows(of: aggregate, state, in: database)
    }

    /// What a plain registration comes to, without folding it.
    private func register(_ aggregate: RecordID, _ patches: [Patch]) throws {
        let latest = patches.count > 1 ? patches[1] : nil
        instrument.clear()
        let coat = coats.coat(of: patches[0], latest)
        try Replica.insertInstrument(patches[0], latest: latest, coat: coat, by: instrument)
        guard let latest else { return }
        try Replica.insertVerification(latest, of: aggregate, isEffective: true, by: verification)
    }
}
