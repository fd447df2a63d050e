import GRDB
import Signing
import Storage
import SyncCore

/// Receipts as rows: what many of them share stands once, in `receipt_root`, and what the journal knows
/// of the op is not repeated.
enum ReceiptRow {
    /// Writes the receipts of an answer: those of a batch have one root.
    struct Writer {
        private let database: Database
        private let statement: PreparedStatement
        private var root: (root: ReceiptRoot, id: Int64)?

        init(in database: Database) throws {
            self.database = database
            statement = try PreparedStatement(insertSQL, in: database)
        }

        mutating func insert(_ receipt: Receipt, _ notes: [PushOutcome.FieldNote]) throws {
            if root?.root != receipt.root {
                root = (receipt.root, try rootID(receipt.root, in: database))
            }
            guard let root else { return }
            try ReceiptRow.insert(receipt, notes, root: root.id, by: statement)
        }
    }

    private static let insertSQL = """
        INSERT OR IGNORE INTO receipt (op_seq, root_id, position, path, epoch, hub_seq,
            received_at, notes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static func insert(
        _ receipt: Receipt,
        _ notes: [PushOutcome.FieldNote],
        root: Int64,
        by statement: PreparedStatement
    ) throws {
        statement.bind(1, receipt.statement.op.seq)
        statement.bind(2, root)
        statement.bind(3, Int64(receipt.position))
        statement.bind(4, blob: receipt.path.reduce(into: []) { $0 += $1 })
        statement.bind(5, Int64(receipt.statement.epoch))
        statement.bind(6, receipt.statement.seq)
        statement.bind(7, receipt.statement.receivedAt.milliseconds)
        if notes.isEmpty {
            statement.bindNull(8)
        } else {
            statement.bind(8, utf8: JSONValue.array(notes.map(\.json)).canonical)
        }
        try statement.run()
    }

    private static func rootID(_ root: ReceiptRoot, in database: Database) throws -> Int64 {
        let statement = try PreparedStatement(
            "SELECT id FROM receipt_root WHERE root = ?",
            in: database
        )
        statement.bind(1, blob: root.root)
        if try statement.step() {
            let id = statement.integer(0)
            statement.reset()
            return id
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO receipt_root (hub, root, count, key_id, signature, suite)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            root.hub.description, Blob(root.root).data, root.count, root.keyID,
            Blob(root.signature).data, root.suite.rawValue,
        ])
        return database.lastInsertedRowID
    }

    /// The receipts by their ops; those for entries that the hub has lost, where it has not received the op
    /// again.
    static func all(_ database: Database) throws -> [KeptReceipt] {
        try kept(
            """
            (SELECT * FROM receipt
                UNION ALL SELECT * FROM former_receipt WHERE op_seq NOT IN (
                    SELECT op_seq FROM receipt))
            """,
            database
        )
    }

    /// How many rows are no receipts of this hub, those for entries that it has lost among them. A signature covers
    /// the op that its row stands at, but not what the hub has remarked.
    static func countFailing(by keys: HubKeys, in database: Database) throws -> Int {
        let every = "(SELECT * FROM receipt UNION ALL SELECT * FROM former_receipt)"
        let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(every)") ?? 0
        var check = ReceiptCheck(keys: keys)
        // Rows without their op or their root are in no join.
        let whole = try kept(every, database).count { (try? check.check($0.receipt)) != nil }
        let remarks = "SELECT notes FROM \(every) WHERE notes IS NOT NULL"
        let garbled = try String.fetchAll(database, sql: remarks).count {
            JSONValue.array(notes($0).map(\.json)).canonical != Array($0.utf8)
        }
        return rows - whole + garbled
    }

    /// Whether there is any receipt for an entry that the hub has lost.
    static func hasFormer(_ database: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM former_receipt)"
        return try Bool.fetchOne(database.cachedStatement(sql: sql)) ?? false
    }

    /// The receipt of an op that the hub has lost. Where there are several, the earliest, which has the legal
    /// time; among those, the last, whose place authors of later ops have read.
    static func former(_ seq: Int64, in database: Database) throws -> Receipt? {
        let own = "(SELECT * FROM former_receipt WHERE op_seq = \(seq))"
        return try kept(own, database).map(\.receipt)
            .min { one, other in
                let (one, other) = (one.statement, other.statement)
                return one.receivedAt == other.receivedAt
                    ? one.epoch > other.epoch : one.receivedAt < other.receivedAt
            }
    }

    /// Puts the receipts for entries behind a place of the hub's log with those that are lost there.
    static func retire(after seq: Int64, in database: Database) throws {
        try retire(where: "hub_seq > ?", seq, in: database)
    }

    /// Puts the receipt of an op with those that are lost.
    static func retire(op seq: Int64, in database: Database) throws {
        try retire(where: "op_seq = ?", seq, in: database)
    }

    private static func retire(
        where condition: String,
        _ number: Int64,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO former_receipt SELECT * FROM receipt WHERE \(condition)
                """,
            arguments: [number]
        )
        try database.execute(sql: "DELETE FROM receipt WHERE \(condition)", arguments: [number])
    }

    /// The ops behind a number whose receipts name places up to another, with these places.
    static func ops(
        after seq: Int64,
        through place: Int64,
        in database: Database
    ) throws -> [(op: Int64, place: Int64)] {
        let row = try PreparedStatement(
            "SELECT op_seq, hub_seq FROM receipt WHERE op_seq > ? AND hub_seq <= ?",
            in: database
        )
        row.bind(1, seq)
        row.bind(2, place)
        var found: [(Int64, Int64)] = []
        while try row.step() { found.append((row.integer(0), row.integer(1))) }
        return found
    }

    private static func kept(_ rows: String, _ database: Database) throws -> [KeptReceipt] {
        let site = try Store.siteID(database)
        let sql = """
            SELECT op_seq, position, path, epoch, hub_seq, received_at, notes,
                outbox.incarnation, outbox.hash, outbox.aggregate_id,
                receipt_root.hub, receipt_root.root, receipt_root.count, receipt_root.key_id,
                receipt_root.signature, receipt_root.suite
            FROM \(rows) AS receipt JOIN outbox USING (op_seq)
                JOIN receipt_root ON receipt_root.id = receipt.root_id
            ORDER BY op_seq
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql)).map { try kept($0, site: site) }
    }

    private static func kept(_ row: Row, site: RecordID) throws -> KeptReceipt {
        let hub = RecordID(trusted: try row.read("hub"))
        let statement = ReceiptStatement(
            hub: hub,
            op: OpID(
                site: site,
                incarnation: try row.read("incarnation"),
                seq: try row.read("op_seq")
            ),
            hash: Blob(try row.read("hash")).bytes,
            aggregate: RecordID(trusted: try row.read("aggregate_id")),
            epoch: try row.read("epoch"),
            seq: try row.read("hub_seq"),
            receivedAt: Instant(milliseconds: try row.read("received_at"))
        )
        guard let suite = SignatureSuite(rawValue: try row.read("suite")) else {
            throw StoreError.damaged(file: Journal.file, detail: "receipt_root")
        }
        let root = ReceiptRoot(
            hub: hub,
            root: Blob(try row.read("root")).bytes,
            count: try row.read("count"),
            suite: suite,
            keyID: try row.read("key_id"),
            signature: Blob(try row.read("signature")).bytes
        )
        let path = Blob(try row.read("path")).bytes
        let receipt = Receipt(
            statement: statement,
            root: root,
            position: try row.read("position"),
            path: stride(from: 0, to: path.count, by: 32).map {
                Array(path[$0..<min($0 + 32, path.count)])
            }
        )
        let notes: String? = try row.read("notes")
        return KeptReceipt(receipt: receipt, notes: notes.map(Self.notes) ?? [])
    }

    private static func notes(_ text: String) -> [PushOutcome.FieldNote] {
        guard let json = try? JSONParser.parse(Array(text.utf8)) else { return [] }
        return (json.elements ?? []).compactMap(PushOutcome.FieldNote.init(json:))
    }
}
