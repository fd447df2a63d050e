import GRDB
import Storage
import SyncCore

/// Makes ops of rows. Every op is judged as it is read, so that nothing is folded, shown or sent that was not written so.
struct OpReader {
    /// Whose the journal is.
    private let site: RecordID
    private let sealer = OpSealer()

    /// What an op is read from, in this order.
    static let columns = """
        op_seq, incarnation, time, claimed_at, aggregate_id, kind, batch_id, body, salt, body_digest, \
        previous, hash, base, base_epoch, reissue_of
        """

    init(in database: Database) throws {
        site = try Store.siteID(database)
    }

    /// Finds an op by its number, which is to be bound.
    static func statement(_ database: Database) throws -> PreparedStatement {
        try PreparedStatement("SELECT \(columns) FROM outbox WHERE op_seq = ?", in: database)
    }

    /// The op of a row.
    ///
    /// - Throws: `StoreError.brokenChain` where it is not what was written.
    func op(_ row: PreparedStatement) throws -> StoredOp {
        let op = try wireOp(row)
        return StoredOp(
            header: op.header,
            body: try op.body.map { try parsedBody($0, seq: op.header.seq) },
            bodyBytes: op.body,
            seal: op.seal
        )
    }

    /// The same as it travels, without a receipt.
    ///
    /// - Throws: `StoreError.brokenChain` where it is not what was written.
    func wireOp(_ row: PreparedStatement) throws -> WireOp {
        let seq = row.integer(0)
        guard let time = row.text(2).flatMap(HybridTime.init(_:)),
            let aggregate = row.text(4).map(RecordID.init(trusted:)),
            let kind = row.text(5).flatMap(OpKind.init(rawValue:))
        else { throw StoreError.brokenChain(seq: seq) }
        let header = OpHeader(
            site: site,
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

    private func parsedBody(_ bytes: [UInt8], seq: Int64) throws -> OpBody {
        if let body = bytes.withUnsafeBufferPointer(OpBody.init(canonical:)) { return body }
        guard let json = try? JSONParser.parse(bytes), let body = OpBody(json: json)
        else { throw StoreError.brokenChain(seq: seq) }
        return body
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
