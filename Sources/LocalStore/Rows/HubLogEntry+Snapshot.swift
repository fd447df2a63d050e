import GRDB
import Signing
import Storage
import SyncCore

// A part of a snapshot brings entries before the feed has come by their places. They have 0 as the place at which
// the site has seen them, until it does.

extension HubLogEntry {
    /// The condition for what a site that goes back to a place (the parameter) has to give up: what it has seen behind
    /// that place, and what it has seen of before its time.
    static let isBehind = "(at_seq > ? OR at_seq = 0)"

    /// The feed has come by an entry that was there already.
    static func pass(_ seq: Int64, at place: Int64, in database: Database) throws {
        let row = try PreparedStatement(
            "UPDATE hub_log SET at_seq = ? WHERE seq = ? AND at_seq = 0",
            in: database
        )
        row.bind(1, place)
        row.bind(2, seq)
        try row.run()
    }

    /// The newest entry of an aggregate that has come before its time.
    static func newestAhead(of aggregate: RecordID, in database: Database) throws -> LogPlace? {
        let row = try PreparedStatement(
            """
            SELECT epoch, seq FROM hub_log WHERE aggregate_id = ? AND at_seq = 0
            ORDER BY seq DESC LIMIT 1
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, aggregate.description)
        guard try row.step() else { return nil }
        return LogPlace(epoch: Int(row.integer(0)), seq: row.integer(1))
    }

    // MARK: Own ops

    /// An entry that is an op of this journal.
    struct Own {
        let seq: Int64
        let header: OpHeader
        let stamp: OpStamp
    }

    /// The entries of a site in tables that another has folded: those that its journal has, and the others.
    ///
    /// - Throws: `SnapshotFlaw.damaged` where one is marked as an own op that the journal has not.
    static func entries(
        of site: Site,
        journal: Database,
        in database: Database
    ) throws -> (own: [Own], others: [StampedOp]) {
        let row = try PreparedStatement(
            "SELECT \(columns) FROM hub_log WHERE site = ? ORDER BY seq",
            in: database
        )
        row.bind(1, site.id.description)
        defer { row.reset() }
        var found: (own: [Own], others: [StampedOp]) = ([], [])
        while try row.step() {
            let entry = try HubLogEntry(row)
            let op = StampedOp(header: entry.header, body: entry.body, stamp: entry.stamp)
            if op.isSame(as: try Store.op(op.header.seq, in: journal)) {
                found.own.append(Own(seq: op.stamp.seq, header: op.header, stamp: op.stamp))
            } else {
                guard entry.ownSeq == nil else { throw SnapshotFlaw.damaged }
                found.others.append(op)
            }
        }
        return found
    }

    /// Makes entries those of own ops, as if the feed had brought them.
    static func markOwn(_ entries: [Own], in database: Database) throws {
        let row = try PreparedStatement(
            "UPDATE hub_log SET is_own = 1, body = NULL, digest = ? WHERE seq = ?",
            in: database
        )
        let sha256 = SHA256()
        for entry in entries {
            row.bind(1, blob: digest(entry.header, entry.stamp, isOwn: true, nil, sha256))
            row.bind(2, entry.seq)
            try row.run()
        }
    }

    /// What the log has, for whoever folds a journal beside it.
    struct Known {
        private let database: Database
        private let isEmpty: Bool

        init(in database: Database) throws {
            self.database = database
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM hub_log)"
            isEmpty = try Bool.fetchOne(database.cachedStatement(sql: sql)) ?? true
        }

        /// Whether an own op with this number is in it.
        func has(own seq: Int64) throws -> Bool {
            guard !isEmpty else { return false }
            let row = try PreparedStatement(
                "SELECT 1 FROM hub_log WHERE op_seq = ? AND is_own = 1",
                in: database
            )
            defer { row.reset() }
            row.bind(1, seq)
            return try row.step()
        }

        /// Whether anything was said of an aggregate.
        func has(_ aggregate: RecordID) throws -> Bool {
            guard !isEmpty else { return false }
            let row = try PreparedStatement(
                "SELECT 1 FROM hub_log WHERE aggregate_id = ? LIMIT 1",
                in: database
            )
            defer { row.reset() }
            row.bind(1, aggregate.description)
            return try row.step()
        }
    }
}
