import SyncCore

extension Witness {
    /// The root of the tree over the log as the model knows it.
    var treeRoot: [UInt8] {
        let leaves = entries.map { entry in
            TreeHead.leaf(
                seq: entry.statement.seq,
                hash: entry.statement.hash,
                receivedAt: entry.statement.receivedAt
            )
        }
        return leaves.isEmpty ? MerkleLog.emptyRoot : MerkleTree(leaves: leaves).root
    }
}
