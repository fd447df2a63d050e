import SyncCore
import TestSupport
import Testing

/// What is written and read by hand, for speed, is what the trees of values make of it.
struct HandWrittenTests {
    private static let seeds = [1, UInt64.random(in: .min ... .max)]

    private func id(_ random: inout SeededGenerator) -> RecordID {
        var ids = RecordIDGenerator()
        return ids.next(at: Instant(milliseconds: 1_795_420_800_000), using: &random)
    }

    private func text(_ random: inout SeededGenerator) -> String {
        let plain = ["", "电子秤", "é", "ACS-30", "🜁", "1 2"]
        let escaped = ["a\"b", "x\\y", "1\n2", "0\u{1}"]
        let isEscaped = Int.random(in: 0..<40, using: &random) == 0
        return (plain.randomElement(using: &random) ?? "")
            + ((isEscaped ? escaped : plain).randomElement(using: &random) ?? "")
    }

    private func optional<Value>(_ value: Value, _ random: inout SeededGenerator) -> Value? {
        Bool.random(using: &random) ? value : nil
    }

    private func body(_ random: inout SeededGenerator) -> OpBody {
        let patches = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let names = ["serial", "name", "状态", "validUntil", "a", "B"].shuffled(using: &random)
            let fields = names.prefix(Int.random(in: 0...5, using: &random)).map { name in
                Patch.Field(name, optional(text(&random), &random))
            }
            return Patch(
                RecordKind.allCases.randomElement(using: &random) ?? .instrument,
                id(&random),
                fields
            )
        }
        let reason = optional(text(&random), &random)
        return OpBody(author: text(&random), reason: reason, patches: patches)
    }

    private func op(_ random: inout SeededGenerator) -> StampedOp {
        let number = Int64.random(in: 1...1_000_000, using: &random)
        let name = OwnName(incarnation: 2, seq: number)
        let header = OpHeader(
            site: id(&random),
            incarnation: Int.random(in: 1...3, using: &random),
            seq: number,
            time: HybridTime(bits: random.next()),
            claimedAt: Instant(milliseconds: Int64.random(in: -5...5, using: &random)),
            aggregate: id(&random),
            kind: OpKind.allCases.randomElement(using: &random) ?? .change,
            batch: optional(id(&random), &random),
            base: optional(number - 1, &random),
            baseEpoch: Int.random(in: 1...2, using: &random),
            reissueOf: optional(name, &random)
        )
        let stamp = OpStamp(
            seq: number + 7,
            receivedAt: Instant(milliseconds: number),
            organisation: text(&random),
            party: Party.allCases.randomElement(using: &random) ?? .authority,
            epoch: Int.random(in: 1...2, using: &random),
            former: optional(LogPlace(epoch: 1, seq: number), &random)
        )
        return StampedOp(header: header, body: nil, stamp: stamp)
    }

    @Test(arguments: seeds) func `a frame without a body is the canonical form of its tree`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let op = op(&random)
            var output: [UInt8] = []
            op.writeBodilessFrame(to: &output)
            #expect(output == FeedFrame.change(op).json.canonical, "seed \(seed)")
        }
    }

    @Test(arguments: seeds) func `a frame is the canonical form of its tree`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let frame = FeedFrame.change(frame(&random))
            var output: [UInt8] = []
            frame.writeCanonical(to: &output)
            #expect(output == frame.json.canonical, "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func `the bytes of a frame are read as their tree is`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var changed = 0
        for _ in 0..<2000 {
            let op = frame(&random)
            var bytes: [UInt8] = []
            FeedFrame.change(op).writeCanonical(to: &bytes)
            if Bool.random(using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
            } else {
                #expect(FeedFrame(decoding: bytes) == .change(op), "seed \(seed)")
            }
            let tree = (try? JSONParser.parse(bytes)).flatMap(FeedFrame.init(json:))
            #expect(FeedFrame(decoding: bytes) == tree, "seed \(seed)")
            if tree != nil, tree != .change(op) { changed += 1 }
        }
        #expect(changed > 50, "seed \(seed)")
    }

    private func frame(_ random: inout SeededGenerator) -> StampedOp {
        let op = op(&random)
        let body = optional(body(&random), &random)
        return StampedOp(header: op.header, body: body, stamp: op.stamp)
    }

    @Test(arguments: seeds)
    func `the bytes of a body are read as their tree is, or left to it`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var read = 0
        for _ in 0..<500 {
            var bytes = body(&random).canonical
            if Int.random(in: 0..<4, using: &random) == 0 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            let found = bytes.withUnsafeBufferPointer(OpBody.init(canonical:))
            guard let found else { continue }
            read += 1
            let tree = OpBody(json: try JSONParser.parse(bytes))
            #expect(found == tree && found.canonical == bytes, "seed \(seed)")
        }
        #expect(read > 50, "seed \(seed)")
    }

    @Test func `other spellings of the same body are left to the tree`() {
        let id = "019ab000-0000-7000-8000-00000000000a"
        let plain = """
            {"author":"a","patches":[{"fields":{"b":null,"c":"1"},"id":"\(id)","kind":"instrument"}],\
            "reason":null}
            """
        func reads(_ text: String) -> Bool {
            Array(text.utf8).withUnsafeBufferPointer { OpBody(canonical: $0) != nil }
        }
        #expect(reads(plain))
        for (part, other) in [
            (id, id.uppercased()), ("\"b\":null,\"c\":\"1\"", "\"c\":\"1\",\"b\":null"),
            ("\"b\":null", "\"c\":null"), ("null}", "null,\"z\":1}"), (":\"1\"", ":1"),
            ("\"author\"", " \"author\""), ("\"a\"", "\"\\u0061\""), ("instrument", "other"),
            ("null}", "null} "), ("\"1\"}", "\"1\",}"),
        ] {
            let text = plain.replacing(part, with: other)
            #expect(text != plain && !reads(text), "\(text)")
        }
    }
}
