import ArgumentParser
import Evaluation
import Hub
import Policy
import SyncCore
import Terminal

/// `jiliang-hub fact`: what stands in the credit files of user units (信用信息).
struct FactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fact",
        abstract: "信用信息 · credit facts",
        subcommands: [
            Add.self, FactListCommand.self, Repair.self, Delete.self, FactDueCommand.self,
            FactExpireCommand.self,
        ]
    )

    struct Add: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "记入信用档案, 全部或都不 · put into the file, all or none",
            discussion: """
                文件为 policy evaluate 的 facts 中的一条, 或数组, 或每行一条; 同一条再次记入不变.
                A fact as in `policy evaluate`, an array of them, or one per line; see docs/credit.md.
                """
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "使用单位的统一社会信用代码 · code of the user unit")
        var subject: String

        @Option(help: "文件, - 为标准输入 · file, - for standard input")
        var file: String

        func run(_ session: Session) async throws {
            let subject = try session.organisation(subject)
            let facts = try FactInput.read(file, pack: RulePack.builtIn).entries.map {
                HubCreditFact.values(of: $0.fact, named: $0.name, about: subject)
            }
            let request = FactRequest.add(
                subject: subject,
                facts,
                author: Machine.accountName
            )
            let answers = try await session.answers(to: .fact(request))
            if answers.contains(where: { $0["subjectKnown"] == false }) {
                session.warn(.subjectUnknown)
            }
            if answers.contains(where: { $0["pastTerm"] == true }) { session.warn(.factPastTerm) }
            for answer in answers {
                try session.print(answer) { screen, answer in
                    FactWords.outcome(answer, screen) + "  " + answer.shown("fact")
                }
            }
        }
    }

    struct Repair: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "repair",
            abstract: "信用修复, 自该日起不再使用 · repaired, used no more from a day on"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "名称或 ID · name or id")
        var id: String

        @Option(help: "修复之日 · the day (YYYY-MM-DD)")
        var on: String

        @Option(help: "使用单位, 名称不唯一时 · the user unit, where several have the name")
        var subject: String?

        @Flag(help: "已有的修复日确须更改 · a day that is known does change")
        var yes = false

        func run(_ session: Session) async throws {
            let request = FactRequest.repair(
                FactName(id, subject: try subject.map(session.organisation)),
                on: try session.day(on, for: "--on").description,
                author: Machine.accountName,
                changesDay: yes
            )
            for answer in try await session.answers(to: .fact(request)) {
                try session.print(answer) { screen, answer in
                    let former = answer["formerDay"]?.string
                    return screen.say("已修复: ", "repaired: ")
                        + "\(answer.shown("fact"))  \(answer.shown("repairedOn"))"
                        + (former.map { screen.say(" (原为 \($0))", " (was \($0))") } ?? "")
                }
            }
        }
    }

    struct Delete: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "从信用档案和各站点删除, 不可恢复 · delete here and at the sites, for good"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "名称或 ID · name or id")
        var id: String

        @Option(help: "删除依据, 会保留 · the legal ground, which stays")
        var ground: String

        @Option(help: "使用单位, 名称不唯一时 · the user unit, where several have the name")
        var subject: String?

        func run(_ session: Session) async throws {
            guard (1...2000).contains(ground.utf8.count) else {
                throw Failure.badChoice(ground, for: "--ground", expected: "1–2000 bytes")
            }
            let request = FactRequest.delete(
                [FactName(id, subject: try subject.map(session.organisation))],
                ground: ground,
                author: Machine.accountName
            )
            for answer in try await session.answers(to: .fact(request)) {
                try session.print(answer) { screen, answer in
                    screen.say("已删除: ", "deleted: ") + answer.shown("fact")
                }
            }
        }
    }
}
