package import Signing

/// How far a site has read the hub's log.
package struct Cursor: Hashable, Sendable {
    /// The one log of a city so far.
    package static let cityShard = "city"

    package var shard: String
    /// A hub restored from a backup opens a new one.
    package var epoch: Int
    package var seq: Int64
    package var mark: Mark

    package init(shard: String = Cursor.cityShard, epoch: Int, seq: Int64, mark: Mark) {
        self.shard = shard
        self.epoch = epoch
        self.seq = seq
        self.mark = mark
    }

    /// Before the first entry.
    package static func start(epoch: Int) -> Cursor {
        Cursor(epoch: epoch, seq: 0, mark: .origin)
    }

    package var json: JSONValue {
        [
            "shard": .string(shard),
            "epoch": .integer(Int64(epoch)),
            "seq": .integer(seq),
            "mark": .string(mark.hex),
        ]
    }

    package init?(json: JSONValue) {
        guard let shard = json["shard"]?.string, let epoch = json["epoch"]?.integer,
            let seq = json["seq"]?.integer, let mark = json["mark"]?.string.flatMap(Mark.init)
        else { return nil }
        self.init(shard: shard, epoch: Int(clamping: epoch), seq: seq, mark: mark)
    }
}

extension Cursor {
    /// Which of the places that a site has been at are worth keeping, so that it finds the last one that it
    /// has in common with a hub that was put back from a backup: the nearer, the denser. Of those between
    /// one power of two behind `latest` and the next, the first and the last.
    package static func worthKeeping(_ places: [Int64], latest: Int64) -> Set<Int64> {
        var first: [Int: Int64] = [:]
        var last: [Int: Int64] = [:]
        for place in places where place <= latest {
            let distance = latest - place
            let power = Int64.bitWidth - distance.leadingZeroBitCount
            first[power] = min(first[power] ?? place, place)
            last[power] = max(last[power] ?? place, place)
        }
        return Set(first.values).union(last.values)
    }
}

/// Sixteen bytes that stand for everything in a log up to an entry: equal numbers with different marks
/// are two histories.
package struct Mark: Hashable, Sendable {
    package static let length = 16
    package let bytes: [UInt8]

    package static let origin = Mark(bytes: [UInt8](repeating: 0, count: length))

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// `nil` for another number of bytes.
    package init?(stored bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    package init?(_ hex: String) {
        guard let bytes = [UInt8](hex: hex), bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    package var hex: String { bytes.hex }

    /// The mark behind the next entry: SHA-256 of the mark before, the op's hash and the moment of
    /// its receipt, cut to 128 bits.
    package func next(
        opHash: [UInt8],
        receivedAt: Instant,
        by sha256: SHA256 = SHA256()
    ) -> Mark {
        let moment = withUnsafeBytes(of: receivedAt.milliseconds.bigEndian) { Array($0) }
        return Mark(bytes: Array(sha256.digest(bytes, opHash, moment).prefix(Self.length)))
    }
}
