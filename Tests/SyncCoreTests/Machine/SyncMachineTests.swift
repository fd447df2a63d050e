import SyncCore
import TestSupport
import Testing

/// What a site does with its hub, told as stories.
struct SyncMachineTests {
    private static let cut = HubFault.unreachable("cut")

    @Test func `a round sends everything, then reads everything, and ends`() {
        var story = MachineStory(.round(push: true, pull: true), ops: 450)
        story.unread = 25
        story.begin()
        while story.push != nil {
            #expect(story.pull == nil)
            story.answerPush()
        }
        #expect(story.outbox.isEmpty)
        while story.pull != nil { story.answerPull() }
        #expect(story.unread == 0)
        #expect(story.end == .some(nil))
    }

    @Test func `a round that only pushes never asks for the feed`() {
        var story = MachineStory(.round(push: true, pull: false), ops: 1)
        story.begin()
        while story.push != nil { story.answerPush() }
        #expect(story.outbox.isEmpty && story.pull == nil && story.end == .some(nil))
    }

    @Test func `a round that only pulls sends nothing`() {
        var story = MachineStory(.round(push: false, pull: true), ops: 1)
        story.begin()
        #expect(story.push == nil)
        while story.pull != nil { story.answerPull() }
        #expect(story.outbox.count == 1 && story.end == .some(nil))
    }

    @Test func `a round with nothing to do ends at once`() {
        var story = MachineStory(.round(push: false, pull: false))
        story.begin()
        #expect(story.end == .some(nil))
    }

    @Test(arguments: [
        cut, .untrusted("x"), .identity("x"), .garbled("x"), .busy(retryAfter: 5),
        .otherHistory("x"), .refused(Problem(422, "x", "x")), .revoked,
    ])
    func `a round ends with the fault, and what was not sent still waits`(_ fault: HubFault) {
        var story = MachineStory(.round(push: true, pull: true), ops: 3)
        story.begin()
        story.answerPush()
        story.answerPush(fault)
        #expect(story.end == .some(fault))
        #expect(story.outbox.count == 3)
    }

    @Test func `an edit made during a push goes out with the next one`() {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        story.answerPush()
        story.edit()
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
        story.answerPush()
        story.answerPush()
        story.answerPush()
        #expect(story.sendings.map(\.ops) == [[.numbered(2)]])
    }

    @Test func `an edit made while the store is asked is not forgotten`() {
        var story = MachineStory(.continuous)
        story.begin()
        story.edit()
        // The store's answer is from before the edit: nothing waits.
        story.answerPush()
        story.answerPush()
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
    }

    @Test func `an edit in an idle daemon goes out at once`() {
        var story = MachineStory(.continuous)
        story.begin()
        story.answerPush()
        story.edit()
        story.answerPush()
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
    }

    @Test func `a failed push is retried after a pause`() {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        story.answerPush()
        story.answerPush(Self.cut)
        guard case .wake(.push, let pause) = story.push else {
            Issue.record("\(String(describing: story.push)) instead of a pause")
            return
        }
        #expect((Backoff.least...3 * Backoff.least).contains(pause))
        story.answerPush()
        story.answerPush()
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
    }

    /// What a daemon pauses in all, alarm after alarm, until it pushes again.
    private func pauses(of story: inout MachineStory) -> [Int64] {
        var pauses: [Int64] = []
        while let effect = story.push, pauses.count < 1000 {
            if case .push = effect { break }
            if case .wake(_, let pause) = effect { pauses.append(pause) }
            story.answerPush()
        }
        return pauses
    }

    @Test(arguments: [HubFault.revoked, .expired(at: Instant(milliseconds: 0))])
    func `a hub that only a new token opens is asked no more than every quarter of an hour`(
        _ fault: HubFault
    ) {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        story.answerPush()
        story.answerPush(fault)
        #expect(pauses(of: &story).reduce(0, +) >= Backoff.most)
        story.answerPull(fault)
        guard case .wake(.pull, let pause) = story.pull else {
            Issue.record("\(String(describing: story.pull)) instead of a pause")
            return
        }
        #expect(pause >= Backoff.most)
    }

    static let waits: [(seconds: Int, milliseconds: Int64)] = [
        (7, 7_000), (3600, 3_600_000), (Int.max, 86_400_000), (Int.min, 0), (-1, 0),
    ]

    @Test(arguments: waits)
    func `a busy hub is left alone as long as it asks, and no longer than a day`(
        _ example: (seconds: Int, milliseconds: Int64)
    ) {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        story.answerPush()
        story.answerPush(.busy(retryAfter: example.seconds))
        let all = pauses(of: &story)
        #expect(all.reduce(0, +) >= example.milliseconds)
        #expect(all.reduce(0, +) <= max(example.milliseconds, 3 * Backoff.least))
        #expect(all.allSatisfy { $0 <= Backoff.most })
    }

    @Test func `a legal op that comes while the hub has sent the site away for a day goes in time`()
    {
        var story = MachineStory(.continuous, ops: 1)
        story.begin()
        story.answerPush()
        story.answerPush(.busy(retryAfter: 86_400))
        story.answerPush()
        story.slack = 2 * 3600
        let all: Int64 = pauses(of: &story).reduce(0, +)
        #expect(all <= 1_800_000)
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
    }

