import LocalStore
import SyncCore
import TestSupport
import Testing

/// What people see of the way to the hub and back.
struct OutboxCommandTests {
    private let home: Home

    init() throws { home = try Home() }

    private func use(_ work: (Store) throws -> Void) throws {
        let store = try Store.open(home: home.path, patience: .seconds(5))
        try work(store)
        try store.close()
    }

    private func import3() throws {
        let outcome = try home.run("import", try home.ledger(rows: 3))
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private func lines(_ arguments: String...) throws -> [JSONValue] {
        let outcome = try Program.jiliang.run(["--home", home.path] + arguments + ["--json"])
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return try outcome.output.split(separator: "\n").map {
            try JSONParser.parse(Array($0.utf8))
        }
    }

    @Test func `what waits is listed, the most urgent first, one lane only where that is asked`()
        throws
    {
        try import3()
        let id = try #require(try lines("list").last?["id"]?.string)
        #expect(try home.run("set", id, "location=1号仓").status == 0)
        let serial = try #require(try lines("list").first?["id"]?.string)
        #expect(try home.run("file", serial).status == 0)
        let waiting = try lines("outbox", "list")
        #expect(waiting.compactMap { $0["op"]?.integer } == [5, 4, 1, 2, 3])
        #expect(waiting.compactMap { $0["lane"]?.string }.first == "legal")
        #expect(waiting.allSatisfy { $0["state"] == "waiting" && $0["dueAt"] == .null })
        #expect(try lines("outbox", "--lane", "bulk").count == 3)
        let status = try #require(try lines("status").first)
        #expect(status["pending"]?["minSlackWorkingHours"] == .null)
        let shown = try home.run("outbox", "show", "4", "--lang", "en")
        #expect(shown.output.contains("1号仓") && shown.output.contains("interactive"))
        #expect(try home.run("outbox", "list", "--lane", "x").status == 64)
        let unknown = try home.run("outbox", "show", "99")
        #expect(unknown.status == 65 && unknown.errors.contains("E3134"))
    }

    @Test func `a change that the hub refused is explained, sent again, or dropped with a reason`()
        throws
    {
        try import3()
        try use { store in
            let refused = [Int64(1), 2].map {
                PushOutcome.refused(seq: $0, code: "not-found", detail: "no such instrument")
            }
            let now = Instant(milliseconds: 1_795_421_000_000)
            _ = try store.keep(PushAnswer(outcomes: refused, time: now), at: now)
        }
        let dead = try lines("outbox", "list", "--dead")
        #expect(dead.compactMap { $0["op"]?.integer } == [1, 2])
        #expect(dead.first?["options"] == ["retry", "drop"])
        let told = try home.run("outbox", "list", "--dead", "--lang", "en").output
        #expect(told.contains("jiliang outbox drop 1") && told.contains("no such record"))

        // Nothing happens before it is said, and --dry-run only says it.
        let preview = try home.run("outbox", "drop", "1", "--reason", "重复登记", "--dry-run")
        #expect(preview.status == 0 && preview.output.contains("journal.db"))
        #expect(try lines("outbox", "list", "--dead").count == 2)
        #expect(try home.run("outbox", "drop", "1", "--reason", "重复登记").status == 0)
        #expect(try home.run("outbox", "drop", "1", "--reason", "重复登记").status == 65)
        #expect(try lines("outbox", "show", "1").first?["droppedBecause"] == "重复登记")
        #expect(try lines("status").first?["refused"] == 1)

        #expect(try lines("list").count == 1)
        #expect(try home.run("outbox", "retry", "2").status == 0)
        #expect(try lines("list").count == 2)
        #expect(try lines("outbox", "list").compactMap { $0["op"]?.integer } == [2, 3])
        let again = try home.run("outbox", "retry", "3")
        #expect(again.status == 65 && again.errors.contains("E3135"))
        #expect(try home.run("doctor").status == 0)
    }

    @Test func `an isolated change is shown with what the hub said, and tried at once when asked`()
        throws
    {
        try import3()
        try use { store in
            let now = Instant(milliseconds: 1_795_421_000_000)
            try store.isolate([2], detail: "500 internal: failed", at: now)
        }
        let status = try home.run("status", "--lang", "en")
        #expect(status.errors.contains("W3130") && status.errors.contains("outbox show 2"))
        #expect(try home.run("status", "--check").status == 1)
        let entry = try lines("outbox", "list").first { $0["op"] == 2 }
        #expect(entry?["state"] == "isolated" && entry?["attempts"] == 1)
        #expect(try home.run("outbox", "retry", "2").output.contains("2"))
        #expect(try lines("outbox", "show", "2").first?["attempts"] == 0)
    }

    @Test func `what came and could not be taken in is listed, shown as it came, and tried again`()
        throws
    {
        let text = #"{"t":"tomb","aggregate":"019ab000-0000-7000-8000-000000000001"}"#
        try use { store in
            let end = Cursor(epoch: 1, seq: 1, mark: .origin)
            let frame = UnreadableFrame(bytes: Array(text.utf8))
            _ = try store.apply(
                FeedPage(frames: [], unreadable: [frame], cursor: end, isLast: true)
            )
        }
        let frame = try #require(try lines("quarantine", "list").first)
        #expect(frame["reason"] == "unreadable" && frame["n"] == 1)
        #expect(try home.run("quarantine", "show", "1").output.contains(text))
        let status = try #require(try lines("status").first)
        #expect(status["quarantine"]?["frames"] == 1)
        #expect(status["quarantine"]?["records"]?.elements?.count == 1)
        #expect(try home.run("status").errors.contains("W3132"))
        let retried = try home.run("quarantine", "retry", "--json")
        #expect(retried.status == 3 && retried.output.contains(#""left":1"#))
        let unknown = try home.run("quarantine", "show", "2")
        #expect(unknown.status == 65 && unknown.errors.contains("E3137"))
    }
}
