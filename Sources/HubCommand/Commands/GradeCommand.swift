import ArgumentParser
import Hub
import Policy
import SyncCore
import Terminal

/// `jiliang-hub grade`: the credit grades of user units (计量信用等级), for looking through many; why one
/// has its grade, `explain` says.
struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "信用等级 · credit grades",
        subcommands: [List.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "有信用信息的各使用单位的等级 · grades of the user units with facts",
            discussion: "没有信用信息的单位为基本分. A unit without a fact has the base score."
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "按哪一天 · for which day")
        var asOf: String?

        @Option(help: "只列这些等级, 如 DE · these grades only, for instance DE")
        var grades = "ABCDE"

        func run(_ session: Session) async throws {
            let day = try session.day(asOf, for: "--as-of")
            let screen = session.screen
            var table = TextTable(
                screen.say("等级", "grade"),
                screen.say("得分", "score"),
                screen.say("单位", "subject"),
                screen.say("直接判定", "direct"),
                screen.say("须确认", "to confirm")
            )
            for answer in try await session.answers(to: .fact(.grades(on: day.description))) {
                guard let grade = answer["grade"]?.string, grades.uppercased().contains(grade)
                else { continue }
                if session.isJSON {
                    try screen.print(answer)
                    continue
                }
                table.add(
                    grade,
                    answer["score"]?.integer.map(String.init),
                    answer.shown("subject"),
                    answer.shown("direct"),
                    answer["needsConfirmation"] == true ? screen.say("是", "yes") : nil
                )
            }
            try session.show(table, empty: ("没有信用信息.", "no credit fact."))
        }
    }
}
