import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub application`: applications for verification.
struct ApplicationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "application",
        abstract: "检定申请 · applications for verification",
        subcommands: [List.self, Assign.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出申请 · list them"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                "ID",
                screen.say("器具", "instrument"),
                screen.say("单位", "organisation"),
                screen.say("检定机构", "body"),
                screen.say("状态", "state"),
                screen.say("申请日", "applied on")
            )
            try await session.show(
                .applications,
                empty: ("没有申请.", "no application."),
                table: &table
            ) { answer, table in
                table.add(
                    answer,
                    "id",
                    "instrument",
                    "organisation",
                    "body",
                    "state",
                    "appliedOn"
                )
            }
        }
    }

    struct Assign: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign",
            abstract: "指定检定机构 · name the verification body"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "申请 ID · id of the application")
        var id: String

        @Option(help: "检定机构的统一社会信用代码 · code of the body")
        var body: String

        func run(_ session: Session) async throws {
            guard let application = RecordID(id) else { throw HubError.unknownRecord(id) }
            let request = ControlRequest.assign(
                application,
                body: try session.organisation(body),
                author: Machine.accountName
            )
            for answer in try await session.answers(to: request) {
                try session.print(answer) { _, answer in
                    "\(answer.shown("id"))  \(answer.shown("body"))"
                }
            }
        }
    }
}
