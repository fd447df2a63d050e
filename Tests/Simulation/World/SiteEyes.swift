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

    /// The hashes of the ops behind a number, which have to follow it without a hole.
    func hashes(after seq: Int64) throws -> [[UInt8]] {
        try queue.unsafeRead { database in
            let sql = "SELECT op_seq, hash FROM outbox WHERE op_seq > ? ORDER BY op_seq"
            let statement = try database.cachedStatement(sql: sql)
            let rows = try Row.fetchAll(statement, arguments: [seq])
            return try rows.enumerated().map { index, row in
                guard row["op_seq"] == seq + Int64(index) + 1 else {
                    throw Violation(.journalIntegrity, "the journal has a hole behind \(seq)")
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

    /// Whether an op waits for the hub's word.
    func hasWaitingOps() throws -> Bool {
        try queue.unsafeRead { database in
            let sql = """
                SELECT EXISTS (SELECT * FROM waiting)
                """
            return try Bool.fetchOne(try database.cachedStatement(sql: sql)) ?? false
        }
    }

    /// The receipts of the journal as far as the invariants need them.
    func receipts() throws -> [(op: Int64, hubSeq: Int64, receivedAt: Int64)] {
        try queue.unsafeRead { database in
            let sql = "SELECT op_seq, hub_seq, received_at FROM receipt ORDER BY op_seq"
            return try Row.fetchAll(try database.cachedStatement(sql: sql)).map {
                ($0["op_seq"], $0["hub_seq"], $0["received_at"])
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

    /// Every row that a person can see.
    func tables() throws -> [String] {
        try queue.unsafeRead { database in
            try RecordKind.allCases.flatMap { kind in
                let sql = "SELECT * FROM \(kind.rawValue) ORDER BY id"
                return try Row.fetchAll(try database.cachedStatement(sql: sql))
                    .map { "\(kind) \($0)" }
            }
        }
    }
}

/// The bytes of a blob.
func bytes(_ data: Data?) -> [UInt8] { data.map { [UInt8]($0) } ?? [] }
