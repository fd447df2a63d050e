import Signing
import SyncCore
import Testing

/// What a hub says is the same in every suite, but for how it is hashed and signed.
struct SuiteTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private static let now = Instant(milliseconds: 1_795_420_800_000)

    private static func statement(_ seq: Int64) -> ReceiptStatement {
        ReceiptStatement(
            hub: hub,
            op: OpID(site: hub, incarnation: 1, seq: seq),
            hash: [UInt8](repeating: 7, count: 32),
            aggregate: hub,
            epoch: 1,
            seq: seq,
            receivedAt: now
        )
    }

    private static func receipts(_ key: SuitePrivateKey) -> [Receipt] {
        let statements = (1...3).map { statement($0) }
        let tree = MerkleTree(leaves: statements.map(\.canonical), of: key.suite)
        let root = ReceiptRoot.sign(tree, hub: hub, with: key)
        return statements.enumerated().map { position, statement in
            Receipt(
                statement: statement,
                root: root,
                position: position,
                path: tree.path(to: position)
            )
        }
    }

    @Test(arguments: SignatureSuite.allCases)
    func `a receipt says its suite, and holds in no other`(_ suite: SignatureSuite) throws {
        let key = SuitePrivateKey.generate(suite)
        for receipt in Self.receipts(key) {
            let text = receipt.json.canonicalText
            #expect(text.contains("\"suite\":\"\(suite.rawValue)\""))
            let read = try #require(Receipt(json: JSONParser.parse(Array(text.utf8))))
            #expect(read == receipt)
            try read.check(with: key.publicKey)
            for other in SignatureSuite.allCases where other != suite {
                let changed = text.replacing(suite.rawValue, with: other.rawValue)
                let claimed = try #require(Receipt(json: JSONParser.parse(Array(changed.utf8))))
                #expect(throws: Receipt.Flaw.self) { try claimed.check(with: key.publicKey) }
            }
            let unknown = text.replacing(suite.rawValue, with: "none")
            #expect(try Receipt(json: JSONParser.parse(Array(unknown.utf8))) == nil)
        }
    }

    @Test func `the trees of the suites are of different hashes, and as long`() {
        let leaves = (0..<5).map { [UInt8($0)] }
        let trees = SignatureSuite.allCases.map { MerkleTree(leaves: leaves, of: $0) }
        #expect(Set(trees.map(\.root)).count == trees.count)
        for tree in trees {
            let root = MerkleTree.root(
                of: leaves[4],
                at: 4,
                among: 5,
                path: tree.path(to: 4),
                of: tree.suite
            )
            #expect(root == tree.root && root?.count == 32)
        }
    }

    @Test(arguments: SignatureSuite.allCases)
    func `heads, files and documents name their suite`(_ suite: SignatureSuite) throws {
        let key = SuitePrivateKey.generate(suite)
        let head = TreeHead(
            hub: Self.hub,
            epoch: 1,
            forks: [],
            count: 1,
            root: [UInt8](repeating: 1, count: 32),
            time: Self.now
        )
        let signed = SignedTreeHead.sign(head, with: key)
        #expect(signed.isSigned(by: key.publicKey) && signed.head.suite == suite)
        #expect(SignedTreeHead(json: signed.json) == signed)
        let file = BlobReceipt.sign(
            String(repeating: "a", count: 64),
            size: 5,
            from: Self.hub,
            at: Self.now,
            hub: Self.hub,
            with: key
        )
        #expect(file.isGenuine(by: key.publicKey) && BlobReceipt(json: file.json) == file)
        let document = PolicyDocument(
            .calendar,
            version: "1",
            number: 1,
            text: "x",
            of: Self.hub,
            signedBy: key
        )
        #expect(document.isSigned(by: Self.hub, with: key.publicKey))
        let values = Dictionary(
            uniqueKeysWithValues: document.fields.map { ($0.name, $0.value ?? "") }
        )
        #expect(PolicyDocument(values: values) == document)
        let stranger = SuitePrivateKey.generate(suite).publicKey
        #expect(!signed.isSigned(by: stranger) && !file.isGenuine(by: stranger))
        #expect(!document.isSigned(by: Self.hub, with: stranger))
    }

    @Test func `a chain of keys goes from suite to suite`() throws {
        let keys = [SignatureSuite.ed25519, .sm2, .sm2, .ed25519].map(SuitePrivateKey.generate)
        var chain = HubKeys(hub: Self.hub, first: keys[0].publicKey)
        for number in 2...4 {
            chain = try chain.adding(
                .sign(
                    keys[number - 1].publicKey,
                    number: number,
                    from: Self.now,
                    of: Self.hub,
                    with: keys[number - 2]
                )
            )
        }
        #expect(try HubKeys(json: JSONParser.parse(chain.json.canonical)) == chain)
        for key in keys { #expect(chain.isValid(key.sign([1]), by: key.keyID, for: [1])) }
    }
}
