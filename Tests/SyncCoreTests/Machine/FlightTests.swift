import SyncCore
import Testing

/// Two batches on their way at once, and a third that is ready.
struct FlightTests {
    private static let cut = HubFault.unreachable("cut")
    private static let failing = HubFault.refused(Problem(500, "internal", "x"))

    /// A daemon with so many ops that has sent what it can before the first answer.
    private func story(_ ops: Int) -> MachineStory {
        var story = MachineStory(.continuous, ops: ops)
        story.begin()
        while let index = story.loadIndex { story.answerPush(at: index) }
        return story
    }

    @Test(arguments: [(1, [1]), (200, [200]), (201, [200, 1]), (900, [200, 200])])
    func `a second batch goes where the first had no room for everything, and no third`(
        _ example: (ops: Int, sizes: [Int])
    ) {
        #expect(story(example.ops).sendings.map(\.ops.count) == example.sizes)
    }

    @Test func `the third is ready, and goes as soon as one is answered, before that is stored`() {
        var story = story(900)
        story.answerPush()
        #expect(story.sendings.map(\.number) == [2, 3])
        #expect(story.pushes.last.map(\.isStore) == true)
        while let index = story.pushes.firstIndex(where: \.isNoPush) { story.answerPush(at: index) }
        #expect(story.sendings.map(\.number) == [2, 3])
        story.answerPush(at: 1)
        #expect(story.sendings.map(\.number) == [2, 4])
    }

    @Test func `what is ready is given up where something has changed, for what is urgent now`() {
        var story = story(900)
        story.edit()
        story.answerPush()
        #expect(story.sendings.map(\.number) == [2])
        while let index = story.pushes.firstIndex(where: \.isNoPush) { story.answerPush(at: index) }
        #expect(story.sendings.map(\.number) == [2, 3])
    }

    @Test func `a batch shows the newest op of each that the hub may have by then`() {
        var story = story(900)
        story.answerPush()
        let sendings = story.sendings
        #expect(sendings.map(\.number) == [2, 3])
        let seqs = sendings.map { $0.ahead.map(\.name.seq) }
        #expect(seqs == [[200], [200, 400]])
        #expect(self.story(900).sendings[0].ahead.isEmpty)
    }

    @Test func `the second may be answered first`() {
        var story = story(400)
        story.answerPush(at: 1)
        while story.push != nil { story.answerPush() }
        #expect(story.outbox.isEmpty)
    }

    @Test(arguments: [0, 1])
    func `where one fails nothing is done before the other has come back`(_ failed: Int) {
        var story = story(900)
        story.answerPush(Self.cut, at: failed)
        #expect(story.pushes == [.push(story.sendings[0])])
        story.answerPush()
        // Its receipts are stored first.
        #expect(story.pushes.count == 1 && story.pushes.allSatisfy(\.isStore))
        story.answerPush()
        #expect(story.outbox.count == 700)
        guard case .wake(.push, _)? = story.push, story.pushes.count == 1 else {
            Issue.record("\(story.pushes) instead of one pause")
            return
        }
    }

    @Test func `where both fail there is one pause`() {
        var story = story(900)
        story.answerPush(Self.cut)
        story.answerPush(Self.cut)
        guard case .wake(.push, _)? = story.push, story.pushes.count == 1 else {
            Issue.record("\(story.pushes) instead of one pause")
            return
        }
        while story.push != nil { story.answerPush() }
        #expect(story.outbox.isEmpty)
    }

    @Test(arguments: [cut, failing, .tooLarge, .tooLargeOnTheWay])
    func `after a failure one batch goes at a time until one has passed`(_ fault: HubFault) {
        var story = story(2000)
        story.answerPush(fault)
        story.answerPush(fault)
        var most = 0
        while story.outbox.count == 2000 {
            most = max(most, story.sendings.count)
            story.answerSite()
        }
        #expect(most == 1)
        while story.push != nil, most < 2 {
            story.answerSite()
            most = max(most, story.sendings.count)
        }
        #expect(most == 2)
    }

    @Test func `an op that the hub wants to see is shown once, whichever of two batches asks`() {
        var story = story(900)
        let fault = HubFault.unshown(OwnName(incarnation: 1, seq: 9))
        story.answerPush(fault)
        story.answerPush(fault)
        #expect(story.pushes == [.show(OwnName(incarnation: 1, seq: 9))])
        while story.push != nil { story.answerPush() }
        #expect(story.outbox.isEmpty)
    }

    @Test func `an isolated op is not tried beside others`() {
        var story = story(2)
        for _ in 0..<100 where story.push != nil {
            let isBad = story.sendings.contains { $0.ops.contains(.numbered(2)) }
            story.answerPush(isBad ? Self.failing : nil)
        }
        #expect(story.isolated == [.numbered(2)])
        for _ in 0..<900 { story.edit() }
        story.ring()
        while story.push != nil {
            #expect(story.sendings.count == 1 || story.sendings.allSatisfy { !$0.isTrial })
            story.answerPush()
        }
        #expect(story.outbox.isEmpty && story.isolated.isEmpty)
    }
}

extension MachineStory {
    /// The store answers before the hub does.
    fileprivate mutating func answerSite() {
        answerPush(at: pushes.firstIndex(where: \.isNoPush) ?? 0)
    }

    fileprivate var loadIndex: Int? {
        pushes.firstIndex { if case .load = $0 { true } else { false } }
    }
}

extension SyncMachine.Effect {
    fileprivate var isNoPush: Bool { if case .push = self { false } else { true } }
    fileprivate var isStore: Bool { if case .store = self { true } else { false } }
}
