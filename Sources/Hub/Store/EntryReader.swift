import GRDB
import Storage
import SyncCore

/// Reads entries of the log, and holds each against its hash and its mark: what a disk has made of it is sent
/// to nobody, and nothing is folded from it.
struct EntryReader {
    private let sealer = OpSealer()

    /// What an entry is read from, in this order.
    static let columns = """
        log.seq, log.site, log.incarnation, log.op_seq, log.aggregate, log.kind, log.time, \
        log.claimed_at, log.base, log.batch, log.body, log.organisation, log.party, log.received_at, \
        log.base_epoch, log.reissue_of, log.former_epoch, log.former_seq, \
        (SELECT max(epoch) FROM epoch WHERE from_seq <= log.seq), \
        log.salt, log.body_digest, log.previous, log.hash, log.mark, \
        (SELECT mark FROM log AS before WHERE before.seq = log.seq - 1)
        """
    /// How many they are; what a query asks for behind them begins here.
    static let columnCount: Int32 = 25

    /// The entry, with its words unless they were erased.
    ///
    /// - Throws: `HubError.damaged` where it is not what was received.
    func stamped(_ row: PreparedStatement) throws -> StampedOp {
        let stamp = try stamp(row)
        guard let header = header(row), isWhole(row, header) else {
            throw LogRows.damaged(seq: stamp.seq)
        }
        return StampedOp(header: header, body: try body(row, stamp.seq), stamp: stamp)
    }

    /// When the entry came, from whom, and where it stands.
    ///
    /// - Throws: `HubError.damaged` where its mark does not say so.
    func stamp(_ row: PreparedStatement) throws -> OpStamp {
        let seq = row.integer(0)
        let receivedAt = Instant(milliseconds: row.integer(13))
        let before = seq == 1 ? Mark.origin : Mark(row.blob(24).hex)
        guard let organisation = row.text(11),
            let party = row.text(12).flatMap(Party.init(rawValue:)),
            before?.next(opHash: row.blob(22), receivedAt: receivedAt).bytes == row.blob(23)
        else { throw LogRows.damaged(seq: seq) }
        return OpStamp(
            seq: seq,
            receivedAt: receivedAt,
            organisation: organisation,
            party: party,
            epoch: Int(row.integer(18)),
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
    private func isWhole(_ row: PreparedStatement, _ header: OpHeader) -> Bool {
        let digest = row.blob(20)
        guard sealer.hash(of: header, bodyDigest: digest, previous: row.blob(21)) == row.blob(22)
        else { return false }
        if row.isNull(10) { return true }
        return sealer.bodyDigest(row.withBytes(10) { Array($0) }, salt: row.blob(19)) == digest
    }

    private func body(_ row: PreparedStatement, _ seq: Int64) throws -> OpBody? {
        guard !row.isNull(10) else { return nil }
        guard let json = try? JSONParser.parse(row.withBytes(10) { Array($0) }),
            let body = OpBody(json: json)
        else { throw LogRows.damaged(seq: seq) }
        return body
    }
}
