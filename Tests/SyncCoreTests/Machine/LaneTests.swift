import SyncCore
import TestSupport
import Testing

/// Which op goes in which lane, and what the law counts from in it.
struct LaneTests {
    private static let id = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")

    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lane: Lane
        var days: ReportedDays?
        var kind = OpKind.change
        var hasBatch = false
        let patches: [(RecordKind, [String: String])]
    }

    static let examples = [
        Example(
            testDescription: "a result",
            lane: .legal,
            days: ReportedDays(completedOn: "2026-11-20", testedOn: "2026-11-19"),
            patches: [
                (.verification, ["issuedOn": "2026-11-20", "verifiedOn": "2026-11-19"]),
                (.application, ["completedOn": "2026-11-20", "state": "completed"]),
            ]
        ),
        Example(
            testDescription: "a job that is said to be completed",
            lane: .legal,
            days: ReportedDays(completedOn: "2026-11-20", testedOn: nil),
            patches: [(.application, ["completedOn": "2026-11-20", "state": "completed"])]
        ),
        Example(
            testDescription: "an application",
            lane: .legal,
            patches: [(.application, ["appliedOn": "2026-11-20", "state": "applied"])]
        ),
        Example(
            testDescription: "a filing",
            lane: .legal,
            patches: [(.instrument, ["filing": "filed"])]
        ),
        Example(
            testDescription: "an edit",
            lane: .interactive,
            patches: [(.instrument, ["location": "3号仓"])]
        ),
        Example(
            testDescription: "a verification that the unit declares",
            lane: .interactive,
            patches: [(.verification, ["declared": "true", "verifiedOn": "2026-11-19"])]
        ),
        Example(
            testDescription: "a row of an import",
            lane: .bulk,
            kind: .register,
            hasBatch: true,
            patches: [(.instrument, ["serial": "1"]), (.verification, ["declared": "true"])]
        ),
        Example(
            testDescription: "an import that is taken back",
            lane: .bulk,
            kind: .withdraw,
            patches: [(.instrument, [:])]
        ),
    ]

    @Test(arguments: examples)
    func `each op has its lane and its clock`(_ example: Example) {
        let patches = example.patches.map { kind, fields in
            Patch(kind, Self.id, fields.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
        }
        let body = OpBody(author: "a", patches: patches)
        let batch = example.hasBatch ? Self.id : nil
        #expect(Lane(example.kind, batch: batch, body: body) == example.lane)
        #expect(ReportedDays(body) == example.days)
    }

    @Test func `an op whose words are gone by law is not urgent`() {
        #expect(Lane(.change, batch: nil, body: nil) == .interactive)
        #expect(ReportedDays(nil) == nil)
    }

    @Test func `every fourth batch puts bulk before what is interactive`() {
        var story = MachineStory(.continuous, ops: 200 * 8)
        var seconds: [Lane] = []
        story.begin()
        while seconds.count < 8 {
            if case .load(let order)? = story.push { seconds.append(order.second) }
            story.answerPush()
        }
        let four: [Lane] = [.interactive, .interactive, .interactive, .bulk]
        #expect(seconds == four + four)
    }
}
