import Foundation
import GRDB
import SyncCore

/// Reads a site's two databases beside its store, for the invariants and for who picks what to do next.
final class SiteEyes {
    private let queue: DatabaseQueue

    init(home: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: home + "/replica.db", configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: "ATTACH ? AS journal",
                arguments: [home + "/journal.db"]
            )
        }
    }

    func close() throws { try queue.close() }

    /// Another number whenever the tables have changed.
    func tablesVersion() throws -> Int64? {
        try queue.unsafeRead { database in
            try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA main.data_version"))
        }
    }

    /// The hashes of the ops behind a number, which have to follow it without a hole.
    func hashes(after seq: Int64) throws -> [[UInt8]] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT op_seq, hash, time > coalesce((SELECT time FROM outbox AS before
                    WHERE before.op_seq = outbox.op_seq - 1), '') AS is_later
                FROM outbox WHERE op_seq > ? ORDER BY op_seq
                """
            let statement = try database.cachedStatement(sql: sql)
            let rows = try Row.fetchAll(statement, arguments: [seq])
            return try rows.enumerated().map { index, row in
                guard row["op_seq"] == seq + Int64(index) + 1 else {
                    throw Violation(.journalIntegrity, "the journal has a hole behind \(seq)")
                }
                guard row["is_later"] else {
                    throw Violation(.stamps, "op \(seq + Int64(index) + 1) is stamped too early")
                }
                return bytes(row["hash"])
            }
        }
    }

    /// Ops that count as answered although nothing is known of them.
    func forgottenOps() throws -> [Int64] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT op_seq FROM outbox
                WHERE op_seq NOT IN (SELECT op_seq FROM waiting)
                    AND op_seq NOT IN (SELECT op_seq FROM receipt)
                    AND op_seq NOT IN (SELECT op_seq FROM dead_letter)
                """
            return try Int64.fetchAll(try database.cachedStatement(sql: sql))
        }
    }

    /// The first op that waits for the hub's word, but for those that are not to be sent before others have
    /// sent theirs, and what stands behind one of them in its aggregate.
    func firstWaitingOp(except postponed: Set<Int64>) throws -> Int64? {
        try queue.unsafeRead { database in
            guard !postponed.isEmpty else {
                let sql = "SELECT op_seq FROM waiting ORDER BY op_seq LIMIT 1"
                return try Int64.fetchOne(try database.cachedStatement(sql: sql))
            }
            let numbers = postponed.map(String.init).joined(separator: ", ")
            let sql = """
                SELECT op_seq FROM waiting JOIN outbox USING (op_seq)
                WHERE NOT EXISTS (SELECT 1 FROM outbox AS first
                    WHERE first.op_seq IN (\(numbers)) AND first.op_seq <= waiting.op_seq
                        AND first.aggregate_id = outbox.aggregate_id)
                ORDER BY op_seq LIMIT 1
                """
            return try Int64.fetchOne(database, sql: sql)
        }
    }

    /// The ops that wait for the hub's word, oldest first, without their words.
    func waiting() throws -> [WaitingRow] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT op_seq, aggregate_id, kind, batch_id, hash
                FROM waiting JOIN outbox USING (op_seq) ORDER BY op_seq
                """
            return try Row.fetchAll(try database.cachedStatement(sql: sql)).map(WaitingRow.init)
        }
    }

    /// The words of an op of the journal.
    func words(of seq: Int64) throws -> String? {
        try queue.unsafeRead { database in
            let sql = "SELECT body FROM outbox WHERE op_seq = ?"
            return try String.fetchOne(try database.cachedStatement(sql: sql), arguments: [seq])
        }
    }

    /// The receipts of the journal as far as the invariants need them, the former ones as well.
    func receipts() throws -> [KnownReceipt] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT op_seq, epoch, hub_seq, received_at FROM receipt
                UNION SELECT op_seq, epoch, hub_seq, received_at FROM former_receipt
                """
            return try Row.fetchAll(try database.cachedStatement(sql: sql)).map { row in
                KnownReceipt(
                    op: row["op_seq"],
                    epoch: row["epoch"],
                    hubSeq: row["hub_seq"],
                    receivedAt: row["received_at"]
                )
            }
        }
    }

    /// The words of others' entries, by their numbers.
    func bodies() throws -> [Int64: String] {
        try queue.unsafeRead { database in
            let sql = "SELECT seq, body FROM hub_log WHERE is_own = 0 AND body IS NOT NULL"
            return try Row.fetchAll(database, sql: sql).reduce(into: [:]) {
                $0[$1["seq"]] = $1["body"]
            }
        }
    }

    /// Facts whose words the hub has sent as erased, without having said yet why.
    func factsWithoutWords() throws -> [String] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT DISTINCT aggregate_id FROM hub_log WHERE is_own = 0 AND body IS NULL
                AND aggregate_id NOT IN (SELECT aggregate_id FROM hub_log WHERE kind = 'withdraw')
                """
            return try String.fetchAll(try database.cachedStatement(sql: sql))
        }
    }

    /// The ops that are dead letters, with their codes; also those that were said again.
    func deadOps() throws -> [Int64: String] {
        try queue.unsafeRead { database in
            let rows = try Row.fetchAll(database, sql: "SELECT op_seq, code FROM dead_letter")
            return rows.reduce(into: [:]) { $0[$1["op_seq"]] = $1["code"] }
        }
    }

    /// What was said in some of the dead letters.
    func said(where condition: String) throws -> [Said] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT coalesce(reissue_of, incarnation || '/' || op_seq) AS name, claimed_at, body
                FROM dead_letter JOIN outbox USING (op_seq) WHERE \(condition)
                """
            return try Row.fetchAll(database, sql: sql).map { row in
                Said(name: row["name"], claimedAt: row["claimed_at"], body: row["body"] ?? "")
            }
        }
    }

    /// Ops that the site has seen in the hub's log, and that a restored hub has not given it again.
    func lostOps() throws -> [(op: OpID, aggregate: RecordID)] {
        try queue.unsafeRead { database in
            let sql = "SELECT site, incarnation, op_seq, aggregate_id FROM hub_log_lost"
            return try Row.fetchAll(try database.cachedStatement(sql: sql)).map { row in
                let op = OpID(
                    site: RecordID(trusted: row["site"]),
                    incarnation: row["incarnation"],
                    seq: row["op_seq"]
                )
                return (op, RecordID(trusted: row["aggregate_id"]))
            }
        }
    }

    /// The site's copy of the hub's log.
    func log() throws -> LogMeasure {
        try queue.unsafeRead { database in
            let sql = "SELECT count(*) AS count, coalesce(sum(seq), 0) AS sum FROM hub_log"
            return try LogMeasure(database, sql, [])
        }
    }

    /// Ids of one kind of record, oldest first.
    func ids(_ kind: RecordKind, where condition: String = "1") throws -> [RecordID] {
        try queue.unsafeRead { database in
            let sql = "SELECT id FROM \(kind.rawValue) WHERE \(condition) ORDER BY id"
            return try String.fetchAll(try database.cachedStatement(sql: sql))
                .map(RecordID.init(trusted:))
        }
    }

    /// What a backup has of the tables now.
    func backUpTables() throws -> DiskImage {
        try queue.unsafeRead { try DiskImage.backedUp(of: $0) }
    }

    /// What a backup has of the journal now.
    func backUpJournal() throws -> DiskImage {
        try queue.unsafeRead { try DiskImage.backedUp("journal", of: $0) }
    }

    /// Every row that a person can see, but for those of some aggregates.
    func tables(except aggregates: Set<String> = []) throws -> [String] {
        try queue.unsafeRead { database in
            try RecordKind.allCases.flatMap { kind in
                let sql = "SELECT * FROM \(kind.rawValue) ORDER BY id"
                return try Row.fetchAll(try database.cachedStatement(sql: sql))
                    .filter { !aggregates.contains($0["instrument_id"] ?? $0["id"] ?? "") }
                    .map { "\(kind) \($0)" }
            }
        }
    }

    /// The aggregates of ops, and of those that the tables lack since a disk has failed.
    func aggregates(of ops: [Int64]) throws -> Set<String> {
        try queue.unsafeRead { database in
            let numbers = ops.map(String.init).joined(separator: ", ")
            let sql = """
                SELECT aggregate_id FROM outbox
                WHERE op_seq IN (\(numbers)) OR op_seq > (SELECT op_seq FROM folded)
                """
            return try String.fetchSet(database, sql: sql)
        }
    }
}

/// An op that waits, as far as the journal says it without the op's words.
struct WaitingRow {
    let seq: Int64
    let aggregate: RecordID
    let kind: OpKind
    let batch: RecordID?
    let hash: [UInt8]

    fileprivate init(_ row: Row) throws {
        let kind: String = row[2]
        guard let kind = OpKind(rawValue: kind) else {
            throw Violation(.journalIntegrity, "no op is of the kind \(kind)")
        }
        self.kind = kind
        seq = row[0]
        aggregate = RecordID(trusted: row[1])
        batch = (row[3] as String?).map(RecordID.init(trusted:))
        hash = bytes(row[4])
    }
}

/// A receipt as a journal has it.
struct KnownReceipt: Hashable {
    let op: Int64
    let epoch: Int
    let hubSeq: Int64
    let receivedAt: Int64
}

/// The bytes of a blob.
func bytes(_ data: Data?) -> [UInt8] { data.map { [UInt8]($0) } ?? [] }
