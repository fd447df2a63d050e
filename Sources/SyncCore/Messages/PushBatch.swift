package import Signing

/// `POST /v1/ops`: ops of one site, signed together with the site's own key, so that the hub can
/// prove who sent them and nobody else could have.
package struct PushBatch: Hashable, Sendable {
    package static let opsMax = 200
    package static let bytesMax = 256 * 1024
    /// What the body of one op may take, so that the op fits a batch by itself.
    package static let bodyMax = bytesMax - 4 * 1024

    package let site: RecordID
    /// The hub that is meant: a batch cannot be replayed to another.
    package let hub: RecordID
    /// How far the site has read the hub's log, so that a hub that is not the one it was says so before
    /// it takes anything; `nil` before the first page.
    package let cursor: Cursor?
    /// Own ops that the hub has, as far as the site knows: the hub takes nothing new of a life whose newest op
    /// it is not shown, so that two copies of a home cannot both send in one life.
    package let own: [OwnPlace]
    package let ops: [WireOp]
    package let signature: [UInt8]

    package init(
        site: RecordID,
        hub: RecordID,
        cursor: Cursor? = nil,
        own: [OwnPlace] = [],
        ops: [WireOp],
        signature: [UInt8]
    ) {
        self.site = site
        self.hub = hub
        self.cursor = cursor
        self.own = own
        self.ops = ops
        self.signature = signature
    }

    /// Signs ops for a hub.
    package static func sign(
        _ ops: [WireOp],
        of site: RecordID,
        for hub: RecordID,
        after cursor: Cursor? = nil,
        showing own: [OwnPlace] = [],
        with key: Ed25519PrivateKey
    ) -> PushBatch {
        let bytes = signedBytes(
            site: site,
            hub: hub,
            cursor: cursor,
            own: own,
            hashes: ops.map(\.seal.hash)
        )
        return PushBatch(
            site: site,
            hub: hub,
            cursor: cursor,
            own: own,
            ops: ops,
            signature: key.sign(bytes)
        )
    }

    /// Whether the site's key signed exactly these ops for this hub.
    package func isSigned(by key: Ed25519PublicKey) -> Bool {
        let bytes = Self.signedBytes(
            site: site,
            hub: hub,
            cursor: cursor,
            own: own,
            hashes: ops.map(\.seal.hash)
        )
        return key.isValid(signature, for: bytes)
    }

    private static func signedBytes(
        site: RecordID,
        hub: RecordID,
        cursor: Cursor?,
        own: [OwnPlace],
        hashes: [[UInt8]]
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(hashes.count * 72 + 1024)
        Self.writeHead(cursor, hub, to: &output)
        for (index, hash) in hashes.enumerated() {
            if index > 0 { output.append(",") }
            output.append(quotedHex: hash)
        }
        Self.writeOwn(own, to: &output)
        output.append(#","purpose":"ops","site":""#)
        output.append(contentsOf: site.description.utf8)
        output.append(#"","version":1}"#)
        return output
    }

    /// What stands before the ops.
    private static func writeHead(_ cursor: Cursor?, _ hub: RecordID, to output: inout [UInt8]) {
        output.append(#"{"cursor":"#)
        (cursor?.json ?? .null).writeCanonical(to: &output)
        output.append(#","hub":""#)
        output.append(contentsOf: hub.description.utf8)
        output.append(#"","ops":["#)
    }

    /// The end of the ops, and what is shown, where anything is.
    private static func writeOwn(_ own: [OwnPlace], to output: inout [UInt8]) {
        output.append("]")
        guard !own.isEmpty else { return }
        output.append(#","own":"#)
        JSONValue.array(own.map(\.json)).writeCanonical(to: &output)
    }

    /// The request body.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(ops.count * 1024 + 512)
        Self.writeHead(cursor, hub, to: &output)
        for (index, op) in ops.enumerated() {
            if index > 0 { output.append(",") }
            op.write(to: &output, after: index > 0 ? ops[index - 1].seal.hash : nil)
        }
        Self.writeOwn(own, to: &output)
        output.append(#","signature":"#)
        output.append(quotedHex: signature)
        output.append(#","site":""#)
        output.append(contentsOf: site.description.utf8)
        output.append(#"","version":1}"#)
        return output
    }

    /// Why a request body is no batch.
    package enum Flaw: Error, Hashable, Sendable {
        case json(JSONError)
        case shape
        case tooMany
        /// The op at this position is not well formed, or its body is not the one of its digest.
        case op(Int)
    }

    /// Reads a request body; the signature is not checked yet.
    package init(decoding bytes: [UInt8]) throws(Flaw) {
        if let batch = bytes.withUnsafeBufferPointer(PushBatch.init(canonical:)) {
            self = batch
        } else {
            try self.init(parsing: bytes)
        }
    }

    /// Reads a request body however it is written, and says what is amiss with it.
    package init(parsing bytes: [UInt8]) throws(Flaw) {
        let json: JSONValue
        // What an op says is read from its bytes later.
        do { json = try JSONParser.parse(bytes, leaving: "body") } catch { throw .json(error) }
        guard let site = json["site"]?.recordID, let hub = json["hub"]?.recordID,
            let elements = json["ops"]?.elements, let signature = json["signature"]?.bytes,
            json["version"] == 1
        else { throw .shape }
        let cursor = json["cursor"].flatMap(Cursor.init(json:))
        guard cursor != nil || json["cursor"] == nil || json["cursor"] == .null else {
            throw .shape
        }
        let shown = json["own"]?.elements ?? []
        let own = shown.compactMap(OwnPlace.init(json:))
        guard own.count == shown.count else { throw .shape }
        guard elements.count <= Self.opsMax else { throw .tooMany }
        let sealer = OpSealer()
        var ops: [WireOp] = []
        ops.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let before = ops.last?.seal.hash
            guard let op = WireOp(json: element, site: site, sealer: sealer, after: before)
            else { throw .op(index) }
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
