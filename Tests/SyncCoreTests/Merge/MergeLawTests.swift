import SyncCore
import TestSupport
import Testing

/// The laws of the fold, over ops that the hub has numbered already, in whatever order they are folded:
/// a page that came late, a table that is built anew, a hub that was put back from a backup.
struct MergeLawTests {
    /// A sticky field, and a soft one that the authority may not write.
    static let fields = ["model", "location"]
    private static let values: [String?] = ["甲", "乙"]

    @Test(arguments: fields)
    func `every history of three ops leaves one winner and the same siblings in every order`(
        _ field: String
    ) {
        let histories = MergeHistory.all(
            3,
            on: field,
            by: MergeHistory.writers,
            values: Self.values
        )
        #expect(histories.count > 2000)
        for history in histories { expectOneEnd(of: history, in: history.ops.orders, "") }
    }

    @Test(arguments: fields)
    func `every history of four ops by two parties does so too`(_ field: String) {
        let writers = MergeHistory.writers.filter { $0.site != 31 }
        for history in MergeHistory.all(4, on: field, by: writers, values: ["甲"]) {
            expectOneEnd(of: history, in: history.ops.orders, "")
        }
    }

    @Test(arguments: fields)
    func `six ops do so in all their orders, and twelve in many`(_ field: String) {
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            let isSmall = seed <= 6
            let count = isSmall ? 6 : Int.random(in: 7...12, using: &random)
            guard let history = Self.anyHistory(count, on: field, &random) else { continue }
            let orders =
                isSmall
                ? history.ops.orders : (0..<40).map { _ in history.ops.shuffled(using: &random) }
            expectOneEnd(of: history, in: orders, "seed \(seed)")
        }
    }

    @Test(arguments: fields)
    func `groups of ops can be folded in any grouping and order`(_ field: String) {
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            guard let history = Self.anyHistory(9, on: field, &random) else { continue }
            var groups: [[StampedOp]] = [[], [], []]
            for op in history.ops {
                groups[Int.random(in: 0..<3, using: &random)].append(op)
            }
            let orders = groups.orders.map { $0.flatMap { $0.shuffled(using: &random) } }
            expectOneEnd(of: history, in: orders, "seed \(seed)")
        }
    }

    @Test(arguments: fields + ["reason"])
    func `an op that comes again, at once or late, changes nothing`(_ field: String) {
        expectSame(on: field) { history, index, random in
            Array(history[...index].shuffled(using: &random).prefix(2))
        }
    }

    /// Late, the hub and the sites know an op by its name; the table of a state does not.
    @Test(arguments: ["status", "filing", "state"])
    func `an op on a state that comes twice changes nothing`(_ field: String) {
        expectSame(on: field) { history, index, _ in [history[index]] }
    }

    /// Folds histories as they are and with more ops in between.
    private func expectSame(
        on field: String,
        _ more: ([StampedOp], Int, inout SeededGenerator) -> [StampedOp]
    ) {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            guard let history = Self.anyHistory(8, on: field, &random) else { continue }
            var once = MergeHistory.before
            var often = MergeHistory.before
            for (index, op) in history.ops.enumerated() {
                once.fold(op)
                often.fold(op)
                for op in more(history.ops, index, &random) { often.fold(op) }
                #expect(
                    often.claims(on: field) == once.claims(on: field),
                    "seed \(seed), op \(index)"
                )
            }
        }
    }

    @Test(arguments: fields)
    func `whatever the order, claims that stand beside each other and differ have been told`(
        _ field: String
    ) {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            guard let history = Self.anyHistory(7, on: field, &random) else { continue }
            let end = history.folded(history.ops.shuffled(using: &random))
            let claims = end.record(MergeFixture.instrument)?.claims(on: field) ?? []
            let told = Set(
                end.outcomes.flatMap { $0 }.flatMap(\.conflicts).map { Pair($0.winner, $0.loser) }
            )
            for (index, winner) in claims.enumerated() {
                for loser in claims.dropFirst(index + 1) where loser.value != winner.value {
                    #expect(told.contains(Pair(winner, loser)), "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: fields)
    func `a conflict replays: the two ops alone come to the same, in both orders`(_ field: String) {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            guard let history = Self.anyHistory(7, on: field, &random) else { continue }
            let told = history.folded(history.ops.shuffled(using: &random)).outcomes
            for conflict in told.flatMap({ $0 }).flatMap(\.conflicts) {
                let two = history.ops.filter {
                    $0.stamp.seq == conflict.winner.seq || $0.stamp.seq == conflict.loser.seq
                }
                for order in two.orders {
                    let replayed = history.folded(order).outcomes.last?.first
                    #expect(replayed?.conflicts == [conflict], "seed \(seed)")
                }
            }
        }
    }

    /// States are the stated exception: the order decides which steps are taken, but no order takes one
    /// that the table does not have.
    @Test(arguments: [
        ("status", RecordKind.instrument), ("filing", .instrument), ("state", .application),
    ])
    func `in every order a state is left only by a step of its table`(
        _ field: String,
        _ kind: RecordKind
    ) {
        guard case .stateMachine(let table)? = Authority.newest.rule(for: kind, field)?.mode else {
            Issue.record("\(field) is no state")
            return
        }
        var steps = 0
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            guard let history = Self.anyHistory(5, on: field, &random) else { continue }
            for order in history.ops.orders {
                var fixture = MergeHistory.before
                var from = Self.value(of: field, in: fixture)
                for op in order {
                    fixture.fold(op)
                    let to = Self.value(of: field, in: fixture)
                    if let from, from != to {
                        steps += 1
                        #expect(to.map { table.allows(from, $0) } == true, "seed \(seed)")
                        #expect(!table.terminal.contains(from), "seed \(seed)")
                    }
                    from = to
                }
            }
        }
        #expect(steps > 100)
    }

    // MARK: What the tests share

    private struct Pair: Hashable {
        let winner: Int64
        let loser: Int64

        init(_ winner: Claim, _ loser: Claim) {
            (self.winner, self.loser) = (winner.seq, loser.seq)
        }
    }

    private func expectOneEnd(
        of history: MergeHistory,
        in orders: [[StampedOp]],
        _ comment: Comment
    ) {
        let expected = history.claims(history.ops)
        for order in orders where history.claims(order) != expected {
            Issue.record("\(comment) \(order.map(\.stamp.seq)): \(history.claims(order))")
            return
        }
    }

    private static func value(of field: String, in fixture: MergeFixture) -> String? {
        let id =
            ApplicationField(rawValue: field) == nil
            ? MergeFixture.instrument : MergeFixture.application
        return fixture.record(id)?[field]
    }

    private static func anyHistory(
        _ count: Int,
        on field: String,
        _ random: inout SeededGenerator
    ) -> MergeHistory? {
        let states: [String: [String?]] = [
            "status": ["in_use", "stopped", "repairing", "scrapped"],
            "filing": ["filed", "registered", "returned"],
            "state": ["applied", "accepted", "scheduled", "completed", "returned", "withdrawn"],
            "reason": ["new", "expiring"],
        ]
        return MergeHistory.any(
            count,
            on: field,
            values: states[field] ?? ["甲", "乙", "丙", nil],
            &random
        )
    }
}
