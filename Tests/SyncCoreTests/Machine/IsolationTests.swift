import SyncCore
import TestSupport
import Testing

/// What a site does when the hub itself fails.
struct IsolationTests {
    private static let fault = HubFault.refused(Problem(500, "internal", "x"))

    /// Answers as a hub that fails for some ops, until the push loop rests; the sizes of what it was sent.
    private func run(
        _ story: inout MachineStory,
        failingAt bad: Set<Int64>,
        requestsMax: Int = 200
    ) -> [Int] {
        var sizes: [Int] = []
        while let effect = story.push, sizes.count < requestsMax {
            guard case .push(let sending) = effect else {
                story.answerPush()
                continue
            }
            let ops = sending.ops
            sizes.append(ops.count)
            let fails = ops.contains { bad.contains($0.header.seq) }
            story.answerPush(fails ? Self.fault : nil)
        }
        return sizes
    }

    static let cases: [(ops: Int, bad: Set<Int64>)] = [
        (2, [1]), (2, [2]), (200, [1]), (200, [200]), (450, [150]), (450, [1, 2]),
        (450, [3, 170, 444]), (30, [1, 2, 3]),
    ]

    @Test(arguments: cases)
    func `an op at which the hub fails is isolated, and the others arrive`(
        _ example: (ops: Int, bad: Set<Int64>)
    ) {
        for mode in [SyncMachine.Mode.continuous, .round(push: true, pull: false)] {
            var story = MachineStory(mode, ops: example.ops)
            story.begin()
            let sizes = run(&story, failingAt: example.bad)
            #expect(Set(story.outbox.map(\.header.seq)) == example.bad)
            #expect(Set(story.isolated.map(\.header.seq)) == example.bad)
            #expect(story.setAside.isEmpty)
            #expect(sizes.count < 30 * example.bad.count + 10, "\(sizes)")
            #expect(mode == .continuous || story.end == .some(nil))
        }
    }

    @Test(arguments: [1, 3, 200])
    func `a hub that fails at everything isolates nothing`(_ ops: Int) {
        var story = MachineStory(.round(push: true, pull: true), ops: ops)
        story.begin()
        let sizes = run(&story, failingAt: Set(1...Int64(ops)))
        #expect(story.isolated.isEmpty && story.outbox.count == ops)
        #expect(story.end == .some(Self.fault))
        #expect(sizes.count <= 15)
    }

    @Test func `a daemon leaves a hub alone that fails at everything`() {
        var story = MachineStory(.continuous, ops: 200)
        story.begin()
        var pauses: [Int64] = []
        while pauses.count < 20, let effect = story.push {
            if case .wake(_, let pause) = effect { pauses.append(pause) }
            if case .push = effect { story.answerPush(Self.fault) } else { story.answerPush() }
        }
        #expect(story.isolated.isEmpty)
        #expect(pauses.contains { $0 > 60_000 })
    }

    @Test(arguments: [(1, 9), (2, 15), (3, 18)])
    func `what is all that waits and fails time after time no longer holds up what comes next`(
        _ example: (ops: Int, tries: Int)
    ) {
        let bad = Set(1...Int64(example.ops))
        var story = MachineStory(.continuous, ops: example.ops)
        story.begin()
        #expect(run(&story, failingAt: bad).count == example.tries)
        #expect(Set(story.isolated.map(\.header.seq)) == bad && story.trialAlarm == 600_000)
        story.edit()
        #expect(run(&story, failingAt: bad) == [1])
        #expect(Set(story.outbox.map(\.header.seq)) == bad)
    }

    @Test func `an op that passes at last after it was all that waits is no suspect`() {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        for _ in 0..<3 {
            var failures = 0
            while failures < 8, let effect = story.push {
                if case .push = effect {
                    failures += 1
                    story.answerPush(Self.fault)
                } else {
                    story.answerPush()
                }
            }
            #expect(run(&story, failingAt: []) == [1] && story.outbox.isEmpty)
            story.edit()
        }
        #expect(story.isolated.isEmpty)
    }

    @Test func `an isolated op is tried again alone, and arrives once the hub can take it`() {
        var story = MachineStory(.continuous, ops: 3)
        story.begin()
        _ = run(&story, failingAt: [2])
        #expect(story.trialAlarm == 600_000)
        story.ring()
        #expect(run(&story, failingAt: [2]) == [1])
        #expect(story.isolated.count == 1 && story.trialAlarm != nil)
        story.ring()
        #expect(run(&story, failingAt: []) == [1])
        #expect(story.isolated.isEmpty && story.outbox.isEmpty && story.trialAlarm == nil)
    }

    @Test func `edits do not multiply the alarms for trials`() {
        var story = MachineStory(.continuous, ops: 2)
        story.begin()
        _ = run(&story, failingAt: [1])
        for _ in 0..<5 {
            story.edit()
            _ = run(&story, failingAt: [1])
        }
        #expect(story.outbox.count == 1)
    }

    @Test func `one failure of the hub is no reason to suspect an op`() {
        var story = MachineStory(.continuous, ops: 3)
        story.begin()
        story.answerPush()
        story.answerPush(Self.fault)
        story.answerPush()
        #expect(run(&story, failingAt: []) == [3])
        #expect(story.isolated.isEmpty)
    }
}
