import Foundation
import GRDB
import SyncCore

/// Reads the hub's database beside its store, for the invariants.
final class HubEyes {
    private let queue: DatabaseQueue

    init(folder: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: folder + "/hub.db", configuration: configuration)
    }

    func close() throws { try queue.close() }

    /// What a backup has of the hub now.
    func backUp() throws -> DiskImage {
        try queue.unsafeRead { try DiskImage.backedUp(of: $0) }
    }

    /// Entries of the log behind a number.
    func entries(after seq: Int64) throws -> [LogEntry] {
        try queue.unsafeRead { database in
            let sql = """
                SELECT *, (SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq) AS epoch
                FROM log WHERE seq > ? ORDER BY seq
                """
            let statement = try database.cachedStatement(sql: sql)
            return try Row.fetchAll(statement, arguments: [seq]).map(LogEntry.init)
        }
    }

    /// Hash and mark of every entry, one after the other.
    func seals() throws -> [[UInt8]] {
        try queue.unsafeRead { database in
            let sql = "SELECT hash || mark FROM log ORDER BY seq"
            return try Data.fetchAll(try database.cachedStatement(sql: sql)).map { [UInt8]($0) }
        }
    }

    /// How many entries an organisation may see up to a cursor, and the sum of their numbers.
    func visible(to organisation: String, through seq: Int64) throws -> LogMeasure {
        try queue.unsafeRead { database in
            let sql = """
                SELECT count(*) AS count, coalesce(sum(log_seq), 0) AS sum FROM visible
                WHERE organisation = ? AND at_seq <= ?
                """
            return try LogMeasure(database, sql, [organisation, seq])
        }
    }
}

/// An entry of the hub's log with what the invariants look at.
struct LogEntry {
    let seq: Int64
    let op: OpID
    let hash: [UInt8]
    let previous: [UInt8]
    let mark: String
    let receivedAt: Instant
    let organisation: String
    let party: Party
    let epoch: Int
    /// Where the entry stood before the hub was put back from a backup.
    let former: LogPlace?
    let header: OpHeader
    /// `nil` once it was erased.
    let body: OpBody?
    /// The body as it came.
    let text: String?
    /// What the hub has told the author of fields that did not simply apply.
    let notes: String?

    init(_ row: Row) throws {
        let body: String? = row["body"]
        let kind: String = row["kind"]
        let party: String = row["party"]
        let batch: String? = row["batch"]
        let reissueOf: String? = row["reissue_of"]
        seq = row["seq"]
        op = OpID(
            site: RecordID(trusted: row["site"]),
            incarnation: row["incarnation"],
            seq: row["op_seq"]
        )
        hash = bytes(row["hash"])
        previous = bytes(row["previous"])
        mark = bytes(row["mark"]).hex
        receivedAt = Instant(milliseconds: row["received_at"])
        organisation = row["organisation"]
        epoch = row["epoch"]
        former = (row["former_seq"] as Int64?).map { LogPlace(epoch: row["former_epoch"], seq: $0) }
        guard let kind = OpKind(rawValue: kind), let party = Party(rawValue: party) else {
            throw Violation(.appendOnly, "entry \(seq) cannot be read")
        }
        self.party = party
        header = OpHeader(
            site: op.site,
            incarnation: op.incarnation,
            seq: op.seq,
            time: HybridTime(bits: UInt64(bitPattern: row["time"])),
            claimedAt: Instant(milliseconds: row["claimed_at"]),
            aggregate: RecordID(trusted: row["aggregate"]),
            kind: kind,
            batch: batch.map(RecordID.init(trusted:)),
            base: row["base"],
            baseEpoch: row["base_epoch"] ?? 1,
            reissueOf: reissueOf.flatMap(OwnName.init)
        )
        text = body
        notes = row["notes"]
        self.body = try body.map { try Self.body($0, of: row["seq"]) }
    }

    private static func body(_ text: String, of seq: Int64) throws -> OpBody {
        guard let body = OpBody(json: try JSONParser.parse(Array(text.utf8))) else {
            throw Violation(.appendOnly, "the body of entry \(seq) cannot be read")
        }
        return body
    }

    /// The entry as it is folded.
    var stamped: StampedOp {
        StampedOp(
            header: header,
            body: body,
            stamp: OpStamp(
                seq: seq,
                receivedAt: receivedAt,
                organisation: organisation,
                party: party,
                epoch: epoch,
                former: former
            )
        )
    }
}

/// A set of entries, measured cheaply: equal sets have equal measures.
struct LogMeasure: Hashable {
    let count: Int64
    let sum: Int64

    init(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws {
        let row = try Row.fetchOne(
            try database.cachedStatement(sql: sql),
            arguments: arguments
        )
        count = row?["count"] ?? 0
        sum = row?["sum"] ?? 0
    }
}
