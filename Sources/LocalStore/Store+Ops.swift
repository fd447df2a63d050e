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
}

/// Reads ops as they go out, one by one: a batch has hundreds, and looking a statement up for each would cost as much
/// as reading it.
struct OutgoingOps {
    private let statement: PreparedStatement
    private let sealer = OpSealer()

    init(in database: Database) throws {
        statement = try Store.opStatement(database)
    }

    /// The op with this number, without a receipt.
    func op(_ seq: Int64) throws -> WireOp? {
        statement.bind(1, seq)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return try Store.wireOp(statement, sealer)
    }
}

extension WireOp {
    /// Whether it is what was written: its hash is that of its header, and its body that of the digest.
    fileprivate func isWhole(by sealer: OpSealer) -> Bool {
        let hash = sealer.hash(of: header, bodyDigest: seal.bodyDigest, previous: seal.previous)
        guard hash == seal.hash else { return false }
        return body.map { sealer.bodyDigest($0, salt: seal.salt) == seal.bodyDigest } ?? true
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
            let statement = try opStatement(database)
            statement.bind(1, seq)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return try op(statement, OpSealer())
        }
    }

    /// Finds an op by its number, which is to be bound.
    fileprivate static func opStatement(_ database: Database) throws -> PreparedStatement {
        try PreparedStatement("SELECT \(opColumns) FROM outbox WHERE op_seq = ?", in: database)
    }

    /// The columns of an op, and whose the journal is.
    private static let opColumns = """
        op_seq, incarnation, time, claimed_at, aggregate_id, kind, batch_id, body, salt, body_digest, \
        previous, hash, base, base_epoch, reissue_of, (SELECT id FROM site)
        """

    private static func op(
        _ row: PreparedStatement,
        _ sealer: OpSealer
    ) throws -> StoredOp {
        let op = try wireOp(row, sealer)
        return StoredOp(
            header: op.header,
            body: try op.body.map { try parsedBody($0, seq: op.header.seq) },
            bodyBytes: op.body,
            seal: op.seal
        )
    }

    /// Every op is judged as it is read, so that nothing is folded, shown or sent that was not written so.
    fileprivate static func wireOp(
        _ row: PreparedStatement,
        _ sealer: OpSealer
    ) throws -> WireOp {
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
        let body = row.isNull(7) ? nil : row.withBytes(7) { Array($0) }
        let seal = OpSeal(
            salt: row.blob(8),
            bodyDigest: row.blob(9),
            previous: row.blob(10),
            hash: row.blob(11)
        )
        let op = WireOp(header: header, body: body, seal: seal)
        guard op.isWhole(by: sealer) else { throw StoreError.brokenChain(seq: seq) }
        return op
    }

    private static func parsedBody(_ bytes: [UInt8], seq: Int64) throws -> OpBody {
        if let body = bytes.withUnsafeBufferPointer(OpBody.init(canonical:)) { return body }
        guard let json = try? JSONParser.parse(bytes), let body = OpBody(json: json)
        else { throw StoreError.brokenChain(seq: seq) }
        return body
    }
}
