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

    private static let head = TreeHead(
        hub: hub,
        epoch: 1,
        forks: [],
        count: 1,
        root: [UInt8](repeating: 1, count: 32),
        time: now
    )

    private static let manifest = SnapshotManifest(
        hub: hub,
        organisation: "91330106MA00000003",
        schema: 1,
        ranks: String(repeating: "0", count: 64),
        cursor: Cursor(epoch: 1, seq: 1, mark: .origin),
        files: [
            SnapshotFile(
                slice: .whole,
                chunks: [
                    SnapshotChunk(digest: String(repeating: "b", count: 64), size: 1, length: 2)
                ]
            )
        ]
    )

    private static func file(_ key: some StatementSigner) -> BlobReceipt {
        let digest = String(repeating: "a", count: 64)
        return .sign(digest, size: 5, from: hub, at: now, hub: hub, with: key)
    }

    private static func document(_ key: some StatementSigner) -> PolicyDocument {
        PolicyDocument(.calendar, version: "1", number: 1, text: "x", of: hub, signedBy: key)
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
        let signed = SignedTreeHead.sign(Self.head, with: key)
        #expect(signed.isSigned(by: key.publicKey) && signed.head.suite == suite)
        #expect(SignedTreeHead(json: signed.json) == signed)
        let file = Self.file(key)
        #expect(file.isGenuine(by: key.publicKey) && BlobReceipt(json: file.json) == file)
        let document = Self.document(key)
        #expect(document.isSigned(by: Self.hub, with: key.publicKey))
        let values = Dictionary(
            uniqueKeysWithValues: document.fields.map { ($0.name, $0.value ?? "") }
        )
        #expect(PolicyDocument(values: values) == document)
        let manifest = SignedSnapshotManifest.sign(Self.manifest, with: key)
        #expect(manifest.isGenuine(by: key.publicKey) && manifest.manifest.suite == suite)
        #expect(SignedSnapshotManifest(json: manifest.json) == manifest)
        let stranger = SuitePrivateKey.generate(suite).publicKey
        #expect(!signed.isSigned(by: stranger) && !file.isGenuine(by: stranger))
        #expect(!document.isSigned(by: Self.hub, with: stranger))
        #expect(!manifest.isGenuine(by: stranger))
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

    /// Signs with a key of its own what says another suite.
    private struct Liar: StatementSigner {
        let key: SuitePrivateKey
        let suite: SignatureSuite
        var keyID: String { key.keyID }
        func sign(_ message: [UInt8]) -> [UInt8] { key.sign(message) }
    }

    static let lies = [(SignatureSuite.ed25519, SignatureSuite.sm2), (.sm2, .ed25519)]

    @Test(arguments: lies)
    func `what is signed by a key of one suite and says another counts for nothing`(
        _ own: SignatureSuite,
        _ told: SignatureSuite
    ) throws {
        let key = SuitePrivateKey.generate(own)
        let liar = Liar(key: key, suite: told)
        let statement = Self.statement(1)
        let tree = MerkleTree(leaves: [statement.canonical], of: told)
        let root = ReceiptRoot.sign(tree, hub: Self.hub, with: liar)
        let receipt = Receipt(statement: statement, root: root, position: 0, path: [])
        #expect(throws: Receipt.Flaw.signature) { try receipt.check(with: key.publicKey) }
        let head = SignedTreeHead.sign(Self.head, with: liar)
        #expect(head.head.suite == told && !head.isSigned(by: key.publicKey))
        let file = Self.file(liar)
        #expect(file.suite == told && !file.isGenuine(by: key.publicKey))
        #expect(!Self.document(liar).isSigned(by: Self.hub, with: key.publicKey))
        let manifest = SignedSnapshotManifest.sign(Self.manifest, with: liar)
        #expect(manifest.manifest.suite == told && !manifest.isGenuine(by: key.publicKey))
        let next = KeySuccession.sign(
            SuitePrivateKey.generate(own).publicKey,
            number: 2,
            from: Self.now,
            of: Self.hub,
            with: liar
        )
        #expect(!next.isSigned(by: key.publicKey))
    }

    @Test(arguments: lies)
    func `a signature of one key counts under the name of no other`(
        _ own: SignatureSuite,
        _ other: SignatureSuite
    ) throws {
        let (key, next) = (SuitePrivateKey.generate(own), SuitePrivateKey.generate(other))
        let first = HubKeys(hub: Self.hub, first: key.publicKey)
        let keys = try first.adding(
            .sign(next.publicKey, number: 2, from: Self.now, of: Self.hub, with: key)
        )
        let receipt = Self.receipts(key)[0]
        try receipt.check(with: keys)
        let text = receipt.json.canonicalText.replacing(key.keyID, with: next.keyID)
        let renamed = try #require(Receipt(json: JSONParser.parse(Array(text.utf8))))
        #expect(throws: Receipt.Flaw.signature) { try renamed.check(with: keys) }
        // Nor with its suite as well.
        let both = text.replacing(own.rawValue, with: other.rawValue)
        let changed = try #require(Receipt(json: JSONParser.parse(Array(both.utf8))))
        #expect(throws: Receipt.Flaw.self) { try changed.check(with: keys) }
    }

    @Test(arguments: SignatureSuite.allCases)
    func `a list of keys that tells another suite of one is none`(_ suite: SignatureSuite) throws {
        let key = SuitePrivateKey.generate(suite)
        let next = SuitePrivateKey.generate(suite)
        let keys = try HubKeys(hub: Self.hub, first: key.publicKey).adding(
            .sign(next.publicKey, number: 2, from: Self.now, of: Self.hub, with: key)
        )
        let text = keys.json.canonicalText
        for other in SignatureSuite.allCases where other != suite {
            for member in ["suite", "keySuite"] {
                let (own, told) = (suite.rawValue, other.rawValue)
                let changed = text.replacing(
                    "\"\(member)\":\"\(own)\"",
                    with: "\"\(member)\":\"\(told)\""
                )
                #expect(changed != text)
                #expect(throws: HubKeyFault.unproven) {
                    try HubKeys(json: JSONParser.parse(Array(changed.utf8)))
                }
            }
        }
    }

    @Test(arguments: ["suite", "keySuite"])
    func `a suite of tomorrow is named, in a list of keys and wherever something is signed`(
        _ member: String
    ) throws {
        let key = SuitePrivateKey.generate(.ed25519)
        let keys = try HubKeys(hub: Self.hub, first: key.publicKey).adding(
            .sign(
                SuitePrivateKey.generate(.sm2).publicKey,
                number: 2,
                from: Self.now,
                of: Self.hub,
                with: key
            )
        )
        let known = "\"\(member)\":\"\(member == "suite" ? "ed25519-sha256" : "sm2-sm3")\""
        for (name, told) in [
            ("ml-dsa-65", "ml-dsa-65"), ("", nil), ("x y", nil), ("名", nil),
            (String(repeating: "x", count: 41), nil),
        ] {
            let text = keys.json.canonicalText
                .replacing(known, with: "\"\(member)\":\"\(name)\"")
            let json = try JSONParser.parse(Array(text.utf8))
            #expect(json.unknownSuite == told, "\(name)")
            let fault = told.map { HubKeyFault.unknownSuite($0) } ?? .unproven
            #expect(throws: fault, "\(name)") { try HubKeys(json: json) }
        }
        #expect(keys.json.unknownSuite == nil && Self.receipts(key)[0].json.unknownSuite == nil)
    }
}
