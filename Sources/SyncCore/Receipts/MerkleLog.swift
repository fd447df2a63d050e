private import Signing

/// The tree of hashes over a log that only grows (RFC 6962, 2.1).
///
/// A part of the log that is as long as a power of two and begins at a multiple of its length has one hash for ever,
/// however the log goes on. Roots and proofs are made of such hashes, which the caller has or computes.
package struct MerkleLog {
    /// The hash over the entries `number << level` to `(number + 1) << level`, counted from 0.
    package typealias Node = (_ level: Int, _ number: Int64) throws -> [UInt8]

    /// The root over no entries.
    package static let emptyRoot = SHA256().digest([])

    private let sha256 = SHA256()
    private let node: Node

    /// Whoever asks for more than the log has gets what `node` makes of that.
    package init(_ node: @escaping Node) {
        self.node = node
    }

    /// The root over the first entries.
    package func root(of count: Int64) throws -> [UInt8] {
        count > 0 ? try root(from: 0, count) : Self.emptyRoot
    }

    /// The hashes that prove that a log of `count` entries begins with its first `earlier` ones, which are not more.
    package func proof(from earlier: Int64, to count: Int64) throws -> [[UInt8]] {
        guard earlier > 0, earlier < count else { return [] }
        return try proof(earlier, from: 0, count, isWhole: true)
    }

    /// The hashes beside the path from an entry, counted from 0, to the root, lowest first.
    package func path(to entry: Int64, in count: Int64) throws -> [[UInt8]] {
        try path(to: entry, from: 0, count)
    }

    /// The hash over entries, of which there is one at least and which begin at a multiple of a power of two that is
    /// not less than their number.
    private func root(from start: Int64, _ count: Int64) throws -> [UInt8] {
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try node(level, start >> level)
        }
        let left = Self.left(of: count)
        return sha256.digest(
            [1],
            try root(from: start, left),
            try root(from: start + left, count - left)
        )
    }

    private func proof(
        _ earlier: Int64,
        from start: Int64,
        _ count: Int64,
        isWhole: Bool
    ) throws -> [[UInt8]] {
        guard earlier < count else { return isWhole ? [] : [try root(from: start, count)] }
        let left = Self.left(of: count)
        if earlier <= left {
            return try proof(earlier, from: start, left, isWhole: isWhole)
                + [try root(from: start + left, count - left)]
        }
        return try proof(earlier - left, from: start + left, count - left, isWhole: false)
            + [try root(from: start, left)]
    }

    private func path(to entry: Int64, from start: Int64, _ count: Int64) throws -> [[UInt8]] {
        guard count > 1 else { return [] }
        let left = Self.left(of: count)
        if entry < left {
            return try path(to: entry, from: start, left)
                + [try root(from: start + left, count - left)]
        }
        return try path(to: entry - left, from: start + left, count - left)
            + [try root(from: start, left)]
    }

    /// The largest power of two below a number.
    private static func left(of count: Int64) -> Int64 {
        1 << (Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}

extension MerkleLog {
    /// Whether a proof shows that the log with the second root begins with all of that with the first
    /// (RFC 9162, 2.1.4.2). Every log begins with nothing.
    package static func isConsistent(
        from earlier: (count: Int64, root: [UInt8]),
        to later: (count: Int64, root: [UInt8]),
        proof: [[UInt8]]
    ) -> Bool {
        guard earlier.count > 0 else { return earlier.count == 0 && proof.isEmpty }
        guard earlier.count < later.count else {
            return earlier.count == later.count && earlier.root == later.root && proof.isEmpty
        }
        var rest = proof[...]
        // Where the earlier tree is a whole part of the later, the proof leaves out its root.
        let isPower = earlier.count.nonzeroBitCount == 1
        guard let first = isPower ? earlier.root : rest.popFirst() else { return false }
        let sha256 = SHA256()
        var (index, last) = (earlier.count - 1, later.count - 1)
        let whole = (~index).trailingZeroBitCount
        (index, last) = (index >> whole, last >> whole)
        var (before, after) = (first, first)
        for hash in rest {
            guard last > 0 else { return false }
            if index % 2 == 1 || index == last {
                before = sha256.digest([1], hash, before)
                after = sha256.digest([1], hash, after)
                let skipped = index == 0 ? 0 : index.trailingZeroBitCount
                (index, last) = (index >> skipped, last >> skipped)
            } else {
                after = sha256.digest([1], after, hash)
            }
            (index, last) = (index >> 1, last >> 1)
        }
        return last == 0 && before == earlier.root && after == later.root
    }
}
