import LocalStore
import SyncCore
import TestSupport
import Testing

/// When ops are tried again at which the hub fails.
struct IsolatedTests {
    private func next(
        _ store: Store,
        _ order: LoadOrder = LoadOrder(),
        at now: Instant,
        by rule: @escaping DeadlineRule = { _ in nil }
    ) throws -> Outgoing {
        try store.nextOps(order, at: now, by: { rule }).outgoing
    }

    @Test
    func `an isolated op is tried again alone, later and later, but no legal op waits for it`()
        throws
    {
        var fixture = try StoreFixture()
        let one = try fixture.register()
        let other = try fixture.register(serial: "00124")
        try fixture.use { store, _ in
            let start = Instant(milliseconds: 1_000_000)
            try store.isolate([1], detail: "500 internal", at: start)
            #expect(try next(store, at: start).ops.map(\.header.seq) == [2])
            let later = Instant(milliseconds: start.milliseconds + 10 * 60 * 1000)
            let trial = try next(store, at: later)
            #expect(trial.isTrial && trial.ops.map(\.header.seq) == [1])
            try store.isolate([1], detail: "500 internal", at: later)
            #expect(try !next(store, at: later).isTrial)
            #expect(try store.isolatedOps().map(\.attempts) == [2])
            // A clock that was set back, and a person who does not want to wait.
            #expect(try next(store, at: start).isTrial)
            #expect(try store.retryIsolated(1))
            #expect(try next(store, at: later).isTrial)
            #expect(try !store.retryIsolated(2))
        }
        try fixture.report(other, issuedOn: "2026-11-20")
        try fixture.use { store, _ in
            let soon = try next(store, at: Instant(milliseconds: 9_000_000))
            #expect(!soon.isTrial && soon.ops.map(\.header.seq) == [2, 3])
        }
        _ = one
    }

    @Test func `with nothing else to send, it says when an isolated op is due`() throws {
        var fixture = try StoreFixture()
        _ = try fixture.register()
        try fixture.use { store, _ in
            let start = Instant(milliseconds: 0)
            try store.isolate([1], detail: "", at: start)
            let nothing = try next(store, at: start)
            #expect(nothing.ops.isEmpty && nothing.nextTrial == 600_000)
            // Due, but behind an op that stays: no daemon may ask again at once.
            let blocked = try next(
                store,
                LoadOrder(leaving: [1]),
                at: Instant(milliseconds: 700_000)
            )
            #expect(blocked.ops.isEmpty && blocked.nextTrial == 60_000)
        }
    }

    @Test func `an isolated legal op is tried the oftener, the nearer its deadline`()
        throws
    {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.settle()
        try fixture.report(id, issuedOn: "2026-11-20")
        let now = Instant(milliseconds: 1_000_000_000)
        try fixture.use { store, _ in
            try store.isolate([2], detail: "", at: now)
            let op = try #require(try store.isolatedOps().first)
            #expect(op.wait(at: now, before: nil) == 600_000)
            let waits = [86_400: 600_000, 7_200: 144_000, 60: 30_000, 0: 600_000, -5: 600_000]
            for (left, wait) in waits {
                let deadline = now.seconds + Int64(left)
                #expect(op.wait(at: now, before: deadline) == Int64(wait), "\(left) s left")
            }
            let soon = try next(store, at: now, by: { _ in now.seconds + 7_200 })
            #expect(soon.nextTrial == 144_000)
        }
    }

    @Test func `once the hub takes an isolated op, it is asked for the others again`() throws {
        var fixture = try StoreFixture()
        for number in 0..<3 { _ = try fixture.register(serial: "S\(number)") }
        let now = Instant(milliseconds: 1_000_000)
        try fixture.use { store, _ in
            try store.join(RewindTests.membership)
            let ops = try store.waitingOps()
            try store.isolate([2, 3], detail: "", at: now)
            for (op, isTrial) in [(ops[0], false), (ops[1], true)] {
                let receipt = RewindTests.receipt(op, at: op.header.seq)
                let answer = PushAnswer(outcomes: [.received(receipt, [])], time: now)
                _ = try store.keep(answer, at: now)
                #expect(try next(store, at: now).isTrial == isTrial)
            }
            #expect(try next(store, at: now).ops.map(\.header.seq) == [3])
        }
    }

    /// As when somebody runs `jiliang recover` between the answer and the note on it.
    @Test func `an op that was answered meanwhile is not isolated, and holds nothing up`() throws {
        var fixture = try StoreFixture()
        let id = try fixture.register()
        try fixture.settle()
        try fixture.change(id, "quantity", to: "2")
        let now = Instant(milliseconds: 1_000_000)
        try fixture.use { store, _ in
            try store.isolate([1], detail: "", at: now)
            #expect(try store.isolatedOps().isEmpty)
            #expect(try next(store, at: now).ops.map(\.header.seq) == [2])
            #expect(try next(store, LoadOrder(leaving: [1]), at: now).ops.map(\.header.seq) == [2])
        }
    }
}
