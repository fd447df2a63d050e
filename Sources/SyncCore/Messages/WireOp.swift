/// An op as it travels to the hub: header, body and what the seal needs.
package struct WireOp: Hashable, Sendable {
    package let header: OpHeader
    /// The canonical bytes of the body; `nil` once it was erased by law.
    package let body: [UInt8]?
    package let seal: OpSeal
    /// The hub's own word that it had the op before it was put back from a backup.
    package let receipt: Receipt?

    package init(header: OpHeader, body: [UInt8]?, seal: OpSeal, receipt: Receipt? = nil) {
        self.header = header
        self.body = body
        self.seal = seal
        self.receipt = receipt
    }

    /// Appends the op as JSON, without what the hub computes: the digest of a body that is there, and the hash of the
    /// op before, where that is `before`. The body goes in as the bytes that were hashed.
    func write(to output: inout [UInt8], after before: [UInt8]?) {
        output.append(#"{"aggregate":"#)
        JSONText.append(header.aggregate.description, to: &output)
        if let base = header.base {
            output.append(#","base":"#)
            output.append(decimal: base)
        }
        if header.baseEpoch > 1 {
            output.append(#","baseEpoch":"#)
            output.append(decimal: Int64(header.baseEpoch))
        }
        output.append(#","batch":"#)
        JSONText.append(header.batch?.description, to: &output)
        output.append(#","body":"#)
        if let body {
            output.append(contentsOf: body)
        } else {
            output.append(#"null,"bodyDigest":"#)
            output.append(quotedHex: seal.bodyDigest)
        }
        output.append(#","claimedAt":"#)
        output.append(decimal: header.claimedAt.milliseconds)
        output.append(#","incarnation":"#)
        output.append(decimal: Int64(header.incarnation))
        output.append(#","kind":"#)
        JSONText.append(header.kind.rawValue, to: &output)
        if seal.previous != before {
            output.append(#","previous":"#)
            output.append(quotedHex: seal.previous)
        }
        if let receipt {
            output.append(#","receipt":"#)
            receipt.json.writeCanonical(to: &output)
        }
        if let name = header.reissueOf {
            output.append(#","reissueOf":"#)
            JSONText.append(name.description, to: &output)
        }
        output.append(#","salt":"#)
        output.append(quotedHex: seal.salt)
        output.append(#","seq":"#)
        output.append(decimal: header.seq)
        output.append(#","time":"#)
        output.append(quoted: header.time)
        output.append(UInt8(ascii: "}"))
    }

    /// Reads what `write` gives behind an op with the hash `before`, and computes the hash from header and body
    /// digest; `nil` for anything else, or when the body is not the one of a digest that is there.
    init?(json: JSONValue, site: RecordID, sealer: OpSealer, after before: [UInt8]?) {
        guard let header = OpHeader(json: json, site: site),
            let previous = json["previous"].map(\.bytes) ?? before,
            let salt = json["salt"]?.bytes,
            let body = json["body"]
        else { return nil }
        let receipt = json["receipt"].flatMap(Receipt.init(json:))
        guard receipt != nil || json["receipt"] == nil else { return nil }
        let bytes: [UInt8]? =
            switch body {
            case .null: nil
            case .unread(let bytes): bytes
            default: body.canonical
            }
        let digest = json["bodyDigest"].map(\.bytes)
        guard digest != .some(nil) else { return nil }
        self.init(
            header,
            body: bytes,
            salt: salt,
            digest: digest ?? nil,
            after: previous,
            receipt,
            by: sealer
        ) { sealer.hash(of: header, bodyDigest: $0, previous: $1) }
    }

    /// Seals what has been read, with the hash for a body digest and the hash of the op before; `nil` where the body
    /// is not the one of a digest that is there, or neither is.
    init?(
        _ header: OpHeader,
        body: [UInt8]?,
        salt: [UInt8],
        digest: [UInt8]?,
        after previous: [UInt8],
        _ receipt: Receipt?,
        by sealer: OpSealer,
        hash: (_ bodyDigest: [UInt8], _ previous: [UInt8]) -> [UInt8]
    ) {
        let computed = body.map { sealer.bodyDigest($0, salt: salt) }
        guard let digest = digest ?? computed, digest.count == 32, digest == computed ?? digest,
            body == nil || salt.count == OpSeal.saltLength, previous.count == 32
        else { return nil }
        let seal = OpSeal(
            salt: salt,
            bodyDigest: digest,
            previous: previous,
            hash: hash(digest, previous)
        )
        self.init(
            header: header,
            body: body,
            seal: seal,
            receipt: receipt
        )
    }
}
