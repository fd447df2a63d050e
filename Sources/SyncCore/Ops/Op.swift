private import Signing

// An op is one change that this site makes: the unit of the journal and, once the site has joined a
// hub, of everything that travels. It has a header, a body (`OpBody`) and a seal.
//
// The header is hashed together with a *salted digest* of the body, never with the body itself. When
// a law orders that a body be erased, body and salt go, and the chain of hashes, the receipts and the
// Merkle roots over it still verify.

/// What stays of an op for ever.
package struct OpHeader: Hashable, Sendable {
    /// The site that made the op.
    package let site: RecordID
    /// Counts the lives of a site: a restored or cloned copy starts a new one.
    package let incarnation: Int
    /// 1, 2, 3 … without a hole; a new incarnation counts on.
    package let seq: Int64
    /// The order in which it was made: this site's clock, made monotonic.
    package let time: HybridTime
    /// When it was made, as this site's clock had it. A clock that was wrong once shows here once;
    /// `time` carries it on.
    package let claimedAt: Instant
    /// The record that the op is about; order is kept only within one.
    package let aggregate: RecordID
    package let kind: OpKind
    /// The import that the op belongs to.
    package let batch: RecordID?
    /// How far this site had read the hub's log when it made the op: what stood there, its author had
    /// seen. `nil` when the site had never read it.
    package let base: Int64?
    /// The epoch whose numbers `base` counts by; a hub that was put back from a backup numbers anew.
    package let baseEpoch: Int
    /// The op of an earlier life of the site that this one says again.
    package let reissueOf: OwnName?

    package init(
        site: RecordID,
        incarnation: Int,
        seq: Int64,
        time: HybridTime,
        claimedAt: Instant,
        aggregate: RecordID,
        kind: OpKind,
        batch: RecordID?,
        base: Int64? = nil,
        baseEpoch: Int = 1,
        reissueOf: OwnName? = nil
    ) {
        self.site = site
        self.incarnation = incarnation
        self.seq = seq
        self.time = time
        self.claimedAt = claimedAt
        self.aggregate = aggregate
        self.kind = kind
        self.batch = batch
        self.base = base
        self.baseEpoch = baseEpoch
        self.reissueOf = reissueOf
    }
}

/// What an op does to its record.
package enum OpKind: String, CaseIterable, Sendable {
    /// Makes the record.
    case register
    /// Changes fields of it, or adds to what hangs on it.
    case change
    /// Takes back a registration that nobody has relied on.
    case withdraw
}

/// What makes an op tamper-evident.
package struct OpSeal: Hashable, Sendable {
    /// 16 random bytes, destroyed with the body.
    package let salt: [UInt8]
    /// SHA-256 of salt and canonical body.
    package let bodyDigest: [UInt8]
    /// `hash` of the op before; 32 zero bytes before the first.
    package let previous: [UInt8]
    /// SHA-256 of the canonical header, body digest and previous hash included.
    package let hash: [UInt8]

    package init(salt: [UInt8], bodyDigest: [UInt8], previous: [UInt8], hash: [UInt8]) {
        self.salt = salt
        self.bodyDigest = bodyDigest
        self.previous = previous
        self.hash = hash
    }

    /// What stands in `previous` of the first op.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// Length of a salt in bytes.
    package static let saltLength = 16
}

/// Computes the hashes of ops; keeps one digest context for a whole batch.
package struct OpSealer {
    private let sha256 = SHA256()

    package init() {}

    /// Seals a header and the canonical bytes of a body behind the op before.
    package func seal(
        _ header: OpHeader,
        body: [UInt8],
        salt: [UInt8],
        after previous: [UInt8]
    ) -> OpSeal {
        let bodyDigest = sha256.digest(salt, body)
        return OpSeal(
            salt: salt,
            bodyDigest: bodyDigest,
            previous: previous,
            hash: hash(of: header, bodyDigest: bodyDigest, previous: previous)
        )
    }

    /// The digest of a body that is still there.
    package func bodyDigest(_ body: [UInt8], salt: [UInt8]) -> [UInt8] {
        sha256.digest(salt, body)
    }

    /// The hash of an op; needs no body, so it verifies after an erasure too.
    package func hash(
        of header: OpHeader,
        bodyDigest: [UInt8],
        previous: [UInt8]
    ) -> [UInt8] {
        hash(ofCanonical: header.canonical(bodyDigest: bodyDigest, previous: previous))
    }

    /// The hash of an op whose header is written already.
    func hash(ofCanonical header: [UInt8]) -> [UInt8] { sha256.digest(header) }
}

extension OpHeader {
    /// The header as it is hashed: canonical JSON (RFC 8785), written by hand like the body.
    fileprivate func canonical(bodyDigest: [UInt8], previous: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(512)
        output.append(#"{"aggregate":"#)
        JSONText.append(aggregate.description, to: &output)
        // Ops of a site that has never seen a hub have no base, and no member for it.
        if let base {
            output.append(#","base":"#)
            output.append(decimal: base)
        }
        if baseEpoch > 1 {
            output.append(#","baseEpoch":"#)
            output.append(decimal: Int64(baseEpoch))
        }
        output.append(#","batch":"#)
        JSONText.append(batch?.description, to: &output)
        output.append(#","body":"#)
        output.append(quotedHex: bodyDigest)
        output.append(#","claimedAt":"#)
        output.append(decimal: claimedAt.milliseconds)
        output.append(#","incarnation":"#)
        output.append(decimal: Int64(incarnation))
        output.append(#","kind":"#)
        JSONText.append(kind.rawValue, to: &output)
        output.append(#","previous":"#)
        output.append(quotedHex: previous)
        if let reissueOf {
            output.append(#","reissueOf":"#)
            JSONText.append(reissueOf.description, to: &output)
        }
        output.append(#","seq":"#)
        output.append(decimal: seq)
        output.append(#","site":"#)
        JSONText.append(site.description, to: &output)
        output.append(#","time":"#)
        output.append(quoted: time)
        output.append(#","version":1}"#)
        return output
    }
}
