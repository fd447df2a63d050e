import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub duplicate`: instruments that were probably registered twice.
struct DuplicateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicate",
        abstract: "疑似重复登记 · instruments that were probably registered twice",
        subcommands: [List.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出疑似重复登记 · list them"
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "只看一个单位 · of one organisation only")
        var organisation: String?

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("单位", "organisation"),
                screen.say("厂家|型号|编号", "maker|model|serial"),
                screen.say("留用", "keep"),
                screen.say("其余", "others")
            )
            try await session.show(
                .duplicates(organisation: try organisation.map(session.organisation)),
                empty: ("没有疑似重复登记.", "no probable duplicates."),
                table: &table
            ) { answer, table in
                let ids = (answer["instruments"]?.elements ?? []).map { $0.shown("id") }
                table.add(
                    answer.shown("organisation"),
                    answer.shown("identity"),
                    answer.shown("keep"),
                    ids.dropFirst().joined(separator: " ")
                )
            }
        }
    }
}
