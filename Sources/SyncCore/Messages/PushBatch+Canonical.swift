extension PushBatch {
    /// Reads the bytes that `encoded` has given, without a tree of values between; `nil` for any other bytes, which
    /// `init(parsing:)` then reads or refuses.
    package init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = CanonicalScanner(bytes)
        guard scanner.take(#"{"cursor":"#), let place = scanner.json(depth: 1),
            scanner.take(#","hub":"#), let hub = scanner.id(),
            scanner.take(#","ops":"#), let read = scanner.ops(), let own = scanner.own(),
            scanner.take(#","signature":"#), let signature = scanner.hex(),
            scanner.take(#","site":"#), let site = scanner.id(),
            scanner.take(#","version":1}"#), scanner.isAtEnd
        else { return nil }
        let cursor = Cursor(json: place)
        guard cursor != nil || place == .null else { return nil }
        let sealer = OpSealer()
        var ops: [WireOp] = []
        ops.reserveCapacity(read.count)
        for op in read {
            guard let op = op.sealed(by: sealer, of: site, after: ops.last?.seal.hash) else {
                return nil
            }
            ops.append(op)
        }
        self.init(
            site: site,
            hub: hub,
            cursor: cursor,
            own: own,
            ops: ops,
            signature: signature
        )
    }
}

/// An op as it stands in a batch. Of which site it is stands behind all of them.
private struct ReadOp {
    var aggregate: RecordID
    var base: Int64?
    var baseEpoch: Int
    var batch: RecordID?
    var body: [UInt8]?
    var bodyDigest: [UInt8]?
    var claimedAt: Int64
    var incarnation: Int64
    var kind: OpKind
    var previous: [UInt8]?
    var receipt: Receipt?
    var reissueOf: OwnName?
    var salt: [UInt8]
    var seq: Int64
    var time: HybridTime

    func sealed(by sealer: OpSealer, of site: RecordID, after before: [UInt8]?) -> WireOp? {
        guard let previous = previous ?? before else { return nil }
        let header = OpHeader(
            site: site,
            incarnation: Int(clamping: incarnation),
            seq: seq,
            time: time,
            claimedAt: Instant(milliseconds: claimedAt),
            aggregate: aggregate,
            kind: kind,
            batch: batch,
            base: base,
            baseEpoch: baseEpoch,
            reissueOf: reissueOf
        )
        return WireOp(
            header,
            body: body,
            salt: salt,
            digest: bodyDigest,
            after: previous,
            receipt,
            by: sealer
        )
    }
}

extension CanonicalScanner {
    fileprivate mutating func ops() -> [ReadOp]? {
        guard take("[") else { return nil }
        var ops: [ReadOp] = []
        if take("]") { return ops }
        repeat {
            guard ops.count < PushBatch.opsMax, let op = op() else { return nil }
            ops.append(op)
        } while take(",")
        return take("]") ? ops : nil
    }

    /// The member `own` where it is there.
    fileprivate mutating func own() -> [OwnPlace]? {
        guard take(#","own":"#) else { return [] }
        guard let elements = json(depth: 1)?.elements else { return nil }
        let own = elements.compactMap(OwnPlace.init(json:))
        return own.count == elements.count ? own : nil
    }

    private mutating func op() -> ReadOp? {
        guard take(#"{"aggregate":"#), let aggregate = id(),
            let base = rare(#","base":"#, { $0.integer() }),
            let baseEpoch = rare(#","baseEpoch":"#, { $0.integer().flatMap { $0 > 1 ? $0 : nil } }),
            take(#","batch":"#), let batch = idOrNull(),
            take(#","body":"#), let body = bodyBytesOrNull(),
            let bodyDigest = rare(#","bodyDigest":"#, { $0.hex() }),
            take(#","claimedAt":"#), let claimedAt = integer(),
            take(#","incarnation":"#), let incarnation = integer(),
            take(#","kind":"#), let kind = text().flatMap(OpKind.init(rawValue:)),
            let previous = rare(#","previous":"#, { $0.hex() }),
            let receipt = rare(#","receipt":"#, { $0.json(depth: 3).flatMap(Receipt.init(json:)) }),
            let reissueOf = rare(#","reissueOf":"#, { $0.text().flatMap(OwnName.init) }),
            take(#","salt":"#), let salt = hex(),
            take(#","seq":"#), let seq = integer(), seq > 0,
            take(#","time":"#), let time = text().flatMap(HybridTime.init(_:)), take("}")
        else { return nil }
        return ReadOp(
            aggregate: aggregate,
            base: base,
            baseEpoch: baseEpoch.map { Int(clamping: $0) } ?? 1,
            batch: batch,
            body: body,
            bodyDigest: bodyDigest,
            claimedAt: claimedAt,
            incarnation: incarnation,
            kind: kind,
            previous: previous,
            receipt: receipt,
            reissueOf: reissueOf,
            salt: salt,
            seq: seq,
            time: time
        )
    }

    /// A member that may be missing: `.some(nil)` where it is, `nil` where it is not what it has to be.
    private mutating func rare<Value>(
        _ name: StaticString,
        _ read: (inout CanonicalScanner) -> Value?
    ) -> Value?? {
        guard take(name) else { return .some(nil) }
        return read(&self).map { .some($0) }
    }

    private mutating func bodyBytesOrNull() -> [UInt8]?? {
        if take("null") { return .some(nil) }
        guard isAt("{") else { return nil }
        return value(depth: 3).map { .some($0) }
    }
}
