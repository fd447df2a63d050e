private import Glibc
import GRDB
import Storage
import SyncCore

/// What opening a store had to repair.
package enum StoreRecovery: Hashable, Sendable {
    case none
    /// A crash between journal and overlay: this many ops were folded in now.
    case foldedOps(Int)
    /// `replica.db` was missing or damaged, and was folded anew from the whole journal.
    case rebuilt
    /// `journal.db` is older than `replica.db`, as after a backup was put back: so many ops of the
    /// tables are not in it, none where only the life that it is in tells. The tables were folded
    /// anew, and the site goes on as a new incarnation, so that no number is ever used for two ops.
    case olderJournal(missing: Int64)
}

extension Store {
    /// Opens the tables and folds what they lack. Tables that cannot be used are put aside, never
    /// overwritten, and only once the whole journal has been folded into new ones.
    static func openReplica(
        home: String,
        journal: Journal,
        head: Journal.Head
    ) throws -> (Replica, StoreRecovery) {
        let isThere = access(home + "/" + Replica.file, F_OK) == 0
        do {
            let replica = try Replica(home: home)
            let (folded, life) = try translating(Replica.file) {
                try replica.queue.look { database in
                    try Replica.checkCursor(database)
                    return (try Replica.foldedSeq(database), try Replica.life(database))
                }
            }
            guard folded <= head.seq, try life <= incarnation(in: journal) else {
                try replica.queue.close()
                return try replaceNewerReplica(home: home, journal, head, folded: folded)
            }
            guard try !isAhead(replica, of: journal) else {
                try replica.queue.close()
                return (try rebuiltReplica(home: home, journal), .rebuilt)
            }
            let count = try fold(journal, into: replica)
            if count == 0 { return (replica, .none) }
            return (replica, isThere ? .foldedOps(count) : .rebuilt)
        } catch StoreError.damaged(file: Replica.file, _) {
            return (try rebuiltReplica(home: home, journal), .rebuilt)
        }
    }

    private static func incarnation(in journal: Journal) throws -> Int {
        try translating(Journal.file) {
            try journal.queue.look { try Journal.site($0)?.incarnation ?? 0 }
        }
    }

    private static func isAhead(_ replica: Replica, of journal: Journal) throws -> Bool {
        try translating(Journal.file) {
            try journal.queue.look { source in
                try translating(Replica.file) {
                    try replica.queue.look { try Replica.isAhead(of: source, $0) }
                }
            }
        }
    }

    private static func replaceNewerReplica(
        home: String,
        _ journal: Journal,
        _ head: Journal.Head,
        folded: Int64
    ) throws -> (Replica, StoreRecovery) {
        // Without a single op the journal was not put back from a copy, it was lost.
        guard head.seq > 0 else { throw StoreError.journalLost(ops: folded) }
        let replica = try rebuiltReplica(home: home, journal)
        try translating(Journal.file) {
            try journal.queue.write { database in
                try database.execute(sql: "UPDATE site SET incarnation = incarnation + 1")
                try DigestedRow.site.writeDigest(in: database)
            }
        }
        return (replica, .olderJournal(missing: max(0, folded - head.seq)))
    }

    /// Folds the ops that the tables do not contain yet, and says how many.
    static func fold(_ journal: Journal, into replica: Replica) throws -> Int {
        try translating(Journal.file) {
            try journal.queue.look { source in
                try translating(Replica.file) {
                    try replica.queue.write { target in
                        let site = try translating(Journal.file) { try Journal.site(source) }
                        guard let site else { return 0 }
                        return try fold(by: site, from: source, into: target)
                    }
                }
            }
        }
    }

    /// Writes the tables in one transaction, beside the journal. What they lack, because an earlier commit
    /// of theirs has failed, is folded first: nothing may come on top of a hole.
    func writeTables<Value>(_ work: (Database, Database) throws -> Value) throws -> Value {
        let site = try site()
        return try Self.translating(Journal.file) {
            try journal.queue.lookLong { source in
                let head = try Journal.head(source)
                return try Self.translating(Replica.file) {
                    try replica.queue.write { target in
                        try Self.catchUp(with: head.seq, by: site, source, target)
                        try Replica.setLife(site.incarnation, in: target)
                        return try work(source, target)
                    }
                }
            }
        }
    }

