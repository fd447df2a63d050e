/// The proof that an entry is in the log that the hub has signed: the hashes beside its path in the tree of a head.
///
/// A receipt is the hub's word on one op, whatever its log says. With this, both are the same word.
package struct LogInclusion: Hashable, Sendable {
    package let head: SignedTreeHead
    /// Lowest first.
    package let path: [[UInt8]]

    package init(in head: SignedTreeHead, path: [[UInt8]]) {
        self.head = head
        self.path = path
    }

    /// Whether the entry of a receipt is in the log of the head. Says nothing on either signature.
    package func has(_ statement: ReceiptStatement) -> Bool {
        let log = head.head
        guard statement.hub == log.hub, statement.seq > 0, log.covers(statement) else {
            return false
        }
        let leaf = TreeHead.leaf(
            seq: statement.seq,
            hash: statement.hash,
            receivedAt: statement.receivedAt
        )
        let root = MerkleTree.root(
            of: leaf,
            at: Int(clamping: statement.seq - 1),
            among: Int(clamping: log.count),
            path: path
        )
        return root == log.root
    }

    /// The proof as it stands in a file: canonical bytes.
    package var json: JSONValue {
        [
            "head": head.head.json,
            "keyID": .string(head.keyID),
            "path": .array(path.map { .string($0.hex) }),
            "signature": .string(head.signature.hex),
        ]
    }

    /// Reads what `json` writes; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let head = SignedTreeHead(json: json), let path = Self.path(in: json) else {
            return nil
        }
        self.init(in: head, path: path)
    }

    /// The hashes in a proof, be it a file or the hub's answer.
    package static func path(in json: JSONValue) -> [[UInt8]]? {
        guard let elements = json["path"]?.elements else { return nil }
        let path = elements.compactMap(\.bytes)
        return path.count == elements.count ? path : nil
    }
}

extension TreeHead {
    /// Whether the entry of a receipt must be in this log: it stands before its end, and no later epoch has lost it.
    package func covers(_ statement: ReceiptStatement) -> Bool {
        statement.epoch <= epoch && statement.seq <= common(with: statement.epoch)
    }
}