    @Test(arguments: [HubFault.tooLarge, .refused(Problem(422, "bad-op", "not well formed"))])
    func `a batch with an op that the hub can never take is halved until that is set aside`(
        fault: HubFault
    ) {
        var story = MachineStory(.round(push: true, pull: false), ops: 5)
        var sizes: [Int] = []
        story.begin()
        while let effect = story.push {
            guard case .push(let sending) = effect else {
                story.answerPush()
                continue
            }
            let ops = sending.ops
            sizes.append(ops.count)
            // The third op is the one.
            story.answerPush(ops.contains(.numbered(3)) ? fault : nil)
        }
        #expect(sizes == [5, 2, 3, 1, 2])
        #expect(story.setAside == [.numbered(3)])
        #expect(story.outbox.isEmpty && story.end == .some(nil))
    }

    @Test func `what a proxy finds too large is sent in smaller parts, but never set aside`() {
        var story = MachineStory(.round(push: true, pull: false), ops: 5)
        var sizes: [Int] = []
        story.begin()
        while let effect = story.push {
            guard case .push(let sending) = effect else {
                story.answerPush()
                continue
            }
            let ops = sending.ops
            sizes.append(ops.count)
            story.answerPush(ops.contains(.numbered(3)) ? .tooLargeOnTheWay : nil)
        }
        #expect(sizes == [5, 2, 3, 1])
        #expect(story.setAside.isEmpty && story.outbox.count == 3)
        #expect(story.end == .some(.tooLargeOnTheWay))
    }

    @Test func `a daemon pulls while its push waits, and pushes while its pull waits`() {
        var story = MachineStory(.continuous, ops: 1)
        story.unread = 1
        story.begin()
        story.answerPush()
        story.answerPull()
        story.answerPull()
        #expect(story.unread == 0 && story.outbox.count == 1)
        #expect(story.pull == .pull(waitSeconds: SyncMachine.longPollSeconds, isByFeed: false))
        story.answerPush()
        story.answerPush()
        #expect(story.outbox.isEmpty)
        #expect(story.pull == .pull(waitSeconds: SyncMachine.longPollSeconds, isByFeed: false))
    }

    @Test func `a page that no longer fits is asked for again, at once`() {
        var story = MachineStory(.continuous)
        story.unread = 1
        story.begin()
        story.answerPull()
        story.answerPull(outdated: true)
        #expect(story.pull == .pull(waitSeconds: 0, isByFeed: false))
    }

    @Test func `nothing more is asked after the end`() {
        var random = SeededGenerator(seed: 1)
        var machine = SyncMachine(.round(push: true, pull: true))
        _ = machine.step(.began, using: &random)
        _ = machine.step(.loaded(Outgoing(ops: [.numbered(1)])), using: &random)
        #expect(
            machine.step(.pushFailed(Self.cut, number: 1), using: &random) == [.finish(Self.cut)]
        )
        #expect(machine.step(.localChange, using: &random).isEmpty)
        #expect(machine.step(.woke(.push), using: &random).isEmpty)
    }

    // MARK: Whatever happens

    private static let faults: [HubFault?] = [
        nil, nil, nil, cut, .busy(retryAfter: 1), .tooLarge, .tooLargeOnTheWay,
        .garbled("x"), .identity("x"), .refused(Problem(500, "internal", "x")),
    ]

    /// A daemon that neither works nor has a timer would wait for ever.
    @Test(arguments: [1, 2, 3, UInt64.random(in: 0 ... .max)])
    func `no loop waits without a request or a timer`(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var story = MachineStory(.continuous, seed: seed)
        story.begin()
        for step in 0..<5_000 {
            if Int.random(in: 0..<4, using: &dice) == 0 { story.unread += 5 }
            let fault = Self.faults.randomElement(using: &dice) ?? nil
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: story.edit()
            case 1...2 where story.push != nil:
                story.answerPush(fault, at: story.pushes.indices.randomElement(using: &dice) ?? 0)
            case 3 where story.pull != nil: story.answerPull(outdated: true)
            default: story.answerPull(fault == .tooLarge ? nil : fault)
            }
            #expect(story.pull != nil, "step \(step), seed \(seed)")
            let isOnTrial = story.outbox.allSatisfy(story.isolated.contains)
            let mayRest = isOnTrial && (story.outbox.isEmpty || story.trialAlarm != nil)
            #expect(story.push != nil || mayRest, "step \(step), seed \(seed)")
            guard story.pull != nil else { return }
        }
        // And once the hub is well again, everything goes, by two batches at a time.
        while story.push != nil || !story.isolated.isEmpty {
            if story.push != nil { story.answerPush() } else { story.ring() }
        }
        #expect(story.outbox.isEmpty, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3, UInt64.random(in: 0 ... .max)])
    func `a round always ends, and without a fault only when all is done`(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for ops in 0..<40 {
            var story = MachineStory(.round(push: true, pull: true), seed: seed, ops: ops * 20)
            story.unread = Int.random(in: 0..<50, using: &dice)
            story.begin()
            while !story.isOver {
                let isFailing = Int.random(in: 0..<20, using: &dice) == 0
                if story.push != nil {
                    story.answerPush(
                        isFailing ? Self.faults.randomElement(using: &dice) ?? nil : nil,
                        at: story.pushes.indices.randomElement(using: &dice) ?? 0
                    )
                } else if story.pull != nil {
                    story.answerPull(isFailing ? Self.cut : nil)
                } else {
                    Issue.record("neither works nor ends, seed \(seed)")
                    return
                }
            }
            if story.end == .some(nil) {
                let rest = Set(story.outbox).subtracting(story.isolated)
                #expect(rest.isEmpty && story.unread == 0, "seed \(seed)")
            }
        }
    }
}
