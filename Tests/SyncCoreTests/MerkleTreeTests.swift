import SyncCore
import Testing

/// The tree under the receipts of a batch, and what somebody may claim of it.
struct MerkleTreeTests {
    private static func leaf(_ number: Int) -> [UInt8] { [UInt8(number)] }

    @Test(arguments: 1...9)
    func `every leaf leads to the root, and to no other place in the tree`(_ count: Int) {
        let tree = MerkleTree(leaves: (0..<count).map(Self.leaf))
        for position in 0..<count {
            let path = tree.path(to: position)
            for claimed in 0..<count {
                let root = MerkleTree.root(
                    of: Self.leaf(position),
                    at: claimed,
                    among: count,
                    path: path
                )
                #expect((root == tree.root) == (claimed == position))
            }
        }
    }

    @Test(arguments: [Int.min, -1, 0, 1, 2, 1 << 32, .max - 1, .max])
    func `a tree of another size is none, however large somebody says that it is`(_ count: Int) {
        let tree = MerkleTree(leaves: (0..<3).map(Self.leaf))
        for position in [0, 2, count / 2, .max] {
            for path in [tree.path(to: 0), Array(repeating: tree.root, count: 63)] {
                let root = MerkleTree.root(of: Self.leaf(0), at: position, among: count, path: path)
                #expect(root != tree.root)
            }
        }
    }

    @Test
    func `what is hashed is canonical, although it is written by hand`() {
        let statement = ReceiptStatement(
            hub: RecordID(trusted: "01936f00-0000-7000-8000-000000000001"),
            op: OpID(
                site: RecordID(trusted: "01936f00-0000-7000-8000-000000000002"),
                incarnation: 3,
                seq: 17
            ),
            hash: Array(0..<32),
            aggregate: RecordID(trusted: "01936f00-0000-7000-8000-000000000003"),
            epoch: 2,
            seq: 9_007_199_254_740_993,
            receivedAt: Instant(milliseconds: -1)
        )
        #expect(statement.canonical == statement.json.canonical)
        let leaf = TreeHead.leaf(
            seq: statement.seq,
            hash: statement.hash,
            receivedAt: statement.receivedAt
        )
        let read = try? JSONParser.parse(leaf)
        #expect(read?.canonical == leaf)
        #expect(read?["hubSeq"]?.integer == statement.seq)
    }
}
