import Signing
import SyncCore
import Testing

/// Answers to batches, whose bytes are written by hand.
@Suite struct PushAnswerTests {
    private static let id = RecordID(trusted: "019ab000-0000-7000-8000-000000000001")

    private static func receipts(_ count: Int) throws -> [Receipt] {
        let statements = (1...count).map { number in
            ReceiptStatement(
                hub: id,
                op: OpID(site: id, incarnation: 1, seq: Int64(number)),
                hash: [UInt8](repeating: UInt8(number), count: 32),
                aggregate: id,
                epoch: 2,
                seq: Int64(40 + number),
                receivedAt: Instant(milliseconds: 1_795_420_800_000)
            )
        }
        let tree = MerkleTree(leaves: statements.map(\.canonical))
        let key = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        let root = ReceiptRoot.sign(tree, hub: id, with: key)
        return statements.enumerated().map { position, statement in
            Receipt(
                statement: statement,
                root: root,
                position: position,
                path: tree.path(to: position)
            )
        }
    }

    @Test(arguments: [1, 2, 7])
    func `an answer is written as its canonical JSON, and read again`(count: Int) throws {
        let note = PushOutcome.FieldNote(
            record: Self.id,
            field: "location",
            outcome: .superseded,
            rule: .rank
        )
        let received = try Self.receipts(count).map { PushOutcome.received($0, []) }
        let noted = try Self.receipts(count).map { PushOutcome.received($0, [note, note]) }
        let refused = PushOutcome.refused(seq: 9, code: "bad-op", detail: "\"器具\"\n")
        for outcomes in [received, noted, [refused, .fork(seq: 10)] + noted, []] {
            let answer = PushAnswer(outcomes: outcomes, time: Instant(milliseconds: 5))
            #expect(answer.encoded == answer.json.canonical)
            #expect(try PushAnswer(json: JSONParser.parse(answer.encoded)) == answer)
        }
    }
}
