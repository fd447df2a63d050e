import SyncCore
import TestSupport

/// Some ops on one field as a hub has numbered them, and the orders in which they could be folded.
///
/// A history is one that can happen: a site's own ops follow each other, what a site has read only
/// grows, and nobody has read what was not there.
struct MergeHistory {
    /// In the order of the hub's log, from number 3 on: behind a registration and an application.
    let ops: [StampedOp]
    let field: String

    /// A writer and what he writes with.
    struct Writer: Hashable {
        let site: Int
        let party: Party
    }

    static let writers = [
        Writer(site: 11, party: .userUnit), Writer(site: 12, party: .userUnit),
        Writer(site: 21, party: .verificationBody), Writer(site: 31, party: .authority),
    ]

    /// What precedes the ops.
    static let before = MergeFixture.applied()
    static let beforeEnd: Int64 = 2

    /// One op of a history that is still without numbers.
    struct Write: Hashable {
        let writer: Writer
        let value: String?
        /// How many of the ops before this one its site had read.
        let read: Int
        let time: UInt64
    }

    /// `nil` where a site would have forgotten what it had read.
    init?(_ writes: [Write], on field: String) {
        var next: [Int: Int64] = [:]
        var read: [Int: Int] = [:]
        var ops: [StampedOp] = []
        for (index, write) in writes.enumerated() {
            let site = write.writer.site
            guard write.read >= read[site, default: 0] else { return nil }
            read[site] = write.read
            next[site, default: 0] += 1
            let draft = MergeFixture.draft(
                write.writer.party,
                site: site,
                seq: next[site] ?? 1,
                time: write.time,
                base: Self.beforeEnd + Int64(write.read),
                Self.patch(field, write.value)
            )
            ops.append(MergeFixture.stamped(draft, Self.beforeEnd + 1 + Int64(index)))
        }
        self.ops = ops
        self.field = field
    }

    private static func patch(_ field: String, _ value: String?) -> Patch {
        ApplicationField(rawValue: field) == nil
            ? MergeFixture.instrument([field: value]) : MergeFixture.application([field: value])
    }

    /// Every history of so many ops by these writers.
    static func all(
        _ count: Int,
        on field: String,
        by writers: [Writer],
        values: [String?]
    ) -> [MergeHistory] {
        var found: [[Write]] = [[]]
        for index in 0..<count {
            found = found.flatMap { history in
                writers.flatMap { writer in
                    values.flatMap { value in
                        (0...index).map { read in
                            // The times tell nothing of the order of arrival.
                            let time = UInt64(1000 + index * 2 % 3)
                            return history + [
                                Write(writer: writer, value: value, read: read, time: time)
                            ]
                        }
                    }
                }
            }
        }
        return found.compactMap { MergeHistory($0, on: field) }
    }

    /// Some history of so many ops.
    static func any(
        _ count: Int,
        on field: String,
        values: [String?],
        _ random: inout SeededGenerator
    ) -> MergeHistory? {
        var read: [Int: Int] = [:]
        let writes = (0..<count).map { index in
            let writer = writers.randomElement(using: &random) ?? writers[0]
            let known = Int.random(in: read[writer.site, default: 0]...index, using: &random)
            read[writer.site] = known
            return Write(
                writer: writer,
                value: values.randomElement(using: &random) ?? nil,
                read: known,
                time: UInt64.random(in: 1000...1003, using: &random)
            )
        }
        return MergeHistory(writes, on: field)
    }

    /// What ops come to, folded in this order.
    func folded(_ ops: [StampedOp]) -> MergeFixture {
        var fixture = Self.before
        for op in ops { fixture.fold(op) }
        return fixture
    }

    /// The winner and its siblings, once the ops are folded in this order.
    func claims(_ ops: [StampedOp]) -> [String] { folded(ops).claims(on: field) }
}

extension Array {
    /// Every order of the elements.
    var orders: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index in
            var rest = self
            let first = rest.remove(at: index)
            return rest.orders.map { [first] + $0 }
        }
    }
}
