import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub org`: who may join.
struct OrganisationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "org",
        abstract: "可以加入的单位 · organisations that may join",
        subcommands: [Add.self, List.self]
    )

    struct Add: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "登记单位 · name an organisation"
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "统一社会信用代码 · unified social credit code")
        var organisation: String

        @Option(help: "单位名称 · name of the organisation")
        var name: String

        @Option(help: "user-unit 使用单位 | verification-body 检定机构")
        var role: String

        @Option(help: "行政区划代码, 六位 · region code, six digits")
        var region: String?

        func run(_ session: Session) async throws {
            if let region {
                let isCode = region.utf8.count == 6 && region.utf8.allSatisfy { 0x30...0x39 ~= $0 }
                guard isCode else {
                    throw Failure.badChoice(region, for: "--region", expected: "330106")
                }
            }
            guard (1...400).contains(name.utf8.count) else {
                throw Failure.badChoice(name, for: "--name", expected: "1–400 bytes")
            }
            let organisation = HubOrganisation(
                code: try session.organisation(organisation),
                name: name,
                party: try session.role(role),
                region: region
            )
            for answer in try await session.answers(to: .addOrganisation(organisation)) {
                try session.print(answer) { screen, _ in
                    screen.say("已登记: \(name)", "named: \(name)") + "  \(organisation.code)"
                }
            }
        }
    }

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出单位 · list them"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("代码", "code"),
                screen.say("角色", "role"),
                screen.say("名称", "name"),
                screen.say("区划", "region")
            )
            try await session.show(
                .organisations,
                empty: ("还没有单位.", "no organisation yet."),
                table: &table
            ) { answer, table in
                table.add(answer, "organisation", "role", "name", "region")
            }
        }
    }
}
