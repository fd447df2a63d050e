import GRDB
import Storage
import SyncCore

/// `journal.db`: everything that this site has done, in order, each op chained to the one before.
///
/// It is never replaced by anything. Its writer runs at `synchronous = FULL`, so that a commit that
/// has returned survives a power cut.
final class Journal {
    let queue: DatabaseQueue
    static let file = "journal.db"

    /// Opens or creates the file, migrates it, and refuses to run without full durability.
    init(home: String) throws {
        queue = try DatabaseFile.open(
            home: home,
            file: Self.file,
            // Each commit is synced, and to sync what is written over takes half as long as what makes a file longer.
            logPages: 256,
            migrator: Self.migrator
        )
        let queue = queue
        try Store.translating(Self.file) {
            try queue.writeWithoutTransaction { database in
                // GRDB lowers a WAL writer to NORMAL while opening, where a power cut loses commits.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
                guard level == 2 else { throw StoreError.notDurable(synchronous: level) }
                // Whose it is has no op's hash over it, and every command reads it.
                for row in DigestedRow.allCases {
                    let sql = "PRAGMA quick_check(\(row.rawValue))"
                    let check = try String.fetchOne(database, sql: sql) ?? "ok"
                    guard check == "ok" else {
                        throw StoreError.damaged(file: Self.file, detail: check)
                    }
                    guard try row.isWhole(in: database) else {
                        throw StoreError.damaged(file: Self.file, detail: row.rawValue)
                    }
                }
            }
        }
    }

    /// Number, hash and time of the newest op.
    struct Head {
        var seq: Int64 = 0
        var hash: [UInt8] = OpSeal.origin
        var time = HybridTime(bits: 0)
    }

    /// The newest op, or the origin of an empty journal.
    static func head(_ database: Database) throws -> Head {
        let sql = "SELECT op_seq, hash, time FROM outbox ORDER BY op_seq DESC LIMIT 1"
        let statement = try PreparedStatement(sql, in: database)
        guard try statement.step() else { return Head() }
        let head = Head(
            seq: statement.integer(0),
            hash: statement.blob(1),
            time: statement.text(2).flatMap(HybridTime.init(_:)) ?? HybridTime(bits: 0)
        )
        try statement.run()
        return head
    }

    /// Writes one sealed op.
    static func insert(
        _ header: OpHeader,
        body: [UInt8],
        seal: OpSeal,
        in database: Database
    ) throws {
        let statement = try PreparedStatement(
            """
            INSERT INTO outbox (op_seq, incarnation, time, claimed_at, aggregate_id, kind, batch_id,
                body, salt, body_digest, previous, hash, base, base_epoch, reissue_of)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            in: database
        )
        statement.bind(1, header.seq)
        statement.bind(2, Int64(header.incarnation))
        statement.bind(3, header.time.description)
        statement.bind(4, header.claimedAt.milliseconds)
        statement.bind(5, header.aggregate.description)
        statement.bind(6, header.kind.rawValue)
        statement.bind(7, header.batch?.description)
        statement.bind(8, utf8: body)
        statement.bind(9, blob: seal.salt)
        statement.bind(10, blob: seal.bodyDigest)
        statement.bind(11, blob: seal.previous)
        statement.bind(12, blob: seal.hash)
        if let base = header.base { statement.bind(13, base) }
        if header.baseEpoch > 1 { statement.bind(14, Int64(header.baseEpoch)) }
        if let name = header.reissueOf { statement.bind(15, name.description) }
        try statement.run()
    }
}
