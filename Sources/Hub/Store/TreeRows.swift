import GRDB
import Signing
import Storage
import SyncCore

// The tree over the log (`MerkleLog`). Of its nodes those over sixteen entries and more are kept once they are
// whole; they never change again. What is below is made of the entries themselves when somebody asks, so the table
// has an eighth as many rows as the log, and an entry that no whole node covers yet costs nothing.

/// The nodes of the tree over the log.
enum TreeRows {
    /// The lowest level that is kept.
    static let lowest = 4

    static let schema = """
        CREATE TABLE tree (
            level INTEGER NOT NULL CHECK (level >= 4),
            number INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (level, number)
        ) STRICT, WITHOUT ROWID;
        """

    /// Adds the nodes that became whole while the log has grown from one count to another. Whoever has just written
    /// entries gives their leaves, by their numbers; of others they are read.
    static func grow(
        from earlier: Int64,
        to count: Int64,
        in database: Database,
        leaf: TreeNodes.Leaf = { _ in nil }
    ) throws {
        let nodes = try TreeNodes(database)
        let row = try PreparedStatement(
            "INSERT INTO tree (level, number, hash) VALUES (?, ?, ?)",
            in: database
        )
        for level in lowest..<Int64.bitWidth - 1 {
            guard earlier >> level < count >> level else { return }
            for number in earlier >> level..<count >> level {
                row.bind(1, Int64(level))
                row.bind(2, number)
                row.bind(3, blob: try nodes.made(level, number, leaf))
                try row.run()
            }
        }
    }

    /// The head over the log as it stands.
    static func head(of hub: RecordID, in database: Database) throws -> TreeHead {
        let count = try LogRows.head(database).seq
        return TreeHead(
            hub: hub,
            epoch: try EpochRows.current(database).epoch,
            forks: try EpochRows.forks(database),
            count: count,
            root: try log(in: database).root(of: count),
            time: count > 0 ? try EpochRows.latestTime(database) : Instant(milliseconds: 0)
        )
    }

    /// The tree, for roots and proofs; of entries that the log has not it throws.
    static func log(in database: Database) throws -> MerkleLog {
        let nodes = try TreeNodes(database)
        return MerkleLog { try nodes.node($0, $1) }
    }

    /// The number of the first entry below a node that is not what the log makes of it; `nil` where the tree is
    /// that of the log.
    static func firstDifference(in database: Database) throws -> Int64? {
        let nodes = try TreeNodes(database)
        let count = try LogRows.head(database).seq
        for level in lowest..<Int64.bitWidth - 1 where count >> level > 0 {
            for number in 0..<count >> level {
                let kept = try nodes.kept(level, number)
                guard try kept == nodes.made(level, number) else { return number << level + 1 }
            }
        }
        let more = """
            SELECT min((number << level) + 1) FROM tree WHERE ((number + 1) << level) > ?
            """
        return try Int64.fetchOne(database, sql: more, arguments: [count])
    }
}

/// Reads and makes nodes of the tree.
struct TreeNodes {
    /// The leaf of an entry by its number; `nil` where it has to be read.
    typealias Leaf = (_ seq: Int64) -> [UInt8]?

    private let keptNode: PreparedStatement
    private let entries: PreparedStatement
    private let sha256 = SHA256()

    init(_ database: Database) throws {
        keptNode = try PreparedStatement(
            "SELECT hash FROM tree WHERE level = ? AND number = ?",
            in: database
        )
        entries = try PreparedStatement(
            "SELECT seq, hash, received_at FROM log WHERE seq BETWEEN ? AND ? ORDER BY seq",
            in: database
        )
    }

    /// A node, kept or made.
    func node(_ level: Int, _ number: Int64) throws -> [UInt8] {
        guard level >= TreeRows.lowest else { return try made(level, number) }
        guard let hash = try kept(level, number) else {
            throw HubError.unreadable("the tree over entry \(number << level + 1)")
        }
        return hash
    }

    /// A node as the table has it.
    func kept(_ level: Int, _ number: Int64) throws -> [UInt8]? {
        defer { keptNode.reset() }
        keptNode.bind(1, Int64(level))
        keptNode.bind(2, number)
        return try keptNode.step() ? keptNode.blob(0) : nil
    }

    /// A node made of what is below: of two that are kept, or of entries.
    func made(
        _ level: Int,
        _ number: Int64,
        _ leaf: Leaf = { _ in nil }
    ) throws -> [UInt8] {
        guard level <= TreeRows.lowest else {
            let below = level - 1
            return sha256.digest([1], try node(below, 2 * number), try node(below, 2 * number + 1))
        }
        let first = number << level + 1
        let all = first...(first + 1 << level - 1)
        let known = all.compactMap(leaf)
        let leaves = known.count == all.count ? known : try read(all)
        guard leaves.count == 1 << level else { throw LogRows.damaged(seq: first) }
        return MerkleTree(leaves: leaves).root
    }

    private func read(_ numbers: ClosedRange<Int64>) throws -> [[UInt8]] {
        defer { entries.reset() }
        entries.bind(1, numbers.lowerBound)
        entries.bind(2, numbers.upperBound)
        var leaves: [[UInt8]] = []
        while try entries.step() {
            leaves.append(
                TreeHead.leaf(
                    seq: entries.integer(0),
                    hash: entries.blob(1),
                    receivedAt: Instant(milliseconds: entries.integer(2))
                )
            )
        }
        return leaves
    }
}
