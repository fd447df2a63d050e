import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub filing`: 备案, which waits here for the authority's answer.
struct FilingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filing",
        abstract: "备案 · filings",
        subcommands: [List.self, Accept.self, Return.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出待办备案 · list those that wait"
        )

        @OptionGroup var global: GlobalOptions

        @Flag(help: "包括已办的 · answered ones too")
        var all = false

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                "ID",
                screen.say("单位", "organisation"),
                screen.say("器具", "instrument"),
                screen.say("型号", "model"),
                screen.say("出厂编号", "serial"),
                screen.say("状态", "state")
            )
            try await session.show(
                .filings(waitingOnly: !all),
                empty: ("没有待办的备案.", "no filing waits."),
                table: &table
            ) { answer, table in
                table.add(answer, "id", "organisation", "name", "model", "serial", "state")
            }
        }
    }

    struct Accept: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "准予备案, 全部或都不 · take on record, all or none"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "器具 ID · ids of the instruments")
        var ids: [String]

        func run(_ session: Session) async throws {
            let request = ControlRequest.register(
                try session.ids(ids),
                author: Machine.accountName
            )
            try await FilingCommand.answer(request, session)
        }
    }

    struct Return: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "return",
            abstract: "退回备案, 全部或都不 · give back, all or none"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "器具 ID · ids of the instruments")
        var ids: [String]

        @Option(help: "退回理由 · why")
        var reason: String

        func run(_ session: Session) async throws {
            guard (1...2000).contains(reason.utf8.count) else {
                throw Failure.badChoice(reason, for: "--reason", expected: "1–2000 bytes")
            }
            let request = ControlRequest.giveBack(
                try session.ids(ids),
                reason: reason,
                author: Machine.accountName
            )
            try await FilingCommand.answer(request, session)
        }
    }

    private static func answer(_ request: ControlRequest, _ session: Session) async throws {
        for answer in try await session.answers(to: request) {
            try session.print(answer) { _, answer in
                "\(answer.shown("id"))  \(answer.shown("state"))"
            }
        }
    }
}
