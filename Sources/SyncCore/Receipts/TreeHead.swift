package import Signing

// The hub's signed word on its whole log: so many entries, and this root of the tree over them (RFC 6962). A later
// head comes with a proof that its log begins with that of an earlier one. So what the hub has shown once it can
// neither change nor leave out without contradicting its own signature.

/// How far the hub's log has grown, and what its entries come to.
package struct TreeHead: Hashable, Sendable {
    /// Where an epoch has begun: what earlier epochs had behind the entry `seq` is lost.
    package struct Fork: Hashable, Sendable {
        package let epoch: Int
        package let seq: Int64

        package init(epoch: Int, seq: Int64) {
            self.epoch = epoch
            self.seq = seq
        }
    }

    package let hub: RecordID
    package let epoch: Int
    /// Of every epoch behind the first, oldest first.
    package let forks: [Fork]
    package let count: Int64
    package let root: [UInt8]
    /// The latest legal time of the log so far, so never earlier than that of a shorter one.
    package let time: Instant
    /// How it is signed; the tree is of SHA-256 with any.
    package var suite = SignatureSuite.ed25519

    package init(
        hub: RecordID,
        epoch: Int,
        forks: [Fork],
        count: Int64,
        root: [UInt8],
        time: Instant
    ) {
        self.hub = hub
        self.epoch = epoch
        self.forks = forks
        self.count = count
        self.root = root
        self.time = time
    }

    /// The leaf of an entry. Whoever holds the receipt of an op can make it.
    package static func leaf(seq: Int64, hash: [UInt8], receivedAt: Instant) -> [UInt8] {
        // Canonical JSON, written by hand: every entry has a leaf.
        var leaf: [UInt8] = []
        leaf.reserveCapacity(128)
        leaf.append(contentsOf: #"{"hash":""#.utf8)
        hash.appendHex(to: &leaf)
        leaf.append(contentsOf: #"","hubSeq":"#.utf8)
        leaf.append(contentsOf: String(seq).utf8)
        leaf.append(contentsOf: #","receivedAt":"#.utf8)
        leaf.append(contentsOf: String(receivedAt.milliseconds).utf8)
        leaf.append(UInt8(ascii: "}"))
        return leaf
    }

    /// How many entries of a log of an earlier epoch this one must still begin with, or of its own epoch.
    package func common(with epoch: Int) -> Int64 {
        forks.reduce(count) { $1.epoch > epoch ? min($0, $1.seq) : $0 }
    }

    package var json: JSONValue {
        [
            "count": .integer(count),
            "epoch": .integer(Int64(epoch)),
            "forks": .array(
                forks.map { .array([.integer(Int64($0.epoch)), .integer($0.seq)]) }
            ),
            "hub": .string(hub.description),
            "purpose": "tree-head",
            "root": .string(root.hex),
            "suite": .string(suite.rawValue),
            "time": .integer(time.milliseconds),
            "version": 1,
        ]
    }

    package init?(json: JSONValue) {
        guard json["purpose"] == "tree-head", json["version"] == 1,
            let suite = json["suite"]?.suite, let hub = json["hub"]?.recordID,
            let epoch = json["epoch"]?.integer, let count = json["count"]?.integer, count >= 0,
            let root = json["root"]?.bytes, root.count == SHA256.length,
            let time = json["time"]?.integer, let elements = json["forks"]?.elements
        else { return nil }
        let forks = elements.compactMap { element -> Fork? in
            guard let pair = element.elements, pair.count == 2, let epoch = pair[0].integer,
                let seq = pair[1].integer, seq >= 0
            else { return nil }
            return Fork(epoch: Int(clamping: epoch), seq: seq)
        }
        guard forks.count == elements.count else { return nil }
        self.init(
            hub: hub,
            epoch: Int(clamping: epoch),
            forks: forks,
            count: count,
            root: root,
            time: Instant(milliseconds: time)
        )
        self.suite = suite
    }

    /// The same to be signed in a way.
    package func signed(by suite: SignatureSuite) -> TreeHead {
        var head = self
        head.suite = suite
        return head
    }
}

/// A tree head with the hub's signature.
package struct SignedTreeHead: Hashable, Sendable {
    package let head: TreeHead
    package let keyID: String
    package let signature: [UInt8]

    package init(head: TreeHead, keyID: String, signature: [UInt8]) {
        self.head = head
        self.keyID = keyID
        self.signature = signature
    }

    package static func sign(_ head: TreeHead, with key: some StatementSigner) -> SignedTreeHead {
        let head = head.signed(by: key.suite)
        return SignedTreeHead(
            head: head,
            keyID: key.keyID,
            signature: key.sign(head.json.canonical)
        )
    }

    package func isSigned(by keys: some StatementVerifier) -> Bool {
        keys.suite(of: keyID) == head.suite
            && keys.isValid(signature, by: keyID, for: head.json.canonical)
    }

    package var json: JSONValue {
        [
            "head": head.json,
            "keyID": .string(keyID),
            "signature": .string(signature.hex),
        ]
    }

    package init?(json: JSONValue) {
        guard let head = json["head"].flatMap(TreeHead.init(json:)),
            let keyID = json["keyID"]?.string, let signature = json["signature"]?.bytes
        else { return nil }
        self.init(head: head, keyID: keyID, signature: signature)
    }
}

/// The newest head as the hub gives it: with the proof that its log begins with that of an earlier head.
package struct ProvenTreeHead: Hashable, Sendable {
    package let signed: SignedTreeHead
    /// How many entries the earlier log had; 0 where nothing is proven.
    package let from: Int64
    package let proof: [[UInt8]]

    package init(_ signed: SignedTreeHead, from: Int64, proof: [[UInt8]]) {
        self.signed = signed
        self.from = from
        self.proof = proof
    }

    package var json: JSONValue {
        [
            "from": .integer(from),
            "head": signed.head.json,
            "keyID": .string(signed.keyID),
            "proof": .array(proof.map { .string($0.hex) }),
            "signature": .string(signed.signature.hex),
        ]
    }

    package init?(json: JSONValue) {
        guard let signed = SignedTreeHead(json: json), let from = json["from"]?.integer,
            let elements = json["proof"]?.elements
        else { return nil }
        let proof = elements.compactMap(\.bytes)
        guard proof.count == elements.count else { return nil }
        self.init(signed, from: from, proof: proof)
    }
}
