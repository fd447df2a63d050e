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
}
