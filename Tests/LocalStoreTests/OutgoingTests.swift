import LocalStore
import SyncCore
import TestSupport
import Testing

/// What the outbox gives first.
struct OutgoingTests {
    /// Deadlines by the day of issue, as numbers: enough to rank by.
    private static let rule: @Sendable (ReportedDays) -> Int64? = { days in
        Int64(days.completedOn.filter(\.isNumber))
    }

    private func next(
        _ store: Store,
        _ order: LoadOrder = LoadOrder(),
        at now: Instant = Instant(milliseconds: 0),
        by rule: @escaping DeadlineRule = rule
    ) throws -> Outgoing {
        try store.nextOps(order, at: now, by: { rule }).outgoing
    }

    private func seqs(
        _ fixture: inout StoreFixture,
        _ order: LoadOrder = LoadOrder(),
        by rule: @escaping DeadlineRule = rule
    ) throws -> [Int64] {
        try fixture.use { store, _ in
            try next(store, order, by: rule).ops.map(\.header.seq)
        }
    }

    @Test func `legal ops go first, the nearest deadline before all, then edits, then imports`()
        throws
    {
        var fixture = try StoreFixture()
        let old = try (0..<3).map { _ in try fixture.register() }
        let imported = try fixture.importRow(in: nil)
        try fixture.settle()
        try fixture.change(old[0], "location", to: "1号仓")
        _ = try fixture.importRow(in: imported.batch)
        try fixture.report(old[1], issuedOn: "2026-11-20")
        try fixture.change(imported.id, "filing", to: "filed")
        try fixture.report(old[2], issuedOn: "2026-11-19")
        // 5 edit, 6 import, 7 and 9 results, 8 filing.
        #expect(try seqs(&fixture) == [9, 7, 8, 5, 6])
        #expect(try seqs(&fixture, LoadOrder(second: .bulk)) == [9, 7, 8, 6, 5])
        #expect(try seqs(&fixture, LoadOrder(opsMax: 2)) == [9, 7])
        // Another calendar, another order; nothing is stored that would have to be mended.
        #expect(try seqs(&fixture, by: { -(Self.rule($0) ?? 0) }) == [7, 9, 8, 5, 6])
    }

