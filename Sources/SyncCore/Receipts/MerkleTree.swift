package import Signing

/// The tree of hashes over the statements of one batch (RFC 6962, 2.1): one signature over its root
/// vouches for every leaf, and a leaf is proved by the hashes on its path.
package struct MerkleTree: Sendable {
    /// Hashes of the levels, leaves first, root last.
    private let levels: [[[UInt8]]]

    /// Whose digest it is made with.
    package let suite: SignatureSuite

    /// Builds the tree over leaves, of which there is at least one.
    package init(leaves: [[UInt8]], of suite: SignatureSuite = .ed25519) {
        let hash = suite.digest
        self.init(leafHashes: leaves.map { hash.digest([0], $0) }, of: suite)
    }

    /// Builds the tree again from the hashes of its leaves.
    package init(leafHashes: [[UInt8]], of suite: SignatureSuite) {
        precondition(!leafHashes.isEmpty, "a tree without leaves has no root")
        let hash = suite.digest
        var levels = [leafHashes]
        while let level = levels.last, level.count > 1 {
            levels.append(
                stride(from: 0, to: level.count, by: 2).map { index in
                    // The last of an odd level goes up as it is.
                    guard index + 1 < level.count else { return level[index] }
                    return hash.digest([1], level[index], level[index + 1])
                }
            )
        }
        self.levels = levels
        self.suite = suite
    }

    package var root: [UInt8] { levels.last?.first ?? [] }

    /// The hashes of the leaves, of which the tree can be made again.
    package var leafHashes: [[UInt8]] { levels.first ?? [] }

    package var count: Int { levels.first?.count ?? 0 }

    /// The hashes beside the path from a leaf to the root, lowest first.
    package func path(to leaf: Int) -> [[UInt8]] {
        var path: [[UInt8]] = []
        path.reserveCapacity(levels.count)
        var index = leaf
        for level in levels.dropLast() {
            let sibling = index ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            index /= 2
        }
        return path
    }

    /// The root that a leaf and its path lead to; `nil` where the path does not fit the tree's size.
    package static func root(
        of leaf: [UInt8],
        at position: Int,
        among count: Int,
        path: [[UInt8]],
        of suite: SignatureSuite = .ed25519
    ) -> [UInt8]? {
        guard count > 0, (0..<count).contains(position) else { return nil }
        let digest = suite.digest
        var hash = digest.digest([0], leaf)
        var (index, width) = (position, count)
        var rest = path[...]
        while width > 1 {
            if index ^ 1 < width {
                guard let sibling = rest.popFirst() else { return nil }
                hash =
                    index % 2 == 0
                    ? digest.digest([1], hash, sibling) : digest.digest([1], sibling, hash)
            }
            index /= 2
            // Half, rounded up; a claimed count may be any number.
            width = width / 2 + width % 2
        }
        return rest.isEmpty ? hash : nil
    }
}
