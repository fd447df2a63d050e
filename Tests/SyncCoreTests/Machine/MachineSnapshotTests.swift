import SyncCore
import TestSupport
import Testing

/// What a site does where its hub has more to say than fits into pages.
struct MachineSnapshotTests {
    private static let unasked = SyncMachine.Effect.pull(waitSeconds: 0, isByFeed: true)
    private static let asking = SyncMachine.Effect.pull(waitSeconds: 0, isByFeed: false)

    /// A site that the hub has sent to its snapshot.
    private static func story(
        _ mode: SyncMachine.Mode = .round(push: true, pull: true)
    ) -> MachineStory {
        var story = MachineStory(mode)
        story.begin()
        story.answerPush()
        story.answerPull(.resync)
        return story
    }

    @Test func `the files come one after the other, and the feed brings the rest`() {
        var story = Self.story()
        #expect(story.pull == .fetchSnapshot)
        story.answerPull()
        story.answerPull()
        #expect(story.pull == .fetchSnapshot && story.isPartThere)
        story.answerPull()
        story.answerPull()
        #expect(story.pull == Self.asking)
        story.unread = 25
        while story.pull != nil { story.answerPull() }
        #expect(story.unread == 0 && story.end == .some(nil))
    }

    @Test func `a daemon pauses for what a pause cures, and asks again`() {
        var story = Self.story(.continuous)
        story.answerPull(.unreachable("cut"))
        guard case .wake(.pull, _)? = story.pull else {
            Issue.record("\(String(describing: story.pull))")
            return
        }
        story.answerPull()
        #expect(story.pull == Self.asking)
        story.answerPull(.resync)
        #expect(story.pull == .fetchSnapshot)
    }

    @Test(arguments: [
        HubFault.unreachable("cut"), .busy(retryAfter: 5), .garbled("x"), .revoked,
        .noRoom(needed: 2, free: 1),
    ])
    func `a round ends with what another round may cure`(_ fault: HubFault) {
        var story = Self.story()
        story.answerPull(fault)
        #expect(story.end == .some(fault))
    }

    @Test(arguments: [
        HubFault.refused(Problem(404, "no-snapshot", "x")), .refused(Problem(500, "x", "x")),
        .snapshotUnusable(.newer), .snapshotUnusable(.otherRanks), .snapshotUnusable(.notSigned),
        .snapshotUnusable(.damaged), .tooLargeOnTheWay,
    ])
    func `without a good snapshot the log is read from its start`(_ fault: HubFault) {
        var story = Self.story()
        story.answerPull(fault)
        #expect(story.pull == Self.unasked)
        story.unread = 25
        while story.pull != nil { story.answerPull() }
        #expect(story.unread == 0 && story.end == .some(nil))
    }

    @Test func `a file that cannot be swapped in is not fetched again`() {
        var story = Self.story()
        story.answerPull()
        story.answerPull(.snapshotUnusable(.notAtStart))
        #expect(story.pull == Self.unasked)
    }

    @Test func `a hub that insists without being asked is not obeyed for ever`() {
        var story = Self.story()
        story.answerPull(.snapshotUnusable(.damaged))
        story.answerPull(.resync)
        #expect(story.end == .some(.resync))
    }

    @Test func `a round waits for a snapshot that is being made, but not for ever`() {
        var story = Self.story()
        var waits = 0
        while story.pull == .fetchSnapshot, waits < 1000 {
            story.answerPull(.preparing("40 %", retryAfter: 60))
            guard case .wake(.pull, let pause)? = story.pull else { break }
            #expect(pause == 60_000 && story.end == nil)
            waits += 1
            story.answerPull()
            story.answerPull(.resync)
        }
        // The hub holds each answer for 5 seconds, and the machine waits for 60.
        #expect(waits == 27 && story.pull == Self.unasked)
    }

    @Test func `what is edited meanwhile goes out at once`() {
        var story = Self.story(.continuous)
        story.answerPull(.preparing("", retryAfter: nil))
        story.edit()
        story.answerPush()
        #expect(story.sendings.map(\.ops) == [[.numbered(1)]])
    }
}
