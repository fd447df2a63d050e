import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub explain`: why an instrument has its colour or a user unit its grade, from what the hub
/// has settled.
struct ExplainCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "说明器具的颜色或单位的等级 · explain a colour or a grade",
        discussion: """
            站点同步之后, 摘要值与站点的 jiliang explain 相同.
            The digest is that of jiliang explain at a synced site.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "器具 ID 或统一社会信用代码 · id of an instrument, or code of a unit")
    var subject: String

    @Option(help: "按某一天判断 · judge on this day (YYYY-MM-DD)")
    var asOf: String?

    func run(_ session: Session) async throws {
        let request = ExplainRequest(
            subject,
            on: try session.day(asOf, for: "--as-of"),
            in: session.language,
            as: session.isJSON ? .json : .text
        )
        for answer in try await session.answers(to: .explain(request)) {
            guard !session.isJSON else {
                try session.screen.print(answer)
                continue
            }
            for line in answer["lines"]?.elements ?? [] {
                try session.screen.print(line.string ?? "")
            }
        }
    }
}
