import GRDB
import Signing
import Storage
import SyncCore

/// Reads entries of the log, and holds each against its hash and its mark: what a disk has made of it is sent
/// to nobody, and nothing is folded from it.
struct EntryReader {
    private let sealer = OpSealer()
    private let sha256 = SHA256()

    /// What an entry is read from, in this order.
    static let columns = list(
        epoch: "(SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq)",
        before: "(SELECT mark FROM log AS before WHERE before.seq = log.seq - 1)"
    )
    /// The same for who knows the epoch and the mark before an entry.
    static let bareColumns = list(epoch: "NULL", before: "NULL")

    private static func list(epoch: String, before: String) -> String {
        """
        log.seq, log.site, log.incarnation, log.op_seq, log.aggregate, log.kind, log.time, \
        log.claimed_at, log.base, log.batch, log.body, log.organisation, log.party, log.received_at, \
        log.base_epoch, log.reissue_of, log.former_epoch, log.former_seq, \(epoch), \
        log.salt, log.body_digest, log.previous, log.hash, log.mark, \(before)
        """
    }

    /// How many they are; what a query asks for behind them begins here.
    static let columnCount: Int32 = 25

    /// The entry, with its words unless they were erased.
    ///
    /// - Throws: `HubError.damaged` where it is not what was received.
    func stamped(_ row: PreparedStatement) throws -> StampedOp {
        try entry(row, try stamp(row)).op
    }

    /// The entry with the bytes of its body, by a stamp that was checked.
    func entry(
        _ row: PreparedStatement,
        _ stamp: OpStamp
    ) throws -> (op: StampedOp, body: [UInt8]?) {
        let bytes = row.isNull(10) ? nil : row.withBytes(10) { Array($0) }
        guard let header = header(row), isWhole(row, header, bytes) else {
            throw LogRows.damaged(seq: stamp.seq)
        }
        guard let bytes else { return (StampedOp(header: header, body: nil, stamp: stamp), nil) }
        if let body = bytes.withUnsafeBufferPointer(OpBody.init(canonical:)) {
            return (StampedOp(header: header, body: body, stamp: stamp), bytes)
        }
        // With members that this program does not know, or with escapes.
        guard let body = (try? JSONParser.parse(bytes)).flatMap(OpBody.init(json:)) else {
            throw LogRows.damaged(seq: stamp.seq)
        }
        return (StampedOp(header: header, body: body, stamp: stamp), body.canonical)
    }

    /// When the entry came, from whom, and where it stands.
    ///
    /// - Throws: `HubError.damaged` where its mark does not say so.
    func stamp(_ row: PreparedStatement) throws -> OpStamp {
        let before = row.integer(0) == 1 ? Mark.origin : Mark(stored: row.blob(24))
        return try stamp(row, epoch: Int(row.integer(18)), after: before)
    }

    /// The same of `bareColumns`.
    func stamp(_ row: PreparedStatement, epoch: Int, after before: Mark?) throws -> OpStamp {
        let seq = row.integer(0)
        let receivedAt = Instant(milliseconds: row.integer(13))
        let mark = before?.next(opHash: row.blob(22), receivedAt: receivedAt, by: sha256)
        guard let organisation = row.text(11),
            let party = row.text(12).flatMap(Party.init(rawValue:)), mark?.bytes == row.blob(23)
        else { throw LogRows.damaged(seq: seq) }
        return OpStamp(
            seq: seq,
            receivedAt: receivedAt,
            organisation: organisation,
            party: party,
            epoch: epoch,
            former: row.isNull(16)
                ? nil : LogPlace(epoch: Int(row.integer(16)), seq: row.integer(17))
        )
    }

    private func header(_ row: PreparedStatement) -> OpHeader? {
        guard let site = row.text(1), let aggregate = row.text(4),
            let kind = row.text(5).flatMap(OpKind.init(rawValue:))
        else { return nil }
        return OpHeader(
            site: RecordID(trusted: site),
            incarnation: Int(row.integer(2)),
            seq: row.integer(3),
            time: HybridTime(bits: UInt64(bitPattern: row.integer(6))),
            claimedAt: Instant(milliseconds: row.integer(7)),
            aggregate: RecordID(trusted: aggregate),
            kind: kind,
            batch: row.text(9).map(RecordID.init(trusted:)),
            base: row.isNull(8) ? nil : row.integer(8),
            baseEpoch: row.isNull(14) ? 1 : Int(row.integer(14)),
            reissueOf: row.text(15).flatMap(OwnName.init)
        )
    }

    /// Whether header and words are those that the hash was made of. Words that were erased are not asked for.
    private func isWhole(_ row: PreparedStatement, _ header: OpHeader, _ body: [UInt8]?) -> Bool {
        let digest = row.blob(20)
        guard sealer.hash(of: header, bodyDigest: digest, previous: row.blob(21)) == row.blob(22)
        else { return false }
        guard let body else { return true }
        return sealer.bodyDigest(body, salt: row.blob(19)) == digest
    }
}

extension ReceiptStatement {
    /// What a hub has said of an entry of its log.
    init(of op: StampedOp, hash: [UInt8], by hub: RecordID) {
        self.init(
            hub: hub,
            op: op.header.id,
            hash: hash,
            aggregate: op.header.aggregate,
            epoch: op.stamp.epoch,
            seq: op.stamp.seq,
            receivedAt: op.stamp.receivedAt
        )
    }
}
