import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub rule-pack`: what facts count for at all sites.
struct RulePackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule-pack",
        abstract: "评分标准 · the rule packs of all sites",
        subcommands: [Load.self, List.self]
    )

    struct Load: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "load",
            abstract: "签名下发一份评分标准 · sign a rule pack and give it to all sites"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "JSON 文件, 或 - · a JSON file, or -")
        var file: String

        func run(_ session: Session) async throws {
            try await session.load(.rulePack, from: file)
        }
    }

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出下发过的评分标准 · list those that were given"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("版本", "version"),
                screen.say("生效", "valid from"),
                screen.say("状态", "status"),
                "SHA-256",
                widthMax: 64
            )
            try await session.show(
                .document(.list(.rulePack)),
                empty: ("没有下发过评分标准; 各站点用程序自带的.", "none was given; sites use the built-in one."),
                table: &table
            ) { answer, table in
                table.add(answer, "version", "validFrom", "status", "digest")
            }
        }
    }
}
