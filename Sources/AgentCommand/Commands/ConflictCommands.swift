import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang conflicts`: what needs a person, and what this site has lost.
struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "冲突 · what needs a person",
        subcommands: [
            ConflictListCommand.self, ConflictShowCommand.self, ConflictResolveCommand.self,
            ConflictUndoCommand.self,
        ],
        defaultSubcommand: ConflictListCommand.self
    )
}

/// `jiliang conflicts`.
struct ConflictListCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出冲突 · list the conflicts"
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "连同已解决的和他人的 · those that are resolved or of others as well")
    var all = false

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let cases = try ConflictCase.all(in: store).filter { all || $0.isOfInterest }
        let screen = session.screen
        if session.options.json {
            for one in cases { try screen.print(ConflictWords.json(one)) }
            return .done
        }
        guard !cases.isEmpty else {
            screen.note(screen.say("没有冲突.", "no conflicts."))
            return .done
        }
        for line in try ConflictWords.table(cases, in: store, screen) { try screen.print(line) }
        return .done
    }
}

/// `jiliang conflicts show`.
struct ConflictShowCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "查看一个冲突 · look at one conflict"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let conflict = try ConflictCase.find(n, in: store)
        if session.options.json {
            try session.screen.print(try ConflictWords.json(conflict, in: store))
        } else {
            let lines = try ConflictWords.story(conflict, in: store, session.screen)
            for line in lines { try session.screen.print(line) }
        }
        return .done
    }
}

/// `jiliang conflicts resolve`.
struct ConflictResolveCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "解决冲突 · decide conflicts"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号, 可以有几个: 都解决, 或都不 · its number, or several: all or none")
    var n: [Int64]

    @Option(help: "采用: mine theirs 或另一个值 · take mine, theirs, or another value")
    var take: String

    @Option(help: "理由 · reason")
    var reason: String

    func run(_ session: Session) throws -> ExitStatus {
        let author = session.author(reason: try session.stated(reason))
        let store = try session.openStore()
        let conflicts = try Set(n).sorted().map { try ConflictCase.find($0, in: store) }
        let screen = session.screen
        if !session.options.json {
            for conflict in conflicts { try preview(conflict, in: store, author, screen) }
        }
        if session.asks {
            try screen.flush()
            guard screen.confirm(screen.say("确定?", "sure?")) else {
                try screen.print(screen.say("没有记录.", "nothing was recorded."))
                return .done
            }
        }
        var random = SystemRandom()
        let values = try ConflictResolution.resolve(
            conflicts,
            taking: choice,
            in: store,
            by: author,
            random: &random
        )
        if session.options.json {
            for (conflict, value) in zip(conflicts, values) {
                try screen.print(json(conflict, value, session))
            }
        } else {
            try screen.print(
                session.dryRunPrefix
                    + screen.say("已记录, 将随下次同步发送.", "recorded; the next sync sends it.")
            )
        }
        return .done
    }

    private var choice: ConflictResolution.Choice {
        switch take {
        case "mine": .mine
        case "theirs": .theirs
        default: .value(take)
        }
    }

    /// What will be, by number where there are several.
    private func preview(
        _ conflict: ConflictCase,
        in store: Store,
        _ author: Author,
        _ screen: Screen
    ) throws {
        let value = try ConflictResolution.value(of: choice, for: conflict, in: store, by: author)
        let number = n.count > 1 ? "#\(conflict.record.n)  " : ""
        for line in ConflictWords.preview(conflict, value, screen) {
            try screen.print(number + line)
        }
    }

    private func json(
        _ conflict: ConflictCase,
        _ value: String?,
        _ session: Session
    ) -> JSONValue {
        [
            "n": .integer(conflict.record.n),
            "record": .string(conflict.record.record.description),
            "field": .string(conflict.record.field),
            "value": .text(value),
            "dryRun": .bool(session.options.dryRun),
        ]
    }
}
