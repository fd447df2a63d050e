import Signing
import SyncCore
import Testing

/// Whether the entry of a receipt is in the log that the hub has signed.
struct LogInclusionTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")
    private static let key = Ed25519PrivateKey.generate()

    private static func statement(_ seq: Int64, epoch: Int = 1, hash: UInt8 = 1) -> ReceiptStatement
    {
        ReceiptStatement(
            hub: hub,
            op: OpID(site: hub, incarnation: 1, seq: seq),
            hash: [UInt8](repeating: hash, count: 32),
            aggregate: hub,
            epoch: epoch,
            seq: seq,
            receivedAt: Instant(milliseconds: 1_795_420_800_000 + seq)
        )
    }

    /// The log of so many receipts, and its head.
    private static func log(
        _ count: Int64,
        epoch: Int = 1,
        forks: [TreeHead.Fork] = []
    ) throws -> (MerkleLog, SignedTreeHead) {
        let leaves = (1...count).map { seq in
            let statement = statement(seq)
            return TreeHead.leaf(
                seq: seq,
                hash: statement.hash,
                receivedAt: statement.receivedAt
            )
        }
        let log = MerkleLog { level, number in
            let first = Int(number) << level
            return MerkleTree(leaves: Array(leaves[first..<first + 1 << level])).root
        }
        let head = TreeHead(
            hub: hub,
            epoch: epoch,
            forks: forks,
            count: count,
            root: try log.root(of: count),
            time: Instant(milliseconds: 1_795_420_900_000)
        )
        return (log, SignedTreeHead.sign(head, with: key))
    }

    @Test func `every entry of a log of any length has its place, and no other has`() throws {
        for count in Int64(1)...17 {
            let (log, head) = try Self.log(count)
            for seq in 1...count {
                let path = try log.path(to: seq - 1, in: count)
                let place = LogInclusion(in: head, path: path)
                #expect(place.has(Self.statement(seq)), "\(seq) of \(count)")
                #expect(!place.has(Self.statement(seq, hash: 2)))
                #expect(!place.has(Self.statement(seq % count + 1)) || count == 1)
                #expect(
                    !LogInclusion(in: head, path: path + [head.head.root]).has(Self.statement(seq))
                )
                let read = try LogInclusion(json: JSONParser.parse(place.json.canonical))
                #expect(read == place)
            }
        }
    }

    @Test func `an entry that an epoch has lost, or that came later, need not be there`() throws {
        let (_, head) = try Self.log(9, epoch: 2, forks: [TreeHead.Fork(epoch: 2, seq: 5)])
        let cases: [(Int64, Int, Bool)] = [
            (5, 1, true), (6, 1, false), (6, 2, true), (9, 2, true), (10, 2, false), (5, 3, false),
        ]
        for (seq, epoch, isCovered) in cases {
            let statement = Self.statement(seq, epoch: epoch)
            #expect(head.head.covers(statement) == isCovered, "\(seq) of epoch \(epoch)")
        }
    }
}
