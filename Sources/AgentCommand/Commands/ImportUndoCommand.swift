import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang import undo BATCH`.
struct ImportUndoCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "撤回一次导入 · take an import back"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "批次号 · name of the import, as in IMP-20261123-1")
    var batch: String

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        var random = SystemRandom()
        let report = try ImportUndo.run(
            batch,
            in: store,
            author: session.author().name,
            isDryRun: session.options.dryRun,
            at: session.now,
            random: &random
        )
        let screen = session.screen
        if session.options.json {
            try screen.print(
                [
                    "batch": .string(report.batch),
                    "removed": .number(report.removed),
                    "restored": .number(report.restored),
                    "kept": .number(report.kept.count),
                ] as JSONValue
            )
            return .done
        }
        let counts = (report.removed, report.restored, report.kept.count)
        let isPlan = session.options.dryRun
        let done =
            isPlan ? screen.say("将撤回", "would be taken back") : screen.say("已撤回", "taken back")
        try screen.print(
            screen.say(
                "\(report.batch) \(done): 删除 \(counts.0), 还原 \(counts.1), 保留 \(counts.2)",
                "\(report.batch) \(done): removed \(counts.0), restored \(counts.1), "
                    + "kept \(counts.2)"
            )
        )
        if let first = report.kept.first {
            try screen.print(
                screen.say(
                    "保留的器具在导入之后又有修改, 如 jiliang history \(first)",
                    "those kept were changed after the import, as in jiliang history \(first)"
                )
            )
        }
        return .done
    }
}
