import GRDB
import Storage
import Synchronization
package import SyncCore

/// The epochs of the log, and whether a reader stands in it.
enum EpochRows {
    /// The epoch that new entries belong to, and the number of its first.
    static func current(_ database: Database) throws -> (epoch: Int, fromSeq: Int64) {
        let sql = "SELECT epoch, from_seq FROM epoch ORDER BY epoch DESC LIMIT 1"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        guard try row.step() else { throw HubError.storage(detail: "the hub has no epoch") }
        return (Int(row.integer(0)), row.integer(1))
    }

    /// Every epoch with the number of its first entry, the newest first.
    static func all(_ database: Database) throws -> [(epoch: Int, fromSeq: Int64)] {
        let sql = "SELECT epoch, from_seq FROM epoch ORDER BY epoch DESC"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        var epochs: [(epoch: Int, fromSeq: Int64)] = []
        while try row.step() { epochs.append((Int(row.integer(0)), row.integer(1))) }
        return epochs
    }

    /// Where each epoch behind the first has begun.
    static func forks(_ database: Database) throws -> [TreeHead.Fork] {
        let sql = "SELECT epoch, from_seq - 1 FROM epoch WHERE epoch > 1 ORDER BY epoch"
        let row = try PreparedStatement(sql, in: database)
        defer { row.reset() }
        var forks: [TreeHead.Fork] = []
        while try row.step() {
            forks.append(TreeHead.Fork(epoch: Int(row.integer(0)), seq: row.integer(1)))
        }
        return forks
    }

    /// The end of the log.
    static func head(_ database: Database) throws -> SyncCore.Cursor {
        let head = try LogRows.head(database)
        return SyncCore.Cursor(
            epoch: try current(database).epoch,
            seq: head.seq,
            mark: head.mark
        )
    }

    /// The place behind an entry, in the present epoch.
    static func place(_ seq: Int64, in database: Database) throws -> SyncCore.Cursor {
        guard let mark = try LogRows.mark(at: seq, in: database) else {
            throw LogRows.damaged(seq: seq)
        }
        return SyncCore.Cursor(epoch: try current(database).epoch, seq: seq, mark: mark)
    }

    /// Whether a reader stands in this log.
    ///
    /// One of an older epoch has to go back to where the first of the later ones began, or stays where it
    /// is, before that. Further back than where the present one began, a mark that is not the log's sends it
    /// back again, by one at least, until it has found what both have: somebody has let the hub work after
    /// it was put back and before it was recovered.
    static func check(_ cursor: SyncCore.Cursor, in database: Database) throws {
        let (epoch, fromSeq) = try current(database)
        guard cursor.shard == SyncCore.Cursor.cityShard, cursor.epoch <= epoch else {
            throw HubError.otherHistory
        }
        guard cursor.epoch == epoch else {
            let sql = "SELECT min(from_seq) FROM epoch WHERE epoch > ?"
            let later = try database.cachedStatement(sql: sql)
            let first = try Int64.fetchOne(later, arguments: [cursor.epoch]) ?? fromSeq
            throw HubError.rewind(try place(first - 1, in: database))
        }
        guard try LogRows.mark(at: cursor.seq, in: database) != cursor.mark else { return }
        guard cursor.seq > 0, cursor.seq < fromSeq else { throw HubError.otherHistory }
        throw HubError.rewind(try place(cursor.seq - 1, in: database))
    }

    // MARK: Times

    /// The latest time that an entry was given when it came for the first time.
    static func latestTime(_ database: Database) throws -> Instant {
        let statement = try database.cachedStatement(sql: "SELECT latest_at FROM hub")
        let milliseconds = try Int64.fetchOne(statement)
        return Instant(milliseconds: milliseconds ?? .min)
    }

    static func note(latestTime: Instant, in database: Database) throws {
        let row = try PreparedStatement("UPDATE hub SET latest_at = ?", in: database)
        row.bind(1, latestTime.milliseconds)
        try row.run()
    }
}

extension SQLiteHubStore {
    /// How much further than the present epoch a site's word is taken for another.
    private static let epochsAheadMax = 1000

    package func recoveryPlan() async throws -> OpenedEpoch {
        try await read(Self.recoveryPlan)
    }

    private static func recoveryPlan(_ database: Database) throws -> OpenedEpoch {
        let (epoch, fromSeq) = try EpochRows.current(database)
        let head = try LogRows.head(database).seq
        let seen = try Row.fetchOne(database, sql: "SELECT seen_epoch, seen_seq FROM hub")
        let seenEpoch: Int? = try seen?.read("seen_epoch")
        // What has begun right here was opened for the same loss, unless a site knows better.
        guard head >= fromSeq || seenEpoch != nil else {
            return OpenedEpoch(epoch: epoch, forkSeq: head, lostThrough: nil, isNew: false)
        }
        return OpenedEpoch(
            epoch: max(epoch, seenEpoch ?? epoch) + 1,
            forkSeq: head,
            lostThrough: try seen?.read("seen_seq"),
            isNew: true
        )
    }

    package func recover(at now: Instant) async throws -> OpenedEpoch {
        try await write { database in
            let opened = try Self.recoveryPlan(database)
            guard opened.isNew else { return opened }
            try database.execute(
                sql: "INSERT INTO epoch (epoch, from_seq, opened_at) VALUES (?, ?, ?)",
                arguments: [opened.epoch, opened.forkSeq + 1, now.milliseconds]
            )
            try database.execute(sql: "UPDATE hub SET seen_epoch = NULL, seen_seq = NULL")
            self.hasToldOfLoss.withLock { $0 = false }
            return opened
        }
    }

    package func note(unknown cursor: SyncCore.Cursor) async throws -> Bool {
        try await write { database in
            let epoch = try EpochRows.current(database).epoch
            guard cursor.shard == SyncCore.Cursor.cityShard,
                cursor.epoch <= epoch + Self.epochsAheadMax
            else { return false }
            let row = try PreparedStatement(
                """
                UPDATE hub SET seen_epoch = max(coalesce(seen_epoch, 0), ?),
                    seen_seq = max(coalesce(seen_seq, 0), ?)
                """,
                in: database
            )
            row.bind(1, Int64(cursor.epoch))
            row.bind(2, cursor.seq)
            try row.run()
            return self.hasToldOfLoss.withLock { hasTold in
                defer { hasTold = true }
                return !hasTold
            }
        }
    }
}
