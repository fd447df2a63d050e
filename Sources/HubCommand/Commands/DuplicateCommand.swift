import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub duplicate`: instruments that were registered twice.
struct DuplicateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicate",
        abstract: "重复登记 · instruments that were registered twice",
        subcommands: [List.self, DuplicateMergeCommand.self, DuplicateSplitCommand.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出疑似重复登记, 或已合并的登记 · list probable ones, or the merges"
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "只看一个单位 · of one organisation only")
        var organisation: String?

        @Flag(help: "列出已合并的登记 · list what is merged")
        var merged = false

        func run(_ session: Session) async throws {
            let organisation = try organisation.map(session.organisation)
            try await merged
                ? listMerges(of: organisation, session) : listProbable(of: organisation, session)
        }

        private func listProbable(of organisation: String?, _ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("单位", "organisation"),
                screen.say("厂家|型号|编号", "maker|model|serial"),
                screen.say("留用", "keep"),
                screen.say("其余", "others")
            )
            try await session.show(
                .duplicate(.list(organisation: organisation)),
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

        private func listMerges(of organisation: String?, _ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("单位", "organisation"),
                screen.say("出厂编号", "serial"),
                screen.say("被合并", "merged"),
                screen.say("合并登记到", "into"),
                screen.say("合并依据", "evidence")
            )
            try await session.show(
                .duplicate(.merges(organisation: organisation)),
                empty: ("没有合并的登记.", "nothing is merged."),
                table: &table
            ) { answer, table in
                let evidence = answer["evidence"]?.elements?.compactMap(\.string) ?? []
                table.add(
                    answer.shown("organisation"),
                    answer.shown("serial"),
                    answer.shown("absorbed"),
                    answer.shown("canonical"),
                    evidence.joined(separator: " ")
                )
            }
        }
    }
}
