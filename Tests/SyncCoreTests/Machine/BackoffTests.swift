import SyncCore
import TestSupport
import Testing

/// The pauses between tries.
struct BackoffTests {
    @Test(arguments: [1, 2, UInt64.random(in: 0 ... .max)])
    func `a pause is never shorter than the least nor longer than the most`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backoff = Backoff()
        for _ in 0..<1_000 {
            let pause = backoff.next(using: &random)
            #expect((Backoff.least...Backoff.most).contains(pause), "seed \(seed)")
        }
    }

    @Test(arguments: [1, 2, UInt64.random(in: 0 ... .max)])
    func `a pause is at most three times the one before`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backoff = Backoff()
        var last = Backoff.least
        for _ in 0..<100 {
            let pause = backoff.next(using: &random)
            #expect(pause <= last * 3, "seed \(seed)")
            last = pause
        }
    }

    @Test(arguments: [1, 2, 6_483_514_989_773_072_724, UInt64.random(in: 0 ... .max)])
    func `who gets nowhere for a day asks at most 250 times`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backoff = Backoff()
        var (tries, time) = (0, Int64(0))
        while time < 86_400_000 {
            time += backoff.next(using: &random)
            tries += 1
        }
        #expect((100...250).contains(tries), "\(tries) tries, seed \(seed)")
    }

    @Test func `two sites do not come back at the same moments`() {
        var (one, other) = (SeededGenerator(seed: 1), SeededGenerator(seed: 2))
        var (first, second) = (Backoff(), Backoff())
        let pauses = (0..<20).map { _ in
            (first.next(using: &one), second.next(using: &other))
        }
        #expect(pauses.filter { $0.0 == $0.1 }.count < 3)
    }

    @Test func `what the hub asks for is kept, and does not grow the next pause`() {
        var random = SeededGenerator(seed: 1)
        var backoff = Backoff()
        #expect(backoff.next(atLeast: 3_600_000, using: &random) == 3_600_000)
        #expect(backoff.next(using: &random) <= Backoff.least * 9)
    }

    @Test func `after a success the pauses begin small again`() {
        var random = SeededGenerator(seed: 1)
        var backoff = Backoff()
        for _ in 0..<50 { _ = backoff.next(using: &random) }
        backoff.reset()
        #expect(backoff.next(using: &random) <= Backoff.least * 3)
    }

    static let slacks: [(slack: Int64?, most: Int64, asked: Int64)] = [
        (nil, 900_000, 86_400_000),
        (8 * 3600, 576_000, 7_200_000),
        (40 * 3600, 900_000, 21_600_000),
        (3600, 72_000, 900_000),
        (60, 30_000, 30_000),
        (0, 30_000, 30_000),
        (-5, 30_000, 30_000),
        (Backoff.slackWhenLate, 900_000, 11_250_000),
        (.max, 900_000, 21_600_000),
        (.min, 30_000, 30_000),
    ]

    @Test(arguments: slacks)
    func `the less time a legal op has left, the shorter the pauses`(
        _ example: (slack: Int64?, most: Int64, asked: Int64)
    ) {
        #expect(Backoff.most(forSlack: example.slack) == example.most)
        #expect(Backoff.mostAsked(forSlack: example.slack) == example.asked)
        var random = SeededGenerator(seed: 1)
        var backoff = Backoff()
        for _ in 0..<100 {
            let pause = backoff.next(slack: example.slack, using: &random)
            #expect((Backoff.least...example.most).contains(pause))
        }
        let asked = backoff.next(atLeast: .max, slack: example.slack, using: &random)
        #expect(asked == example.asked)
    }
}
