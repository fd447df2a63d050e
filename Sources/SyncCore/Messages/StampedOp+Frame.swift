extension StampedOp {
    /// Appends the frame of the feed in canonical form, as if the body were erased: a site makes a digest over it for
    /// every entry that it keeps.
    package func writeBodilessFrame(to output: inout [UInt8]) {
        StampedOp(header: header, body: nil, stamp: stamp).writeFrame(to: &output)
    }

    /// Appends the frame of the feed in canonical form. Written by hand, names in canonical order.
    func writeFrame(to output: inout [UInt8]) {
        func append(_ name: StaticString, quoted value: String?) {
            append(name)
            JSONText.append(value, to: &output)
        }
        func append(_ name: StaticString, _ number: Int64) {
            append(name)
            Self.append(number, to: &output)
        }
        func append(_ letters: StaticString) {
            letters.withUTF8Buffer { output.append(contentsOf: $0) }
        }
        append(#"{"aggregate":"#, quoted: header.aggregate.description)
        if let base = header.base {
            append(#","base":"#, base)
        } else {
            append(#","base":null"#)
        }
        if header.baseEpoch > 1 { append(#","baseEpoch":"#, Int64(header.baseEpoch)) }
        append(#","batch":"#, quoted: header.batch?.description)
        append(#","body":"#)
        if let body {
            body.writeCanonical(to: &output)
        } else {
            append("null")
        }
        append(#","claimedAt":"#, header.claimedAt.milliseconds)
        append(#","incarnation":"#, Int64(header.incarnation))
        append(#","kind":"#, quoted: header.kind.rawValue)
        if let name = header.reissueOf { append(#","reissueOf":"#, quoted: name.description) }
        append(#","seq":"#, header.seq)
        append(#","site":"#, quoted: header.site.description)
        append(#","stamp":{"#)
        if stamp.epoch > 1 {
            append(#""epoch":"#, Int64(stamp.epoch))
            append(",")
        }
        if let former = stamp.former {
            append(#""former":{"epoch":"#, Int64(former.epoch))
            append(#","seq":"#, former.seq)
            append("},")
        }
        append(#""organisation":"#, quoted: stamp.organisation)
        append(#","party":"#, quoted: stamp.party.rawValue)
        append(#","receivedAt":"#, stamp.receivedAt.milliseconds)
        append(#","seq":"#, stamp.seq)
        append(#"},"t":"chg","time":"#, quoted: header.time.description)
        append("}")
    }

    private static func append(_ number: Int64, to output: inout [UInt8]) {
        var text = String(number)
        text.withUTF8 { output.append(contentsOf: $0) }
    }
}

extension StampedOp {
    /// Reads the bytes that `writeFrame` gives, without a tree of values between; `nil` for any other bytes, and for texts
    /// with escapes, which are few.
    init?(canonicalFrame bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = CanonicalScanner(bytes)
        guard let op = scanner.frame(), scanner.isAtEnd else { return nil }
        self = op
    }
}

extension CanonicalScanner {
    fileprivate mutating func frame() -> StampedOp? {
        guard take(#"{"aggregate":"#), let aggregate = id(), take(#","base":"#),
            let base = integerOrNull()
        else { return nil }
        var baseEpoch = Int64(1)
        if take(#","baseEpoch":"#) {
            guard let epoch = integer(), epoch > 1 else { return nil }
            baseEpoch = epoch
        }
        guard take(#","batch":"#), let batch = idOrNull(), take(#","body":"#),
            let body = bodyOrNull(),
            take(#","claimedAt":"#), let claimedAt = integer(),
            take(#","incarnation":"#), let incarnation = integer(),
            take(#","kind":"#), let kind = text().flatMap(OpKind.init(rawValue:))
        else { return nil }
        var reissueOf: OwnName?
        if take(#","reissueOf":"#) {
            guard let name = text().flatMap(OwnName.init) else { return nil }
            reissueOf = name
        }
        guard take(#","seq":"#), let seq = integer(), seq > 0, take(#","site":"#), let site = id(),
            take(#","stamp":"#), let stamp = self.stamp(),
            take(#","t":"chg","time":"#), let time = text().flatMap(HybridTime.init(_:)), take("}")
        else { return nil }
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
            baseEpoch: Int(clamping: baseEpoch),
            reissueOf: reissueOf
        )
        return StampedOp(header: header, body: body, stamp: stamp)
    }

    private mutating func stamp() -> OpStamp? {
        guard take("{") else { return nil }
        var epoch = Int64(1)
        if take(#""epoch":"#) {
            guard let number = integer(), take(",") else { return nil }
            epoch = number
        }
        var former: LogPlace?
        if take(#""former":{"epoch":"#) {
            guard let epoch = integer(), take(#","seq":"#), let seq = integer(), take("},")
            else { return nil }
            former = LogPlace(epoch: Int(clamping: epoch), seq: seq)
        }
        guard take(#""organisation":"#), let organisation = text(),
            take(#","party":"#), let party = text().flatMap(Party.init(rawValue:)),
            take(#","receivedAt":"#), let receivedAt = integer(),
            take(#","seq":"#), let seq = integer(), seq > 0, take("}")
        else { return nil }
        return OpStamp(
            seq: seq,
            receivedAt: Instant(milliseconds: receivedAt),
            organisation: organisation,
            party: party,
            epoch: Int(clamping: epoch),
            former: former
        )
    }
}
