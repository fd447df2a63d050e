private import Signing

// Most of an answer to a batch can be computed by who has sent it: a receipt repeats the op, and its path is made of
// the other receipts. The short form has what only the hub knows, so it takes a hundredth of the bytes, and the site
// proves all receipts at once by building the tree that the hub has signed.

extension PushAnswer {
    /// The answer without what the sender can compute, where all new ops of the batch are in it.
    ///
    /// - Returns: `nil` where there is no such tree, or its statements are not one behind the other: then only the
    ///   whole answer will do.
    package var shortened: [UInt8]? {
        guard let tree = ShortTree(of: self) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(outcomes.count * 16 + 1024)
        output.append(contentsOf: #"{"outcomes":["#.utf8)
        for (index, outcome) in outcomes.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            outcome.writeShort(in: tree, to: &output)
        }
        output.append(contentsOf: #"],"time":\#(time.milliseconds),"tree":"#.utf8)
        tree.json.writeCanonical(to: &output)
        output.append(UInt8(ascii: "}"))
        return output
    }

    /// Reads the short form, as the sender of the batch; `nil` for anything else, also where the tree that the batch
    /// comes to is not the one of the answer. The signature is not checked yet.
    package init?(short json: JSONValue, to batch: PushBatch) {
        guard let tree = json["tree"].flatMap(ShortTree.init(json:)),
            let elements = json["outcomes"]?.elements, elements.count == batch.ops.count,
            let time = json["time"]?.integer,
            let receipts = tree.receipts(for: zip(elements, batch.ops), hub: batch.hub)
        else { return nil }
        let outcomes = elements.compactMap { element -> PushOutcome? in
            guard let place = element["place"]?.integer else {
                let outcome = PushOutcome(json: element)
                // Of this tree there are no receipts but those that were made here.
                return outcome?.receipt?.root == tree.root ? nil : outcome
            }
            let notes = element["notes"]?.elements ?? []
            let read = notes.compactMap(PushOutcome.FieldNote.init(json:))
            return read.count == notes.count ? .received(receipts[Int(place)], read) : nil
        }
        guard outcomes.count == elements.count else { return nil }
        self.init(
            outcomes: outcomes,
            time: Instant(milliseconds: time),
            computedRoot: tree.root
        )
    }
}

/// The tree over the new ops of a batch, as a short answer has it: their statements are those of the ops, with numbers
/// one behind the other and one time.
private struct ShortTree {
    let root: ReceiptRoot
    let epoch: Int
    /// The number of the first.
    let first: Int64
    let receivedAt: Instant

    /// The tree of the newest statement, where every statement of it is in the answer and as the tree says.
    init?(of answer: PushAnswer) {
        let receipts = answer.outcomes.compactMap(\.receipt)
        guard let last = receipts.max(by: { $0.statement.seq < $1.statement.seq })
        else { return nil }
        let (newest, root) = (last.statement, last.root)
        let first = newest.seq - Int64(root.count) + 1
        var places: Set<Int> = []
        for receipt in receipts where receipt.root == root {
            let statement = receipt.statement
            guard statement.epoch == newest.epoch, statement.receivedAt == newest.receivedAt,
                statement.seq == first + Int64(receipt.position)
            else { return nil }
            places.insert(receipt.position)
        }
        guard places.count == root.count else { return nil }
        self.root = root
        epoch = newest.epoch
        self.first = first
        receivedAt = newest.receivedAt
    }

    var json: JSONValue {
        [
            "count": .integer(Int64(root.count)),
            "epoch": .integer(Int64(epoch)),
            "first": .integer(first),
            "hub": .string(root.hub.description),
            "keyID": .string(root.keyID),
            "receivedAt": .integer(receivedAt.milliseconds),
            "root": .string(root.root.hex),
            "signature": .string(root.signature.hex),
            "suite": .string(root.suite.rawValue),
        ]
    }

    init?(json: JSONValue) {
        guard let count = json["count"]?.integer, (1...Int64(PushBatch.opsMax)).contains(count),
            let epoch = json["epoch"]?.integer, let hub = json["hub"]?.recordID,
            let first = json["first"]?.integer, first > 0, first < Int64.max - count,
            let keyID = json["keyID"]?.string, let receivedAt = json["receivedAt"]?.integer,
            let root = json["root"]?.bytes, let signature = json["signature"]?.bytes,
            let suite = json["suite"]?.suite
        else { return nil }
        self.root = ReceiptRoot(
            hub: hub,
            root: root,
            count: Int(count),
            suite: suite,
            keyID: keyID,
            signature: signature
        )
        self.epoch = Int(clamping: epoch)
        self.first = first
        self.receivedAt = Instant(milliseconds: receivedAt)
    }

    /// The receipts of the ops by their places, where these come to the tree.
    func receipts(
        for outcomes: some Sequence<(JSONValue, WireOp)>,
        hub: RecordID
    ) -> [Receipt]? {
        var statements = [ReceiptStatement?](repeating: nil, count: root.count)
        for (element, op) in outcomes {
            guard let place = element["place"]?.integer else { continue }
            guard (0..<Int64(root.count)).contains(place) else { return nil }
            statements[Int(place)] = ReceiptStatement(
                hub: hub,
                op: op.header.id,
                hash: op.seal.hash,
                aggregate: op.header.aggregate,
                epoch: epoch,
                seq: first + place,
                receivedAt: receivedAt
            )
        }
        let known = statements.compactMap(\.self)
        guard known.count == root.count, root.hub == hub else { return nil }
        let tree = MerkleTree(leaves: known.map(\.canonical), of: root.suite)
        guard tree.root == root.root else { return nil }
        return known.enumerated().map { place, statement in
            Receipt(statement: statement, root: root, position: place, path: tree.path(to: place))
        }
    }
}

extension PushOutcome {
    fileprivate var receipt: Receipt? {
        if case .received(let receipt, _) = self { receipt } else { nil }
    }

    fileprivate func writeShort(in tree: ShortTree, to output: inout [UInt8]) {
        guard case .received(let receipt, let notes) = self, receipt.root == tree.root
        else { return json.writeCanonical(to: &output) }
        output.append(UInt8(ascii: "{"))
        if !notes.isEmpty {
            output.append(contentsOf: #""notes":"#.utf8)
            JSONValue.array(notes.map(\.json)).writeCanonical(to: &output)
            output.append(UInt8(ascii: ","))
        }
        output.append(contentsOf: #""place":\#(receipt.position)}"#.utf8)
    }
}