    @Test func `who makes the rule may read the store, and is asked only where a clock runs`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        var asked = 0
        for expected in 0...1 {
            try fixture.use { store, _ in
                let makeRule: () throws -> DeadlineRule = {
                    asked += 1
                    _ = try store.policyDocuments()
                    _ = try store.membership()
                    return Self.rule
                }
                let now = Instant(milliseconds: 0)
                let found = try store.nextOps(LoadOrder(), at: now, by: makeRule)
                #expect(asked == expected)
                #expect((found.deadline == nil) == (expected == 0))
            }
            try fixture.report(id, issuedOn: "2026-11-20")
        }
    }

    @Test func `what an urgent op builds on goes before it, whatever its lane`() throws {
        var fixture = try StoreFixture()
        let first = try fixture.importRow(in: nil)
        let second = try fixture.importRow(in: first.batch)
        try fixture.change(second.id, "location", to: "1号仓")
        try fixture.report(second.id, issuedOn: "2026-11-20")
        try fixture.change(second.id, "location", to: "2号仓")
        #expect(try seqs(&fixture) == [2, 3, 4, 5, 1])
        // A batch that ends in the middle keeps the order, too.
        #expect(try seqs(&fixture, LoadOrder(opsMax: 2)) == [2, 3])
    }

    @Test func `what stays behind keeps its aggregate waiting, and nothing else`() throws {
        var fixture = try StoreFixture()
        let one = try fixture.register()
        let other = try fixture.register(serial: "00124")
        try fixture.report(one, issuedOn: "2026-11-20")
        try fixture.change(other, "location", to: "1号仓")
        #expect(try seqs(&fixture, LoadOrder(leaving: [3])) == [1, 2, 4])
        #expect(try seqs(&fixture, LoadOrder(leaving: [1])) == [2, 4])
    }

    @Test func `the next deadline is one that is not past, and what is late is told apart`() throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        for day in ["2026-11-19", "2026-11-20"] { try fixture.report(id, issuedOn: day) }
        let expected: [(now: Int64, deadline: Int64?, isLate: Bool)] = [
            (0, 20_261_119, false), (20_261_119, 20_261_120, true), (20_261_120, nil, true),
        ]
        try fixture.use { store, _ in
            for (seconds, deadline, isLate) in expected {
                let now = Instant(milliseconds: seconds * 1000)
                let found = try store.nextOps(LoadOrder(), at: now) { Self.rule }
                #expect(found.deadline == deadline && found.isLate == isLate)
                #expect(found.outgoing.ops.count == 3)
            }
        }
    }

    @Test func `what is answered waits no more, and a batch keeps within its bytes`() throws {
        var fixture = try StoreFixture()
        for number in 0..<5 { _ = try fixture.register(serial: "S\(number)") }
        #expect(try seqs(&fixture, LoadOrder(bytesMax: 2500)).count == 2)
        #expect(try seqs(&fixture, LoadOrder(bytesMax: 1)) == [1])
        try fixture.use { store, _ in
            let outcomes = [Int64(2), 4].map {
                PushOutcome.refused(seq: $0, code: "not-found", detail: "")
            }
            let now = Instant(milliseconds: 0)
            _ = try store.keep(PushAnswer(outcomes: outcomes, time: now), at: now)
            #expect(try store.unreceivedSummary().ops == 3)
        }
        #expect(try seqs(&fixture) == [1, 3, 5])
    }

    @Test(arguments: [1, 2, 16_711_900_196_345_365_358, UInt64.random(in: 0 ... .max)])
    func `whatever waits, each aggregate goes in its order and no deadline before a nearer one`(
        _ seed: UInt64
    ) throws {
        var dice = SeededGenerator(seed: seed)
        var fixture = try StoreFixture()
        var ids: [RecordID] = []
        for number in 0..<6 { ids.append(try fixture.register(serial: "S\(number)")) }
        for _ in 0..<30 {
            let id = ids[Int.random(in: 0..<6, using: &dice)]
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: try fixture.change(id, "location", to: "\(dice.next())")
            case 1: try fixture.change(id, "filing", to: "filed")
            default:
                try fixture.report(id, issuedOn: "2026-11-\(Int.random(in: 10...28, using: &dice))")
            }
        }
        let most = Int.random(in: 1...36, using: &dice)
        try fixture.use { store, _ in
            let all = try store.waitingOps()
            let ops = try next(store, LoadOrder(opsMax: most)).ops
            #expect(ops.count == most, "seed \(seed)")
            for id in ids {
                let waiting = all.filter { $0.header.aggregate == id }.map(\.header.seq)
                let sent = ops.filter { $0.header.aggregate == id }.map(\.header.seq)
                #expect(waiting.starts(with: sent), "seed \(seed)")
            }
            let sent = Set(ops.map(\.header.seq))
            let deadlines = { (isSent: Bool) in
                all.filter { sent.contains($0.header.seq) == isSent }.compactMap(\.deadline)
            }
            // Whatever was left behind is no more urgent than the last that was chosen for itself.
            // A full batch may end among what has to go before it.
            if let left = deadlines(false).min(), let last = ops.last, last.deadline != nil {
                let leadsThere = all.contains {
                    !sent.contains($0.header.seq) && $0.deadline == left
                        && $0.header.aggregate == last.header.aggregate
                }
                #expect(leadsThere || deadlines(true).contains { $0 <= left }, "seed \(seed)")
            }
        }
    }
}

extension WireOp {
    fileprivate var deadline: String? {
        body.flatMap { try? JSONParser.parse($0) }.flatMap(OpBody.init(json:))
            .flatMap(ReportedDays.init)?.completedOn
    }
}

extension StoreFixture {
    /// One row of an import, of a new one unless it is given.
    mutating func importRow(in batch: RecordID?) throws -> (id: RecordID, batch: RecordID) {
        let now = now
        return try use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let batch = try batch ?? writer.beginBatch(file: "a.csv").id
                let row = Self.registration(serial: "I", until: "2026-12-01", writer)
                try writer.append(
                    OpDraft(
                        aggregate: row.aggregate,
                        kind: row.kind,
                        batch: batch,
                        body: row.body
                    )
                )
                return ((row.aggregate, batch), .commit)
            }
        }
    }

    /// A body's result.
    mutating func report(_ id: RecordID, issuedOn: String) throws {
        let now = now
        try use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let fields = ["issuedOn", "verifiedOn"].map { Patch.Field($0, issuedOn) }
                let patch = Patch(.verification, writer.newID(), fields)
                try writer.append(Self.draft(.change, id, [patch]))
                return ((), .commit)
            }
        }
    }

    /// The hub has answered for all that waits, if with a refusal.
    mutating func settle() throws {
        try use { store, _ in
            let outcomes = try store.waitingOps().map {
                PushOutcome.refused(seq: $0.header.seq, code: "x", detail: "")
            }
            let now = Instant(milliseconds: 0)
            _ = try store.keep(PushAnswer(outcomes: outcomes, time: now), at: now)
        }
    }
}
