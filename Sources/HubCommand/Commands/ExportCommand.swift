import ArgumentParser
import Hub
import Synchronization
import SyncCore
import Terminal

/// `jiliang-hub export`: every settled record, to standard output.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出 · export",
        subcommands: [Lines.self]
    )

    struct Lines: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "ndjson",
            abstract: "规范 NDJSON, 与站点的导出逐字节相同 · canonical lines, the same bytes as a site's"
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "只导出一个单位的 · only one organisation's")
        var organisation: String?

        func run(_ session: Session) async throws {
            let code = try organisation.map(session.organisation)
            // A screen of its own, since the records come from a thread of the store.
            let screen = Mutex(Screen(language: session.language, isQuiet: true))
            try await session.perform(.export(organisation: code)) { record in
                let line = record.canonical + [UInt8(ascii: "\n")]
                try screen.withLock { screen in
                    try line.withUnsafeBytes { try screen.write($0) }
                }
            }
            try screen.withLock { try $0.finish() }
        }
    }
}
