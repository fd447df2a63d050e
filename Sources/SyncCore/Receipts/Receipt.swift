package import Signing

// A receipt is the hub's signed word that a named op reached it at a time (电子签名法 11: data that
// enters the recipient's designated system has been received). One signature stands for a batch: it
// covers the root of a Merkle tree (RFC 6962) whose leaves are the canonical statements.

/// What the hub says about one op.
package struct ReceiptStatement: Hashable, Sendable {
    package let hub: RecordID
    package let op: OpID
    /// Hash of the op, which covers header and body digest.
    package let hash: [UInt8]
    package let aggregate: RecordID
    package let epoch: Int
    package let seq: Int64
    /// The legal time.
    package let receivedAt: Instant

    package init(
        hub: RecordID,
        op: OpID,
        hash: [UInt8],
        aggregate: RecordID,
        epoch: Int,
        seq: Int64,
        receivedAt: Instant
    ) {
        self.hub = hub
        self.op = op
        self.hash = hash
        self.aggregate = aggregate
        self.epoch = epoch
        self.seq = seq
        self.receivedAt = receivedAt
    }

    package var json: JSONValue {
        [
            "aggregate": .string(aggregate.description),
            "epoch": .integer(Int64(epoch)),
            "hash": .string(hash.hex),
            "hub": .string(hub.description),
            "hubSeq": .integer(seq),
            "incarnation": .integer(Int64(op.incarnation)),
            "receivedAt": .integer(receivedAt.milliseconds),
            "seq": .integer(op.seq),
            "site": .string(op.site.description),
            "version": 1,
        ]
    }

    /// The statement as it is hashed: the canonical bytes of `json`, written by hand, since hub and site make them
    /// of every op.
    package var canonical: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(384)
        write(to: &output)
        return output
    }

    fileprivate func write(to output: inout [UInt8]) {
        output.append(#"{"aggregate":""#)
        output.append(contentsOf: aggregate.description.utf8)
        output.append(#"","epoch":"#)
        output.append(decimal: Int64(epoch))
        output.append(#","hash":"#)
        output.append(quotedHex: hash)
        output.append(#","hub":""#)
        output.append(contentsOf: hub.description.utf8)
        output.append(#"","hubSeq":"#)
        output.append(decimal: seq)
        output.append(#","incarnation":"#)
        output.append(decimal: Int64(op.incarnation))
        output.append(#","receivedAt":"#)
        output.append(decimal: receivedAt.milliseconds)
        output.append(#","seq":"#)
        output.append(decimal: op.seq)
        output.append(#","site":""#)
        output.append(contentsOf: op.site.description.utf8)
        output.append(#"","version":1}"#)
    }

    package init?(json: JSONValue) {
        guard let hub = json["hub"]?.recordID, let site = json["site"]?.recordID,
            let incarnation = json["incarnation"]?.integer, let opSeq = json["seq"]?.integer,
            let hash = json["hash"]?.bytes, let aggregate = json["aggregate"]?.recordID,
            let epoch = json["epoch"]?.integer, let seq = json["hubSeq"]?.integer,
            let receivedAt = json["receivedAt"]?.integer, json["version"] == 1
        else { return nil }
        self.init(
            hub: hub,
            op: OpID(site: site, incarnation: Int(clamping: incarnation), seq: opSeq),
            hash: hash,
            aggregate: aggregate,
            epoch: Int(clamping: epoch),
            seq: seq,
            receivedAt: Instant(milliseconds: receivedAt)
        )
    }
}

/// The signed root over the statements of one batch.
package struct ReceiptRoot: Hashable, Sendable {
    package let hub: RecordID
    package let root: [UInt8]
    package let count: Int
    /// How it is hashed and signed.
    package let suite: SignatureSuite
    package let keyID: String
    package let signature: [UInt8]

    package init(
        hub: RecordID,
        root: [UInt8],
        count: Int,
        suite: SignatureSuite,
        keyID: String,
        signature: [UInt8]
    ) {
        self.hub = hub
        self.suite = suite
        self.root = root
        self.count = count
        self.keyID = keyID
        self.signature = signature
    }

    /// The bytes that are signed.
    private static func signedBytes(
        hub: RecordID,
        root: [UInt8],
        count: Int,
        _ suite: SignatureSuite
    ) -> [UInt8] {
        let json: JSONValue = [
            "count": .integer(Int64(count)),
            "hub": .string(hub.description),
            "purpose": "receipts",
            "root": .string(root.hex),
            "suite": .string(suite.rawValue),
            "version": 1,
        ]
        return json.canonical
    }

    /// Signs the root of a batch, whose tree is of the key's suite.
    package static func sign(
        _ tree: MerkleTree,
        hub: RecordID,
        with key: some StatementSigner
    ) -> ReceiptRoot {
        precondition(tree.suite == key.suite, "a tree that is hashed by another suite")
        let bytes = signedBytes(hub: hub, root: tree.root, count: tree.count, key.suite)
        return ReceiptRoot(
            hub: hub,
            root: tree.root,
            count: tree.count,
            suite: key.suite,
            keyID: key.keyID,
            signature: key.sign(bytes)
        )
    }
}

extension ReceiptRoot {
    func check(with keys: some StatementVerifier) throws(Receipt.Flaw) {
        guard let known = keys.suite(of: keyID) else { throw .key }
        let bytes = Self.signedBytes(hub: hub, root: root, count: count, suite)
        guard known == suite, keys.isValid(signature, by: keyID, for: bytes) else {
            throw .signature
        }
    }
}

/// A statement with what proves it.
package struct Receipt: Hashable, Sendable {
    package let statement: ReceiptStatement
    package let root: ReceiptRoot
    /// The position of the statement in its batch, and the hashes beside its path to the root.
    package let position: Int
    package let path: [[UInt8]]

    package init(
        statement: ReceiptStatement,
        root: ReceiptRoot,
        position: Int,
        path: [[UInt8]]
    ) {
        self.statement = statement
        self.root = root
        self.position = position
        self.path = path
    }

    /// Why a receipt proves nothing.
    package enum Flaw: String, Error, CaseIterable, Sendable {
        case signature, path, hub
        /// Signed with a key that is none of those at hand.
        case key
    }

    /// Checks path and signature with nothing but the hub's public key, or several of which one is named.
    package func check(with keys: some StatementVerifier) throws(Flaw) {
        try checkPath()
        try root.check(with: keys)
    }

    func checkPath() throws(Flaw) {
        guard statement.hub == root.hub else { throw .hub }
        let reached = MerkleTree.root(
            of: statement.canonical,
            at: position,
            among: root.count,
            path: path,
            of: root.suite
        )
        guard reached == root.root else { throw .path }
    }

    /// The receipt as it travels and as it stands in a file: canonical bytes, so the same every time.
    package var json: JSONValue {
        [
            "count": .integer(Int64(root.count)),
            "keyID": .string(root.keyID),
            "path": .array(path.map { .string($0.hex) }),
            "position": .integer(Int64(position)),
            "root": .string(root.root.hex),
            "signature": .string(root.signature.hex),
            "statement": statement.json,
            "suite": .string(root.suite.rawValue),
        ]
    }

    /// Appends the canonical bytes of `json`.
    func write(to output: inout [UInt8]) {
        output.append(contentsOf: #"{"count":\#(root.count),"keyID":"#.utf8)
        JSONText.append(root.keyID, to: &output)
        output.append(contentsOf: #","path":["#.utf8)
        for (index, hash) in path.enumerated() {
            output.append(contentsOf: (index > 0 ? #",""# : #"""#).utf8)
            hash.appendHex(to: &output)
            output.append(UInt8(ascii: "\""))
        }
        output.append(contentsOf: #"],"position":\#(position),"root":""#.utf8)
        root.root.appendHex(to: &output)
        output.append(contentsOf: #"","signature":""#.utf8)
        root.signature.appendHex(to: &output)
        output.append(contentsOf: #"","statement":"#.utf8)
        statement.write(to: &output)
        output.append(contentsOf: #","suite":"\#(root.suite.rawValue)"}"#.utf8)
    }

    package init?(json: JSONValue) {
        guard let statement = json["statement"].flatMap(ReceiptStatement.init(json:)),
            let count = json["count"]?.integer, let keyID = json["keyID"]?.string,
            let root = json["root"]?.bytes, let signature = json["signature"]?.bytes,
            let position = json["position"]?.integer, let elements = json["path"]?.elements,
            let suite = json["suite"]?.suite
        else { return nil }
        let path = elements.compactMap(\.bytes)
        guard path.count == elements.count else { return nil }
        self.init(
            statement: statement,
            root: ReceiptRoot(
                hub: statement.hub,
                root: root,
                count: Int(clamping: count),
                suite: suite,
                keyID: keyID,
                signature: signature
            ),
            position: Int(clamping: position),
            path: path
        )
    }
}

extension JSONValue {
    /// The bytes of a hexadecimal text.
    package var bytes: [UInt8]? { string.flatMap { [UInt8](hex: $0) } }

    /// The id in a text.
    package var recordID: RecordID? { string.flatMap(RecordID.init(_:)) }
}
