import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub blobs`: the certificate files.
struct BlobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blobs",
        abstract: "证书文件 · certificate files",
        subcommands: [Collect.self]
    )

    struct Collect: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "collect",
            abstract: "清理没有结果引用的文件 · remove files that no result names",
            discussion: """
                收到回执满 30 天仍没有检定结果引用的文件. 服务器运行时每天自动清理一次.
                Those for which the last receipt is 30 days old. A running server does it once a day.
                """
        )

        @Flag(help: "只列出, 不清理 · only say which")
        var dryRun = false

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable("SHA-256", screen.say("字节", "bytes"))
            try await session.show(
                .collectBlobs(dryRun: dryRun),
                empty: ("没有要清理的文件.", "no file to remove."),
                table: &table
            ) { answer, table in
                table.add(answer.shown("digest"), "\(answer["size"]?.integer ?? 0)")
            }
        }
    }
}
