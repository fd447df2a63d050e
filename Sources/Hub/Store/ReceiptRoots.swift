import GRDB
import Signing
import Storage
import SyncCore

// A receipt is not kept as a whole. The log says under which root an entry stands, and at which place; the row of a
// root has the hashes of its leaves, of which each path is made again, the same bit for bit.

/// The roots of receipts, each with its tree.
struct ReceiptRoots {
    let hub: RecordID
    private let database: Database
    /// Those who ask go through the log, or come again with the ops of one batch.
    private var last: (id: Int64, root: ReceiptRoot, tree: MerkleTree)?

    init(of hub: RecordID, in database: Database) {
        self.hub = hub
        self.database = database
    }

    /// The receipt for a statement; `nil` where the root is missing, is not readable or has no such place.
    mutating func receipt(
        for statement: ReceiptStatement,
        at position: Int,
        under id: Int64
    ) throws -> Receipt? {
        if last?.id != id {
            last = try Self.root(id, of: hub, in: database).map { (id, $0.root, $0.tree) }
        }
        guard let last, (0..<last.tree.count).contains(position) else { return nil }
        return Receipt(
            statement: statement,
            root: last.root,
            position: position,
            path: last.tree.path(to: position)
        )
    }

    private static func root(
        _ id: Int64,
        of hub: RecordID,
        in database: Database
    ) throws -> (root: ReceiptRoot, tree: MerkleTree)? {
        let row = try PreparedStatement(
            "SELECT root, count, suite, key_id, signature, leaves FROM root WHERE id = ?",
            in: database
        )
        defer { row.reset() }
        row.bind(1, id)
        guard try row.step(), let suite = row.text(2).flatMap(SignatureSuite.init(rawValue:)),
            let keyID = row.text(3)
        else { return nil }
        let root = ReceiptRoot(
            hub: hub,
            root: row.blob(0),
            count: Int(row.integer(1)),
            suite: suite,
            keyID: keyID,
            signature: row.blob(4)
        )
        let leaves = row.blob(5)
        guard root.count > 0, leaves.count == root.count * 32 else { return nil }
        let hashes = stride(from: 0, to: leaves.count, by: 32).map { Array(leaves[$0..<$0 + 32]) }
        return (root, MerkleTree(leafHashes: hashes, of: suite))
    }

    // MARK: Writing

    /// Writes a root, and gives its id.
    static func insert(
        _ root: ReceiptRoot,
        over tree: MerkleTree,
        in database: Database
    ) throws -> Int64 {
        let row = try PreparedStatement(
            """
            INSERT INTO root (root, count, key_id, signature, suite, leaves)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            in: database
        )
        try write(root, over: tree, by: row)
        return database.lastInsertedRowID
    }

    /// Puts another root in the place of one, over the same entries.
    static func replace(
        _ id: Int64,
        by root: ReceiptRoot,
        over tree: MerkleTree,
        in database: Database
    ) throws {
        let row = try PreparedStatement(
            """
            UPDATE root SET root = ?, count = ?, key_id = ?, signature = ?, suite = ?, leaves = ?
            WHERE id = ?
            """,
            in: database
        )
        row.bind(7, id)
        try write(root, over: tree, by: row)
    }

    private static func write(
        _ root: ReceiptRoot,
        over tree: MerkleTree,
        by row: PreparedStatement
    ) throws {
        row.bind(1, blob: root.root)
        row.bind(2, Int64(root.count))
        row.bind(3, root.keyID)
        row.bind(4, blob: root.signature)
        row.bind(5, root.suite.rawValue)
        row.bind(6, blob: bytes(of: tree))
        try row.run()
    }

    private static func bytes(of tree: MerkleTree) -> [UInt8] { Array(tree.leafHashes.joined()) }

    // MARK: Former programs

    /// Keeps the leaves of every root instead of the path of every entry, in a database of a program that had those.
    static func keepLeaves(in database: Database) throws {
        try database.execute(sql: "ALTER TABLE root ADD COLUMN leaves BLOB NOT NULL DEFAULT x''")
        let hub = try String.fetchOne(database, sql: "SELECT id FROM hub") ?? ""
        let row = try PreparedStatement(
            """
            SELECT root_id, suite, site, incarnation, op_seq, hash, aggregate, seq, received_at,
                (SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq)
            FROM log JOIN root ON root.id = root_id ORDER BY seq
            """,
            in: database
        )
        var batch = FormerBatch(id: 0)
        while try row.step() {
            if row.integer(0) != batch.id {
                try batch.keepLeaves(in: database)
                batch = FormerBatch(id: row.integer(0))
            }
            batch.suite = row.text(1).flatMap(SignatureSuite.init(rawValue:)) ?? .ed25519
            batch.statements.append(statement(row, of: RecordID(trusted: hub)))
        }
        try batch.keepLeaves(in: database)
        try database.execute(sql: "ALTER TABLE log DROP COLUMN path")
    }

    private static func statement(_ row: PreparedStatement, of hub: RecordID) -> ReceiptStatement {
        ReceiptStatement(
            hub: hub,
            op: OpID(
                site: RecordID(trusted: row.text(2) ?? ""),
                incarnation: Int(row.integer(3)),
                seq: row.integer(4)
            ),
            hash: row.blob(5),
            aggregate: RecordID(trusted: row.text(6) ?? ""),
            epoch: Int(row.integer(9)),
            seq: row.integer(7),
            receivedAt: Instant(milliseconds: row.integer(8))
        )
    }

    /// The statements under a root, in order.
    private struct FormerBatch {
        let id: Int64
        var suite = SignatureSuite.ed25519
        var statements: [ReceiptStatement] = []

        func keepLeaves(in database: Database) throws {
            guard !statements.isEmpty else { return }
            let row = try PreparedStatement("UPDATE root SET leaves = ? WHERE id = ?", in: database)
            let tree = MerkleTree(leaves: statements.map(\.canonical), of: suite)
            row.bind(1, blob: ReceiptRoots.bytes(of: tree))
            row.bind(2, id)
            try row.run()
        }
    }
}
