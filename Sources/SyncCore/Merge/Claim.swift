/// A place in the hub's log, as numbered in an epoch.
package struct LogPlace: Hashable, Sendable {
    package let epoch: Int
    package let seq: Int64

    package init(epoch: Int, seq: Int64) {
        self.epoch = epoch
        self.seq = seq
    }

    /// Whether whoever had read so far, by the numbers of an epoch, had read this place.
    func isWithin(_ base: Int64?, of epoch: Int) -> Bool {
        base.map { self.epoch <= epoch && seq <= $0 } ?? false
    }
}

/// What the hub adds to an op when it enters its log.
package struct OpStamp: Hashable, Sendable {
    /// The number in the hub's log.
    package let seq: Int64
    /// When the hub received it: the legal time.
    package let receivedAt: Instant
    /// 统一社会信用代码 of the author's organisation.
    package let organisation: String
    package let party: Party
    /// The epoch that the entry belongs to.
    package let epoch: Int
    /// Where it stood before the hub was put back from a backup, where it came again.
    package let former: LogPlace?

    package init(
        seq: Int64,
        receivedAt: Instant,
        organisation: String,
        party: Party,
        epoch: Int = 1,
        former: LogPlace? = nil
    ) {
        self.seq = seq
        self.receivedAt = receivedAt
        self.organisation = organisation
        self.party = party
        self.epoch = epoch
        self.former = former
    }

    /// Whether the author of an op knew what stands here: the hub had told the site.
    func wasRead(before header: OpHeader) -> Bool {
        wasRead(upTo: header.base, of: header.baseEpoch)
    }

    func wasRead(upTo base: Int64?, of baseEpoch: Int) -> Bool {
        LogPlace(epoch: epoch, seq: seq).isWithin(base, of: baseEpoch)
            || former?.isWithin(base, of: baseEpoch) == true
    }
}

/// An op as it stands in the hub's log.
package struct StampedOp: Hashable, Sendable {
    package let header: OpHeader
    /// `nil` once the body was erased by law.
    package let body: OpBody?
    package let stamp: OpStamp

    package init(header: OpHeader, body: OpBody?, stamp: OpStamp) {
        self.header = header
        self.body = body
        self.stamp = stamp
    }
}

/// That somebody gave a field a value: a sibling of the field's other claims until one has seen them.
package struct Claim: Hashable, Sendable {
    package let value: String?
    package let seq: Int64
    package let site: RecordID
    package let incarnation: Int
    package let opSeq: Int64
    package let rank: Int
    /// The site's own stamp, not later than the hub's receipt: a clock ahead wins nothing.
    package let time: HybridTime
    package let organisation: String
    package let party: Party
    package let author: String
    package let claimedAt: Instant
    private let stamp: OpStamp
    private let base: Int64?
    private let baseEpoch: Int

    init(_ value: String?, rank: Int, by op: StampedOp, _ body: OpBody) {
        let received = HybridTime(bits: 0).next(at: op.stamp.receivedAt)
        self.value = value
        self.seq = op.stamp.seq
        self.site = op.header.site
        self.incarnation = op.header.incarnation
        self.opSeq = op.header.seq
        self.rank = rank
        self.time = min(op.header.time, received)
        self.organisation = op.stamp.organisation
        self.party = op.stamp.party
        self.author = body.author
        self.claimedAt = op.header.claimedAt
        stamp = op.stamp
        base = op.header.base
        baseEpoch = op.header.baseEpoch
    }

    /// The version of the ranks by which it was merged.
    package var ranks: String { Authority.inForce(at: stamp.receivedAt).version }

    /// Whether both come from one op.
    func isSame(as other: Claim) -> Bool {
        site == other.site && incarnation == other.incarnation && opSeq == other.opSeq
    }

    /// Whether the author of an op knew this claim: the hub had told its site, or it is the site's own.
    /// A site that was put back from a copy knows of its earlier life what the hub has told it.
    func wasSeen(by header: OpHeader) -> Bool {
        if site == header.site, incarnation == header.incarnation { return opSeq < header.seq }
        return stamp.wasRead(before: header)
    }

    /// Whether the author of another claim knew this one. Of a claim that stands already this can be so only
    /// where this one comes again, after the hub was put back from a backup, or late.
    func wasSeen(by other: Claim) -> Bool {
        if site == other.site, incarnation == other.incarnation { return opSeq < other.opSeq }
        return stamp.wasRead(upTo: other.base, of: other.baseEpoch)
    }

    /// The order that decides between claims of which neither had seen the other. It does not depend
    /// on which arrived first.
    func isStronger(than other: Claim) -> Bool {
        if rank != other.rank { return rank > other.rank }
        if time != other.time { return time > other.time }
        if site != other.site { return site > other.site }
        if incarnation != other.incarnation { return incarnation > other.incarnation }
        return opSeq > other.opSeq
    }
}
