extension PushBatch {
    /// Reads the bytes that `encoded` has given, without a tree of values between; `nil` for any other bytes, which
    /// `init(parsing:)` then reads or refuses.
    package init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        // Of which site the ops are stands behind all of them.
        guard let site = CanonicalScanner.site(atEndOf: bytes) else { return nil }
        var scanner = CanonicalScanner(bytes)
        guard scanner.take(#"{"cursor":"#), let place = scanner.json(depth: 1),
            scanner.take(#","hub":"#), let hub = scanner.id(),
            scanner.take(#","ops":"#), let ops = scanner.ops(of: site),
            let own = scanner.own(),
            scanner.take(#","signature":"#), let signature = scanner.hex(),
            scanner.take(#","site":"#), scanner.id() == site,
            scanner.take(#","version":1}"#), scanner.isAtEnd
        else { return nil }
        let cursor = Cursor(json: place)
        guard cursor != nil || place == .null else { return nil }
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

/// The parts of a header as they stand in a batch, which are those that are hashed.
private struct HeaderText {
    /// Up to the body.
    let beginning: UnsafeBufferPointer<UInt8>
    let making: UnsafeBufferPointer<UInt8>
    /// Empty where the op is none.
    let reissue: UnsafeBufferPointer<UInt8>
    let seq: UnsafeBufferPointer<UInt8>
    let time: UnsafeBufferPointer<UInt8>

    /// The header as it is hashed.
    func header(of site: RecordID, bodyDigest: [UInt8], previous: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(512)
        func append(quoted digest: [UInt8]) {
            output.append(UInt8(ascii: "\""))
            digest.appendHex(to: &output)
            output.append(UInt8(ascii: "\""))
        }
        output.append(contentsOf: beginning)
        append(quoted: bodyDigest)
        output.append(contentsOf: making)
        output.append(contentsOf: #","previous":"#.utf8)
        append(quoted: previous)
        output.append(contentsOf: reissue)
        output.append(contentsOf: seq)
        output.append(contentsOf: #","site":"#.utf8)
        JSONText.append(site.description, to: &output)
        output.append(contentsOf: time)
        output.append(contentsOf: #","version":1}"#.utf8)
        return output
    }
}

extension CanonicalScanner {
    fileprivate static func site(atEndOf bytes: UnsafeBufferPointer<UInt8>) -> RecordID? {
        let length = #""00000000-0000-7000-0000-000000000000","version":1}"#.utf8.count
        var scanner = CanonicalScanner(UnsafeBufferPointer(rebasing: bytes.suffix(length)))
        return scanner.id()
    }

    fileprivate mutating func ops(of site: RecordID) -> [WireOp]? {
        guard take("[") else { return nil }
        var ops: [WireOp] = []
        if take("]") { return ops }
        let sealer = OpSealer()
        repeat {
            guard ops.count < PushBatch.opsMax,
                let op = op(of: site, after: ops.last?.seal.hash, by: sealer)
            else { return nil }
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

    private mutating func op(
        of site: RecordID,
        after before: [UInt8]?,
        by sealer: OpSealer
    ) -> WireOp? {
        guard let beginning = passage({ $0.beginning() }), let body = bodyBytesOrNull(),
            let bodyDigest = rare(#","bodyDigest":"#, { $0.hex() }),
            let making = passage({ $0.making() }),
            let said = rare(#","previous":"#, { $0.hex() }), let previous = said ?? before,
            let receipt = rare(#","receipt":"#, { $0.json(depth: 3).flatMap(Receipt.init(json:)) }),
            let reissue = passage({ $0.reissue() }), take(#","salt":"#), let salt = hex(),
            let seq = passage({ $0.seq() }), let time = passage({ $0.time() }), take("}")
        else { return nil }
        let header = OpHeader(
            site: site,
            incarnation: Int(clamping: making.value.incarnation),
            seq: seq.value,
            time: time.value,
            claimedAt: Instant(milliseconds: making.value.claimedAt),
            aggregate: beginning.value.aggregate,
            kind: making.value.kind,
            batch: beginning.value.batch,
            base: beginning.value.base,
            baseEpoch: Int(clamping: beginning.value.baseEpoch ?? 1),
            reissueOf: reissue.value
        )
        let text = HeaderText(
            beginning: beginning.bytes,
            making: making.bytes,
            reissue: reissue.bytes,
            seq: seq.bytes,
            time: time.bytes
        )
        return WireOp(
            header,
            body: body,
            salt: salt,
            digest: bodyDigest,
            after: previous,
            receipt,
            by: sealer
        ) {
            sealer.hash(ofCanonical: text.header(of: site, bodyDigest: $0, previous: $1))
        }
    }

    /// What is read, and the bytes in which it stands.
    private mutating func passage<Value>(
        _ read: (inout CanonicalScanner) -> Value?
    ) -> (value: Value, bytes: UnsafeBufferPointer<UInt8>)? {
        let start = position
        guard let value = read(&self) else { return nil }
        return (value, passed(from: start))
    }

    private typealias Beginning = (
        aggregate: RecordID, base: Int64?, baseEpoch: Int64?, batch: RecordID?
    )

    /// What stands before the body.
    private mutating func beginning() -> Beginning? {
        guard take(#"{"aggregate":"#), let aggregate = id(),
            let base = rare(#","base":"#, { $0.integer() }),
            let baseEpoch = rare(#","baseEpoch":"#, { $0.integer().flatMap { $0 > 1 ? $0 : nil } }),
            take(#","batch":"#), let batch = idOrNull(), take(#","body":"#)
        else { return nil }
        return (aggregate, base, baseEpoch, batch)
    }

    private typealias Making = (claimedAt: Int64, incarnation: Int64, kind: OpKind)

    /// What stands behind the body.
    private mutating func making() -> Making? {
        guard take(#","claimedAt":"#), let claimedAt = integer(),
            take(#","incarnation":"#), let incarnation = integer(),
            take(#","kind":"#), let kind = text().flatMap(OpKind.init(rawValue:))
        else { return nil }
        return (claimedAt, incarnation, kind)
    }

    private mutating func reissue() -> OwnName?? {
        rare(#","reissueOf":"#) { $0.text().flatMap(OwnName.init) }
    }

    private mutating func seq() -> Int64? {
        guard take(#","seq":"#), let seq = integer(), seq > 0 else { return nil }
        return seq
    }

    private mutating func time() -> HybridTime? {
        guard take(#","time":"#), let digits = quoted() else { return nil }
        return HybridTime(canonical: digits)
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
