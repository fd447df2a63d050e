import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub duplicate merge`: the authority says that two registrations are one instrument.
struct DuplicateMergeCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "合并登记 · merge two registrations of one instrument",
        discussion: """
            留用哪一条由规则定: 有检定机构结果的, 否则先到平台的; 与书写顺序无关.
            Which one stays follows a rule, not the order here: the one with a body's result, else the first.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "两条登记的 ID · the ids of the two")
    var ids: [String]

    @Option(help: "原因 · reason")
    var reason: String

    @Flag(help: "只说会怎样 · only say what would happen")
    var dryRun = false

    func validate() throws {
        guard ids.count == 2, ids[0] != ids[1] else {
            throw ValidationError("两条不同的登记 · the ids of two registrations, please")
        }
    }

    func run(_ session: Session) async throws {
        let ids = try session.ids(ids)
        let request = DuplicateRequest.merge(
            ids[0],
            ids[1],
            reason: reason,
            author: Machine.accountName,
            isDryRun: dryRun
        )
        for answer in try await session.answers(to: .duplicate(request)) {
            try session.print(answer, words: Self.words)
        }
    }

    private static func words(_ screen: Screen, _ answer: JSONValue) -> String {
        let (canonical, absorbed) = (answer.shown("canonical"), answer.shown("absorbed"))
        guard answer["changed"] == true else {
            return screen.say("已是同一台: ", "one instrument already: ")
                + "\(absorbed) → \(canonical)"
        }
        let isDryRun = answer["dryRun"] == true
        let head =
            isDryRun ? screen.say("将合并: ", "would merge: ") : screen.say("已合并: ", "merged: ")
        let ground =
            answer.shown("because") == "result"
            ? screen.say("有检定机构的结果", "it has a verification body's result")
            : screen.say("先到平台", "it reached the hub first")
        let results = answer["results"]?.integer ?? 0
        let applications = answer["applications"]?.integer ?? 0
        var lines = [
            "\(head)\(absorbed) → \(canonical)",
            screen.say("留用 \(canonical): \(ground).", "\(canonical) stays: \(ground)."),
            screen.say(
                "\(results) 份检定, \(applications) 份申请计入留用的一条.",
                "\(results) verifications and \(applications) applications count for it."
            ),
        ]
        let differing = (answer["differing"]?.elements ?? []).compactMap(\.string)
        if !differing.isEmpty {
            let fields = differing.joined(separator: " ")
            lines.append(screen.say("不同的字段, 请核对: ", "these differ, please compare: ") + fields)
        }
        return lines.joined(separator: "\n")
    }
}

/// `jiliang-hub duplicate split`: takes a merge back.
struct DuplicateSplitCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "撤销合并 · take a merge back"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "被合并登记的 ID · the id of the registration that was merged")
    var id: String

    @Option(help: "原因 · reason")
    var reason: String

    @Flag(help: "只说会怎样 · only say what would happen")
    var dryRun = false

    func run(_ session: Session) async throws {
        let request = DuplicateRequest.split(
            try session.id(id),
            reason: reason,
            author: Machine.accountName,
            isDryRun: dryRun
        )
        for answer in try await session.answers(to: .duplicate(request)) {
            try session.print(answer, words: Self.words)
        }
    }

    private static func words(_ screen: Screen, _ answer: JSONValue) -> String {
        let isDryRun = answer["dryRun"] == true
        let head =
            isDryRun
            ? screen.say("将撤销合并: ", "would split: ") : screen.say("已撤销合并: ", "split: ")
        let results = answer["results"]?.integer ?? 0
        let applications = answer["applications"]?.integer ?? 0
        return head + "\(answer.shown("absorbed")) ← \(answer.shown("canonical"))\n"
            + screen.say(
                "它的 \(results) 份检定, \(applications) 份申请重新只计入它自己.",
                "its \(results) verifications and \(applications) applications count for itself again."
            )
    }
}
