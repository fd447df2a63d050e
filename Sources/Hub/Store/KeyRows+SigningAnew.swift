import GRDB
import Signing
import Storage
import SyncCore

extension KeyRows {
    /// What a hub that was put back has received with a key that it had replaced before is signed anew: no site takes a
    /// receipt of such a key for such a time.
    static func signAnew(with ring: HubKeyring.State, in database: Database) throws {
        for (index, key) in ring.keys.all.enumerated().dropLast() {
            guard let until = ring.keys.term(of: index + 1).until else { continue }
            let sql = """
                SELECT DISTINCT root_id FROM log JOIN root ON root.id = root_id
                WHERE key_id = ? AND received_at > ?
                """
            let arguments: StatementArguments = [key.fingerprint, until.milliseconds]
            for id in try Int64.fetchAll(database, sql: sql, arguments: arguments) {
                try signAnew(root: id, with: ring, in: database)
            }
            try BlobRows.signAnew(by: key, after: until, with: ring, in: database)
        }
    }

    /// The tree is made anew as well: it may be of another suite.
    private static func signAnew(
        root id: Int64,
        with ring: HubKeyring.State,
        in database: Database
    ) throws {
        let row = try PreparedStatement(
            "SELECT \(EntryReader.columns) FROM log WHERE root_id = ? ORDER BY position",
            in: database
        )
        defer { row.reset() }
        row.bind(1, id)
        let reader = EntryReader()
        var statements: [ReceiptStatement] = []
        while try row.step() {
            let op = try reader.stamped(row)
            statements.append(ReceiptStatement(of: op, hash: row.blob(22), by: ring.keys.hub))
        }
        let tree = MerkleTree(leaves: statements.map(\.canonical), of: ring.key.suite)
        let root = ReceiptRoot.sign(tree, hub: ring.keys.hub, with: ring.key)
        try ReceiptRoots.replace(id, by: root, over: tree, in: database)
    }
}

extension BlobRows {
    /// The receipts for files that were given with a key after that had been replaced.
    fileprivate static func signAnew(
        by former: SuitePublicKey,
        after until: Instant,
        with ring: HubKeyring.State,
        in database: Database
    ) throws {
        for row in try Row.fetchAll(database, sql: "SELECT upload, receipt FROM blob_holder") {
            let text: String = try row.read("receipt")
            // What is no receipt is damaged, and `checkIntegrity` names it.
            guard let json = try? JSONParser.parse(Array(text.utf8)),
                let receipt = BlobReceipt(json: json), receipt.keyID == former.fingerprint,
                receipt.receivedAt > until
            else { continue }
            let again = BlobReceipt.sign(
                receipt.digest,
                size: receipt.size,
                from: receipt.site,
                at: receipt.receivedAt,
                hub: receipt.hub,
                with: ring.key
            )
            try database.execute(
                sql: "UPDATE blob_holder SET receipt = ? WHERE upload = ?",
                arguments: [again.json.canonicalText, try row.read("upload") as String]
            )
        }
    }
}
