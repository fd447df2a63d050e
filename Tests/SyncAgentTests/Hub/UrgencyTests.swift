import LocalStore
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// How much time is left to a daemon, by the calendar in force.
struct UrgencyTests {
    /// Days of results that wait at noon of 24 November 2026, and the slack.
    static let cases: [(reported: [String], slack: Int64?)] = [
        ([], nil),
        (["2026-11-17"], 5 * 3600),
        (["2026-11-23"], 37 * 3600),
        (["2026-11-10"], Backoff.slackWhenLate),
        (["2026-11-10", "2026-11-17"], 5 * 3600),
        (["2026-11-10", "2026-11-23"], Backoff.slackWhenLate),
    ]

    @Test(arguments: cases)
    func `what is late shortens no pause, and hides nothing that can still be in time`(
        _ example: (reported: [String], slack: Int64?)
    ) throws {
        var site = try CitySite(.userUnit, seed: 1)
        let id = try site.add()
        var random = SeededGenerator(seed: 2)
        try site.store.write(at: site.now, random: &random) { writer in
            for day in example.reported {
                let fields = ["issuedOn", "verifiedOn"].map { Patch.Field($0, day) }
                let patch = Patch(.verification, writer.newID(), fields)
                let body = OpBody(author: "张工", reason: nil, patches: [patch])
                try writer.append(OpDraft(aggregate: id, kind: .change, body: body))
            }
            return ((), .commit)
        }
        let noon = CitySite.noon("2026-11-24")
        var memory = PolicyMemory()
        let found = try site.store.outgoing(LoadOrder(), at: noon, by: &memory)
        #expect(found.slack == example.slack)
    }
}
