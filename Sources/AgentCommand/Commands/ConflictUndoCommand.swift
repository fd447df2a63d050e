import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang conflicts undo`: takes back a decision of this site.
struct ConflictUndoCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "撤回本站点的决定 · take back a decision of this site"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    @Option(help: "理由 · reason")
    var reason: String?

    func run(_ session: Session) throws -> ExitStatus {
        let author = session.author(reason: try reason.map(session.stated))
        let store = try session.openStore()
        let undo = try ConflictUndo(of: try ConflictCase.find(n, in: store), in: store)
        let screen = session.screen
        if !session.options.json { try screen.print(ConflictWords.preview(undo, screen)) }
        if session.asks {
            try screen.flush()
            guard screen.confirm(screen.say("确定?", "sure?")) else {
                try screen.print(screen.say("没有记录.", "nothing was recorded."))
                return .done
            }
        }
        var random = SystemRandom()
        try undo.run(in: store, by: author, random: &random)
        if session.options.json {
            try screen.print(json(undo, session))
        } else {
            try screen.print(
                session.dryRunPrefix
                    + screen.say("已记录, 将随下次同步发送.", "recorded; the next sync sends it.")
            )
        }
        return .done
    }

    private func json(_ undo: ConflictUndo, _ session: Session) -> JSONValue {
        [
            "n": .integer(undo.conflict.record.n),
            "record": .string(undo.conflict.record.record.description),
            "field": .string(undo.conflict.record.field),
            "decided": .text(undo.decided),
            "value": .text(undo.value),
            "proposal": .bool(undo.isProposal),
            "dryRun": .bool(session.options.dryRun),
        ]
    }
}
