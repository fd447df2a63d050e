import ArgumentParser
import Hub
import Policy
import SyncCore
import Terminal

/// `jiliang-hub fact list`: each fact, until when it is kept, and whether it counts on a day.
struct FactListCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出信用信息 · list them"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "只列一家使用单位的 · of one user unit only")
    var subject: String?

    @Option(help: "按某一天判断 · judge on this day (YYYY-MM-DD)")
    var asOf: String?

    func run(_ session: Session) async throws {
        let day = try session.day(asOf, for: "--as-of")
        let code = try subject.map(session.organisation)
        let screen = session.screen
        var table = TextTable(
            screen.say("名称", "fact"),
            screen.say("单位", "subject"),
            screen.say("代码", "code"),
            screen.say("认定日", "determined"),
            screen.say("修复日", "repaired"),
            screen.say("保存至", "kept until"),
            screen.say("是否计入", "counts")
        )
        let request = FactRequest.standing(
            subject: code,
            on: day.description,
            language: session.language
        )
        for answer in try await session.answers(to: .fact(request)) {
            if session.isJSON {
                try screen.print(answer)
                continue
            }
            table.add(
                answer.shown("fact"),
                answer.shown("subject"),
                answer.shown("code"),
                answer.shown("determinedOn"),
                answer.shown("repairedOn"),
                answer.shown("keptUntil"),
                answer["because"]?.string ?? screen.say("计入", "yes")
            )
        }
        try session.show(table, empty: ("没有信用信息.", "no credit fact."))
    }
}
