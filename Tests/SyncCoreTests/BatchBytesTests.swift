import Signing
import SyncCore
import TestSupport
import Testing

/// A batch is read from its bytes, for speed; it is what the tree of values makes of it.
struct BatchBytesTests {
    private static let seeds = [1, UInt64.random(in: .min ... .max)]

    private func optional<Value>(_ value: Value, _ random: inout SeededGenerator) -> Value? {
        Bool.random(using: &random) ? value : nil
    }

    private func id(_ random: inout SeededGenerator) -> RecordID {
        var ids = RecordIDGenerator()
        return ids.next(at: Instant(milliseconds: 1_795_420_800_000), using: &random)
    }

    private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// A chain of ops with whatever a header may have.
    private func ops(of site: RecordID, _ random: inout SeededGenerator) throws -> [WireOp] {
        let sealer = OpSealer()
        var previous = OpSeal.origin
        return try (0..<Int.random(in: 0...4, using: &random)).map { number in
            let header = OpHeader(
                site: site,
                incarnation: Int.random(in: 1...3, using: &random),
                seq: Int64(number) + 1,
                time: HybridTime(bits: random.next()),
                claimedAt: Instant(milliseconds: Int64.random(in: -5...5, using: &random)),
                aggregate: id(&random),
                kind: OpKind.allCases.randomElement(using: &random) ?? .change,
                batch: optional(id(&random), &random),
                base: optional(Int64.random(in: 0...9, using: &random), &random),
                baseEpoch: Int.random(in: 1...2, using: &random),
                reissueOf: optional(OwnName(incarnation: 2, seq: 7), &random)
            )
            let patch = Patch(.instrument, header.aggregate, [.init("name", "电子秤 30")])
            let body = OpBody(author: "王", patches: [patch]).canonical
            // Now and then the chain has a hole, so that the hash before has to be said.
            if number == 0 || Bool.random(using: &random) { previous = bytes(32, &random) }
            let salt = bytes(OpSeal.saltLength, &random)
            let seal = sealer.seal(header, body: body, salt: salt, after: previous)
            previous = seal.hash
            let isErased = Int.random(in: 0..<5, using: &random) == 0
            return WireOp(
                header: header,
                body: isErased ? nil : body,
                seal: seal,
                receipt: try optional(receipt(of: header, seal), &random)
            )
        }
    }

    private func receipt(of header: OpHeader, _ seal: OpSeal) throws -> Receipt {
        let statement = ReceiptStatement(
            hub: header.site,
            op: header.id,
            hash: seal.hash,
            aggregate: header.aggregate,
            epoch: 1,
            seq: 9,
            receivedAt: header.claimedAt
        )
        let tree = MerkleTree(leaves: [statement.canonical])
        let key = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        let root = ReceiptRoot.sign(tree, hub: header.site, with: key)
        return Receipt(statement: statement, root: root, position: 0, path: tree.path(to: 0))
    }

    private func batch(_ random: inout SeededGenerator) throws -> PushBatch {
        let site = id(&random)
        let ops = try ops(of: site, &random)
        let place = OwnPlace(name: OwnName(incarnation: 1, seq: 3), hash: bytes(32, &random))
        return PushBatch(
            site: site,
            hub: id(&random),
            cursor: optional(.start(epoch: 2), &random),
            own: Bool.random(using: &random) ? [place] : [],
            ops: ops,
            signature: bytes(64, &random)
        )
    }

    private func read(_ bytes: [UInt8]) -> PushBatch? {
        bytes.withUnsafeBufferPointer(PushBatch.init(canonical:))
    }

    @Test(arguments: seeds) func `what a site has written is read as the tree reads it`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let batch = try batch(&random)
            #expect(read(batch.encoded) == batch, "seed \(seed)")
            #expect(try PushBatch(parsing: batch.encoded) == batch, "seed \(seed)")
        }
    }

    @Test(arguments: seeds) func `what is signed is canonical JSON with the hashes of the ops`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let key = Ed25519PrivateKey.generate()
        for _ in 0..<20 {
            let batch = try batch(&random)
            let signed = PushBatch.sign(
                batch.ops,
                of: batch.site,
                for: batch.hub,
                after: batch.cursor,
                showing: batch.own,
                with: key
            )
            var members: [JSONValue.Member] = [
                .init("cursor", batch.cursor?.json ?? .null),
                .init("hub", .string(batch.hub.description)),
                .init("ops", .array(batch.ops.map { .string($0.seal.hash.hex) })),
                .init("purpose", "ops"), .init("site", .string(batch.site.description)),
                .init("version", 1),
            ]
            let own = batch.own.map { place -> JSONValue in
                [
                    "hash": .string(place.hash.hex),
                    "incarnation": .integer(Int64(place.name.incarnation)),
                    "seq": .integer(place.name.seq),
                ]
            }
            if !own.isEmpty { members.append(.init("own", .array(own))) }
            let bytes = JSONValue.object(members).canonical
            #expect(key.publicKey.isValid(signed.signature, for: bytes), "seed \(seed)")
        }
    }

    @Test(arguments: [Int64.min, -10, -1, 0, 1, 9, 10, 1_795_420_800_000, .max])
    func `numbers in what is hashed are those of its JSON`(_ number: Int64) throws {
        let id = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")
        let statement = ReceiptStatement(
            hub: id,
            op: OpID(site: id, incarnation: 1, seq: number),
            hash: Array(0..<32),
            aggregate: id,
            epoch: 1,
            seq: number,
            receivedAt: Instant(milliseconds: number)
        )
        #expect(statement.canonical == statement.json.canonical)
    }

    @Test(arguments: seeds) func `altered bytes are read as the tree reads them, or left to it`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = try batch(&random).encoded
            bytes.alter(using: &random)
            guard let found = read(bytes) else { continue }
            #expect(try PushBatch(parsing: bytes) == found, "seed \(seed)")
        }
    }

    @Test func `other spellings of the same batch are left to the tree`() throws {
        var random = SeededGenerator(seed: 3)
        var batch = try batch(&random)
        while batch.ops.isEmpty { batch = try self.batch(&random) }
        let text = String(decoding: batch.encoded, as: UTF8.self)
        let time = batch.ops[0].header.time.description
        for (part, other) in [
            ("{\"cursor\"", "{ \"cursor\""), ("\"version\":1", "\"version\":1,\"z\":1"),
            (batch.hub.description, batch.hub.description.uppercased()),
            (time, time.uppercased()),
            ("\"kind\"", "\"k\\u0069nd\""),
        ] {
            let bytes = Array(text.replacing(part, with: other).utf8)
            #expect(read(bytes) == nil, "\(part)")
            #expect(try PushBatch(parsing: bytes) == batch, "\(part)")
            #expect(try PushBatch(decoding: bytes) == batch, "\(part)")
        }
    }
}
