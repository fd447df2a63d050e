import GRDB
import Storage
package import SyncCore

/// A frame of the feed that this program could not take in. It waits, byte for byte, and is tried again at the
/// start of every round and daemon, so that a newer program finds it.
package struct QuarantinedFrame: Hashable, Sendable {
    package let n: Int64
    package let epoch: Int
    /// Its number in the hub's log; where that could not be read, the number up to which its page went.
    package let place: Int64
    /// What it is about, where that could be read: this record is not complete here.
    package let aggregate: RecordID?
    package let reason: Reason
    /// What SQLite says where a constraint was broken.
    package let detail: String
    package let bytes: [UInt8]

    package enum Reason: String, Sendable {
        /// No frame that this program knows.
        case unreadable
        /// The tables do not allow what it says.
        case constraint
    }
}

/// `quarantine_in`, which is bounded: a hub that sends nothing but nonsense is not kept for ever.
enum Quarantine {
    static let framesMax = 1000
    static let bytesMax = 16 << 20

    /// Puts a frame aside; one that is there already stays as it is.
    ///
    /// - Throws: `StoreError.quarantineFull`.
    static func insert(
        _ bytes: [UInt8],
        at place: Int64,
        epoch: Int,
        about aggregate: RecordID?,
        _ reason: QuarantinedFrame.Reason,
        _ detail: String,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO quarantine_in (epoch, place, aggregate_id, reason, detail, frame)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
                    SELECT 1 FROM quarantine_in WHERE place = ?2 AND frame = ?6)
                """,
            arguments: [
                epoch, place, aggregate?.description, reason.rawValue, detail, Blob(bytes).data,
            ]
        )
        let sql = "SELECT count(*) AS count, sum(length(frame)) AS bytes FROM quarantine_in"
        guard let row = try Row.fetchOne(database, sql: sql) else { return }
        let (count, size): (Int, Int) = (try row.read("count"), try row.read("bytes"))
        guard count <= framesMax, size <= bytesMax else {
            throw StoreError.quarantineFull(frames: count - 1)
        }
    }

    static func all(_ database: Database) throws -> [QuarantinedFrame] {
        let sql = """
            SELECT n, epoch, place, aggregate_id, reason, detail, frame FROM quarantine_in ORDER BY n
            """
        return try Row.fetchAll(database, sql: sql).map { row in
            let aggregate: String? = try row.read("aggregate_id")
            return QuarantinedFrame(
                n: try row.read("n"),
                epoch: try row.read("epoch"),
                place: try row.read("place"),
                aggregate: aggregate.map(RecordID.init(trusted:)),
                reason: QuarantinedFrame.Reason(rawValue: try row.read("reason")) ?? .unreadable,
                detail: try row.read("detail"),
                bytes: Blob(try row.read("frame")).bytes
            )
        }
    }

    /// The places of the hub's log that wait here and of which nothing else was read.
    static func placesOfNothingElse(in database: Database) throws -> Set<Int64> {
        let sql = "SELECT place FROM quarantine_in WHERE place NOT IN (SELECT seq FROM hub_log)"
        return try Int64.fetchSet(database.cachedStatement(sql: sql))
    }

    static func delete(_ n: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM quarantine_in WHERE n = ?", arguments: [n])
    }

    /// The hub sends again what stands behind a place.
    static func delete(after place: Int64, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM quarantine_in WHERE place > ?",
            arguments: [place]
        )
    }

    /// What the law has erased must not stay here.
    static func erase(_ aggregate: RecordID, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM quarantine_in WHERE aggregate_id = ?",
            arguments: [aggregate.description]
        )
    }
}

extension Replica {
    /// Frames of the feed that could not be taken in, as they came.
    static let quarantineSchema = """
        CREATE TABLE quarantine_in (
            n INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            place INTEGER NOT NULL,
            aggregate_id TEXT,
            reason TEXT NOT NULL CHECK (reason IN ('unreadable', 'constraint')),
            detail TEXT NOT NULL,
            frame BLOB NOT NULL
        ) STRICT;
        """
}

extension DatabaseError {
    /// Whether the tables refuse the values, whatever else they hold; a full disk or a damaged file is
    /// another matter.
    var blamesValues: Bool {
        switch resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: true
        default: false
        }
    }
}

extension Store {
    /// The frames that wait, in the order in which they came.
    package func quarantine() throws -> [QuarantinedFrame] {
        try Self.translating(Replica.file) { try replica.queue.look(Quarantine.all) }
    }
}
