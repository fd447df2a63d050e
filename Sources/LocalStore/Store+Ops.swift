import GRDB
import Storage
package import SyncCore

/// An op as the journal holds it; the body is gone once a law has ordered its erasure.
package struct StoredOp: Sendable {
    package let header: OpHeader
    package let body: OpBody?
    /// The body as it is stored, which is what was hashed.
    let bodyBytes: [UInt8]?
    package let seal: OpSeal

    /// Whether it is what was written: its hash is that of its header, and its body that of the digest.
    fileprivate func isWhole(by sealer: OpSealer) -> Bool {
        let hash = sealer.hash(of: header, bodyDigest: seal.bodyDigest, previous: seal.previous)
        guard hash == seal.hash else { return false }
        return bodyBytes.map { sealer.bodyDigest($0, salt: seal.salt) == seal.bodyDigest } ?? true
    }
}

extension Store {
    /// Hands every op with a number above `seq` to `body`, oldest first.
    ///
    /// - Throws: `StoreError.brokenChain` at the first that is not what was written.
    static func forEachOp(
        after seq: Int64,
        in database: Database,
        _ body: (StoredOp) throws -> Void
    ) throws {
        let statement = try PreparedStatement(
            "SELECT \(opColumns) FROM outbox WHERE op_seq > ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, seq)
        let sealer = OpSealer()
        while try statement.step() {
            try body(try op(statement, sealer))
        }
    }

    /// Every op on one record, oldest first.
    static func ops(of aggregate: RecordID, in database: Database) throws -> [StoredOp] {
        let statement = try PreparedStatement(
            "SELECT \(opColumns) FROM outbox WHERE aggregate_id = ? ORDER BY op_seq",
            in: database
        )
        statement.bind(1, aggregate.description)
        let sealer = OpSealer()
        var ops: [StoredOp] = []
        while try statement.step() {
            ops.append(try op(statement, sealer))
        }
        return ops
    }

    /// The op with this number.
    static func op(_ seq: Int64, in database: Database) throws -> StoredOp? {
        // Also while the tables are written.
        try translating(Journal.file) {
            let statement = try PreparedStatement(
                "SELECT \(opColumns) FROM outbox WHERE op_seq = ?",
                in: database
            )
            statement.bind(1, seq)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return try op(statement, OpSealer())
        }
    }

    /// The columns of an op, and whose the journal is.
    private static let opColumns = """
        op_seq, incarnation, time, claimed_at, aggregate_id, kind, batch_id, body, salt, body_digest, \
        previous, hash, base, base_epoch, reissue_of, (SELECT id FROM site)
        """

    /// Every op is judged as it is read, so that nothing is folded, shown or sent that was not written so.
    private static func op(
        _ row: PreparedStatement,
        _ sealer: OpSealer
    ) throws -> StoredOp {
        let seq = row.integer(0)
        guard let time = row.text(2).flatMap(HybridTime.init(_:)),
            let aggregate = row.text(4).map(RecordID.init(trusted:)),
            let kind = row.text(5).flatMap(OpKind.init(rawValue:))
        else { throw StoreError.brokenChain(seq: seq) }
        let header = OpHeader(
            site: RecordID(trusted: row.text(15) ?? ""),
            incarnation: Int(row.integer(1)),
            seq: seq,
            time: time,
            claimedAt: Instant(milliseconds: row.integer(3)),
            aggregate: aggregate,
            kind: kind,
            batch: row.text(6).map(RecordID.init(trusted:)),
            base: row.isNull(12) ? nil : row.integer(12),
            baseEpoch: row.isNull(13) ? 1 : Int(row.integer(13)),
            reissueOf: row.text(14).flatMap(OwnName.init)
        )
        let bodyBytes = row.text(7).map { Array($0.utf8) }
        let seal = OpSeal(
            salt: row.blob(8),
            bodyDigest: row.blob(9),
            previous: row.blob(10),
            hash: row.blob(11)
        )
        let op = StoredOp(
            header: header,
            body: try bodyBytes.map { try parsedBody($0, seq: seq) },
            bodyBytes: bodyBytes,
            seal: seal
        )
        guard op.isWhole(by: sealer) else { throw StoreError.brokenChain(seq: seq) }
        return op
    }

    private static func parsedBody(_ bytes: [UInt8], seq: Int64) throws -> OpBody {
        guard let json = try? JSONParser.parse(bytes), let body = OpBody(json: json)
        else { throw StoreError.brokenChain(seq: seq) }
        return body
    }
}
