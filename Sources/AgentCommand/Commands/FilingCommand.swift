import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang file`: 备案 of instruments.
struct FilingCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "备案 · file instruments with the authority"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID 或出厂编号 · ids or serial numbers")
    var ids: [String]

    @Option(help: "原因 · reason")
    var reason: String?

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        var random = SystemRandom()
        let instruments = try session.instruments(ids, in: store)
        try Filing.file(
            instruments,
            in: store,
            by: session.author(reason: reason),
            random: &random
        )
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "filed": .texts(instruments.map(\.description)),
                    "dryRun": .bool(session.options.dryRun),
                ] as JSONValue
            )
            return .done
        }
        try screen.print(
            session.dryRunPrefix
                + screen.say(
                    "已报备案 \(instruments.count) 台, 待市场监管部门核对.",
                    "filed: \(instruments.count), to be checked by the authority."
                )
        )
        return .done
    }
}

extension Session {
    /// The instruments that the user means, each once.
    func instruments(_ texts: [String], in store: Store) throws -> [RecordID] {
        var seen: Set<RecordID> = []
        return try texts.map { try instrument($0, in: store) }.filter { seen.insert($0).inserted }
    }

    /// What stands before a sentence that says what would be.
    var dryRunPrefix: String { options.dryRun ? screen.say("(试算) ", "(dry run) ") : "" }

    /// Whether to ask before something is written.
    var asks: Bool { Screen.canAsk && !options.yes && !options.json && !options.dryRun }
}
