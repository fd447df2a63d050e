import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub site`: the sites that have joined.
struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "已加入的站点 · sites that have joined",
        subcommands: [List.self, Revoke.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出站点 · list them"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                "ID",
                screen.say("单位", "organisation"),
                screen.say("角色", "role"),
                screen.say("名称", "name"),
                screen.say("加入", "joined"),
                screen.say("证书有效至", "certificate until"),
                screen.say("注销", "revoked")
            )
            try await session.show(
                .sites,
                empty: ("还没有站点.", "no site yet."),
                table: &table
            ) { answer, table in
                table.add(
                    answer,
                    "site",
                    "organisation",
                    "role",
                    "name",
                    "enrolledAt",
                    "certificateExpires",
                    "revokedAt"
                )
            }
        }
    }

    struct Revoke: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "注销站点, 立即生效 · shut a site out at once"
        )

        @OptionGroup var global: GlobalOptions

        @Argument(help: "站点 ID · id of the site")
        var id: String

        func run(_ session: Session) async throws {
            guard let site = RecordID(id) else { throw HubError.unknownSite(id) }
            for answer in try await session.answers(to: .revoke(site)) {
                try session.print(answer) { screen, answer in
                    screen.say("已注销: ", "revoked: ") + answer.shown("site")
                }
            }
        }
    }
}
