import GRDB
import Storage
package import SyncCore

// A hub that was put back from a backup has lost the end of its log. This site goes back to a place that
// both have, and nothing is lost on the way:
//
//   1. The journal: receipts for entries behind the place become former ones, so the ops wait again and
//      go out with the hub's old word on them.
//   2. The tables: entries behind the place move to `hub_log_lost`, their aggregates are folded anew, and
//      the cursor goes back, in one transaction.
//
// A crash between the two costs nothing: the hub says the same again, and the first is done already.

extension Store {
    /// Goes back to the newest place that may be common with a hub that has `told` as the last one; does
    /// nothing when another command has moved on from `refused` meanwhile.
    ///
    /// - Returns: where the site stands now.
    /// - Throws: `StoreError`.
    package func rewind(
        to told: SyncCore.Cursor,
        from refused: SyncCore.Cursor
    ) throws -> SyncCore.Cursor {
        let present = try cursor()
        if let present, present != refused { return present }
        let site = try site()
        let place = try Self.translating(Replica.file) {
            try replica.queue.look { try Self.place(atOrBefore: told, in: $0) }
        }
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                // Some of these the hub may still have; it answers them with the same receipt.
                try ReceiptRow.retire(after: place.seq, in: database)
                try database.execute(
                    sql: "UPDATE membership SET epoch = ?",
                    arguments: [told.epoch]
                )
                try DigestedRow.membership.writeDigest(in: database)
                try WaitingRow.insertMissing(in: database)
            }
        }
        try writeTables { source, target in
            try Self.rewind(to: place, by: site, source, target)
        }
        // Words of facts that the hub has lost are gone from the tables.
        try Self.translating(Replica.file, replica.emptyLog)
        return place
    }

    /// Where a site goes back to. The hub may have lost that a fact was deleted; then it has the words of what
    /// was said before, which are erased here, or came without words, and have to come again.
    private static func place(
        atOrBefore told: SyncCore.Cursor,
        in database: Database
    ) throws -> SyncCore.Cursor {
        let place = try Replica.place(atOrBefore: told, in: database)
        guard let erased = try HubLogEntry.firstErased(by: place.seq, in: database) else {
            return place
        }
        // No place has this mark, so it is one before the entry.
        let before = SyncCore.Cursor(epoch: told.epoch, seq: erased, mark: .origin)
        return try Replica.place(atOrBefore: before, in: database)
    }

    /// Puts receipts away whose entries should have been read by now and were not, so that the ops wait
    /// again; says how many. That happens where the tables were lost and the hub was put back: then the
    /// site does not stand beyond its log, and no rewind is asked for.
    func retireUnkept(through cursor: SyncCore.Cursor) throws -> Int {
        let settled = try Self.translating(Replica.file) {
            try replica.queue.look { try Replica.settledThrough($0) }
        }
        let due = try Self.translating(Journal.file) {
            try journal.queue.look {
                try ReceiptRow.ops(after: settled, through: cursor.seq, in: $0)
            }
        }
        guard !due.isEmpty else { return 0 }
        let (kept, unread) = try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = "SELECT op_seq FROM hub_log WHERE is_own = 1 AND op_seq > ?"
                let statement = try database.cachedStatement(sql: sql)
                return (
                    try Int64.fetchSet(statement, arguments: [settled]),
                    try Quarantine.placesOfNothingElse(in: database)
                )
            }
        }
        // Of what waits in the quarantine the hub has been asked; it tells nothing of other places.
        let unkept = due.filter { !kept.contains($0.op) && !unread.contains($0.place) }.map(\.op)
        guard !unkept.isEmpty else { return 0 }
        try Self.translating(Journal.file) {
            try journal.queue.write { database in
                for seq in unkept { try ReceiptRow.retire(op: seq, in: database) }
                try WaitingRow.insertMissing(in: database)
            }
        }
        return unkept.count
    }

    /// Puts receipts away that name a place of which a page has nothing but what this program cannot read: it may
    /// be the op, or what a hub that was put back has there now. The hub is asked once; what it says after the
    /// page was read counts. Done before the page is applied, so that a crash between the two costs nothing.
    func retireUnreadable(in page: FeedPage) throws -> Int {
        let last = try cursor()?.seq ?? 0
        let readable = Set(page.frames.compactMap(\.place))
        let places = Set(page.unreadable.map { $0.seq ?? page.cursor.seq }).subtracting(readable)
            .filter { $0 > last }
        guard !places.isEmpty else { return 0 }
        return try Self.translating(Journal.file) {
            try journal.queue.write { database in
                let due = try ReceiptRow.ops(after: 0, through: page.cursor.seq, in: database)
                    .filter { places.contains($0.place) }
                for op in due { try ReceiptRow.retire(op: op.op, in: database) }
                try WaitingRow.insertMissing(in: database)
                return due.count
            }
        }
    }

    private static func rewind(
        to place: SyncCore.Cursor,
        by site: Site,
        _ source: Database,
        _ target: Database
    ) throws {
        let firstOwn = try Int64.fetchOne(
            target,
            sql: "SELECT min(op_seq) FROM hub_log WHERE is_own = 1 AND \(HubLogEntry.isBehind)",
            arguments: [place.seq]
        )
        try Quarantine.delete(after: place.seq, in: target)
        let settled = try Replica.settledThrough(target)
        let aggregates = try LostLog.take(after: place.seq, in: target)
        try ConflictRow.forget(after: place.seq, in: target)
        try target.execute(
            sql: "DELETE FROM cursor_history WHERE seq > ?",
            arguments: [place.seq]
        )
        try Replica.setCursor(
            place,
            settledThrough: min(settled, firstOwn.map { $0 - 1 } ?? settled),
            in: target
        )
        for aggregate in aggregates.sorted() {
            try refold(aggregate, by: site, from: source, into: target)
        }
    }

    /// How many changes of others stood in the hub's log and have not come back since it was put back from
    /// a backup.
    package func lostChanges() throws -> Int {
        try Self.translating(Replica.file) { try replica.queue.look(LostLog.count) }
    }

    /// The instruments about which the hub has lost something.
    func lostAggregates() throws -> Set<String> {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let sql = "SELECT DISTINCT aggregate_id FROM hub_log_lost"
                return try String.fetchSet(database.cachedStatement(sql: sql))
            }
        }
    }
}