    /// Folds what the tables lack, up to the head of the journal.
    static func catchUp(
        with seq: Int64,
        by site: Site,
        _ source: Database,
        _ target: Database
    ) throws {
        try translating(Replica.file) {
            guard try Replica.foldedSeq(target) < seq else { return }
            _ = try fold(by: site, from: source, into: target)
        }
    }

    /// The same in transactions that are under way. Ops that the feed, or a snapshot, has brought back are in the
    /// tables already.
    static func fold(
        by site: Site,
        from source: Database,
        into target: Database
    ) throws -> Int {
        let after = try Replica.foldedSeq(target)
        let known = try HubLogEntry.Known(in: target)
        var last = after
        var count = 0
        // Folded whole at the end, once each, however many ops it has.
        var stale: Set<RecordID> = []
        // An error while reading the journal is the journal's, whatever else goes on.
        let dead = try translating(Journal.file) {
            try Int64.fetchSet(source, sql: "SELECT op_seq FROM dead_letter")
        }
        try translating(Journal.file) {
            try forEachOp(after: after, in: source) { op in
                let aggregate = op.header.aggregate
                try translating(Replica.file) {
                    guard try !known.has(own: op.header.seq) else { return }
                    // What was said again may be in older tables under its first name.
                    let isNew =
                        try !dead.contains(op.header.seq) && op.header.reissueOf == nil
                        && !known.has(aggregate)
                    if op.header.kind == .register, isNew, let body = op.body {
                        try Replica.register(aggregate, body.patches, in: target)
                    } else {
                        stale.insert(aggregate)
                    }
                }
                last = op.header.seq
                count += 1
            }
        }
        stale.formUnion(try refusedAggregates(after: Replica.settledThrough(target), in: source))
        for aggregate in stale.sorted() {
            try translating(Replica.file) {
                try refold(aggregate, by: site, from: source, into: target)
            }
        }
        if last != after { try Replica.setFolded(last, in: target) }
        try Replica.setRefused(by: source, in: target)
        try Replica.setLife(site.incarnation, in: target)
        return count
    }

    /// Where the hub has refused something that the feed has not passed yet: a crash may have come
    /// between the refusal and the tables.
    private static func refusedAggregates(
        after seq: Int64,
        in source: Database
    ) throws -> [RecordID] {
        try translating(Journal.file) {
            try String.fetchAll(
                source,
                sql: """
                    SELECT DISTINCT aggregate_id FROM outbox JOIN dead_letter USING (op_seq)
                    WHERE op_seq > ?
                    """,
                arguments: [seq]
            ).map(RecordID.init(trusted:))
        }
    }

    /// Folds the whole journal into new tables, puts the old ones aside, and opens the new ones.
    private static func rebuiltReplica(home: String, _ journal: Journal) throws -> Replica {
        let fresh = Replica.file + ".new"
        removeDatabase(home + "/" + fresh)
        let replica = try Replica(home: home, file: fresh)
        _ = try fold(journal, into: replica)
        try translating(fresh) { try replica.queue.close() }
        try setAsideReplica(home: home)
        let path = home + "/" + Replica.file
        guard rename(home + "/" + fresh, path) == 0 else {
            throw StoreError.fromErrno(errno, path: path)
        }
        return try Replica(home: home)
    }

    /// Renames tables that cannot be used, with their write-ahead log; the next start folds new ones.
    /// A copy that was put aside before stays where it is.
    package static func setAsideReplica(home: String) throws {
        let path = home + "/" + Replica.file
        var number = 0
        var target = path + ".damaged"
        while access(target, F_OK) == 0 {
            number += 1
            target = path + ".damaged.\(number)"
        }
        for ending in ["-wal", "-shm"] {
            rename(path + ending, target + ending)
        }
        guard rename(path, target) == 0 || errno == ENOENT else {
            throw StoreError.fromErrno(errno, path: path)
        }
    }

    /// Deletes a database of ours that nobody needs any more.
    static func removeDatabase(_ path: String) {
        for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
    }
}
