import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub calendar`: the working days that all sites count by.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "工作日历 · the working calendar of all sites",
        subcommands: [Load.self, List.self]
    )

    struct Load: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "load",
            abstract: "签名下发一份日历 · sign a calendar and give it to all sites"
        )

        @OptionGroup var global: GlobalOptions

        @Flag(help: "已公布的日期确有变动 · days that were announced do change")
        var yes = false

        @Argument(help: "date,kind,name 的 CSV 文件, 或 - · a CSV file, or -")
        var file: String

        func run(_ session: Session) async throws {
            try await session.load(.calendar, from: file, changesDays: yes)
        }
    }

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出下发过的日历 · list those that were given"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("版本", "version"),
                screen.say("年份", "years"),
                "SHA-256",
                widthMax: 64
            )
            try await session.show(
                .document(.list(.calendar)),
                empty: ("没有下发过日历; 各站点用程序自带的.", "none was given; sites use the built-in one."),
                table: &table
            ) { answer, table in
                let (from, through) = (answer["from"]?.integer, answer["through"]?.integer)
                let years = [from, through].compactMap { $0.map(String.init) }
                table.add(
                    answer.shown("version"),
                    years.joined(separator: "–"),
                    answer.shown("digest")
                )
            }
        }
    }
}
