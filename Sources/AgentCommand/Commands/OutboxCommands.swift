import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang outbox`: what waits for the hub, and what the hub does not take.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "待送出的修改 · what waits for the hub",
        subcommands: [
            OutboxListCommand.self, OutboxShowCommand.self, OutboxRetryCommand.self,
            OutboxDropCommand.self,
        ],
        defaultSubcommand: OutboxListCommand.self
    )
}

/// `jiliang outbox list`.
struct OutboxListCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出, 最急的在前 · list them, the most urgent first"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "只列一类: legal interactive bulk · one lane only")
    var lane: String?

    @Flag(help: "平台不收的 · what the hub does not take")
    var dead = false

    /// So many are shown on the screen; JSON has all.
    private static let shownMax = 100

    func run(_ session: Session) throws -> ExitStatus {
        let wanted = try lane.map { name in
            guard let lane = Lane(name: name) else {
                throw Failure(
                    .usage,
                    .usage,
                    "--lane 只能是 legal interactive bulk, 不是 `\(name)`",
                    "--lane takes legal, interactive or bulk, not `\(name)`"
                )
            }
            return lane
        }
        let store = try session.openStore()
        let words = OutboxWords(session: session)
        if dead { return try listDead(in: store, wanted, words, session) }
        var table = words.emptyTable
        var count = 0
        try store.forEachWaiting(in: wanted, by: { session.engine.deadline }) { entry in
            count += 1
            if session.options.json {
                try session.screen.print(words.json(entry))
            } else if count <= Self.shownMax {
                words.add(entry, to: &table)
            }
        }
        guard !session.options.json else { return .done }
        try words.show(table, rest: count - Self.shownMax)
        return .done
    }

    private func listDead(
        in store: Store,
        _ wanted: Lane?,
        _ words: OutboxWords,
        _ session: Session
    ) throws -> ExitStatus {
        var isEmpty = true
        for letter in try store.deadLetters() {
            guard let found = try store.outboxEntry(letter.seq, by: { session.engine.deadline }),
                wanted == nil || wanted == found.entry.lane
            else { continue }
            isEmpty = false
            if session.options.json {
                try session.screen.print(words.json(found.entry))
            } else {
                for line in words.lines(letter) { try session.screen.print(line) }
            }
        }
        if isEmpty, !session.options.json {
            let screen = session.screen
            screen.note(screen.say("平台没有不收的修改.", "the hub has refused nothing."))
        }
        return .done
    }
}

/// `jiliang outbox show`.
struct OutboxShowCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "查看一条修改的去向 · where one change stands"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let found = try session.outboxEntry(n, in: store)
        let words = OutboxWords(session: session)
        if session.options.json {
            try session.screen.print(words.json(found.entry, found.body))
        } else {
            let lines = words.story(found.entry, found.body)
            for line in lines { try session.screen.print(line) }
        }
        return .done
    }
}

/// `jiliang outbox retry`.
struct OutboxRetryCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "再送一次 · send one once more",
        discussion: """
            隔离的, 不等下次重试; 平台不收的, 恢复为待送出. 下次同步时送出.
            An isolated change is not waited for, a refused one waits again. The next sync sends it.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let entry = try session.outboxEntry(n, in: store).entry
        let screen = session.screen
        let preview: String
        switch entry.state {
        case .isolated:
            preview = screen.say(
                "第 \(n) 条下次同步时单独再送一次; 它后面同一器具的修改继续等它.",
                "the next sync sends \(n) alone; what stands behind it on its instrument goes on waiting."
            )
        case .refused:
            preview = screen.say(
                "第 \(n) 条恢复为待送出, 并重新显示在台账里; 平台仍不收的话还会退回.",
                "\(n) waits again and stands in the ledger again; the hub may refuse it again."
            )
        case .waiting, .dropped, .received: throw Failure.notRetried(n)
        }
        guard try session.agrees(to: preview, op: n) else { return .done }
        if case .isolated = entry.state {
            _ = try store.retryIsolated(n)
        } else {
            _ = try store.retryRefused(n)
        }
        return .done
    }
}

/// `jiliang outbox drop`.
struct OutboxDropCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "了结一条平台不收的修改 · be done with a change that the hub does not take"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    @Option(help: "理由 · reason")
    var reason: String

    func run(_ session: Session) throws -> ExitStatus {
        let reason = try session.stated(reason)
        let store = try session.openStore()
        let entry = try session.outboxEntry(n, in: store).entry
        guard case .refused(let letter) = entry.state else { throw Failure.notDead(n) }
        let screen = session.screen
        let preview = screen.say(
            "第 \(n) 条 (\(letter.code)) 不再列为问题, 也不再送出; 它留在 journal.db 和历史里.",
            "\(n) (\(letter.code)) is named no more and never sent; it stays in journal.db and in the history."
        )
        guard try session.agrees(to: preview, op: n) else { return .done }
        _ = try store.drop(n, by: session.author().name, reason: reason, at: session.now)
        return .done
    }
}

extension Session {
    /// The op that the user means.
    func outboxEntry(_ n: Int64, in store: Store) throws -> (entry: OutboxEntry, body: OpBody?) {
        guard let found = try store.outboxEntry(n, by: { engine.deadline }) else {
            throw Failure.unknownOp(n)
        }
        return found
    }

    /// Says what will happen, and whether it may: `--dry-run` only says it, and a person is asked.
    func agrees(to preview: String, op n: Int64) throws -> Bool {
        if options.json {
            try screen.print(["op": .integer(n), "dryRun": .bool(options.dryRun)] as JSONValue)
            return !options.dryRun
        }
        try screen.print(dryRunPrefix + preview)
        guard asks else { return !options.dryRun }
        try screen.flush()
        guard screen.confirm(screen.say("确定?", "sure?")) else {
            try screen.print(screen.say("没有改动.", "nothing was changed."))
            return false
        }
        return true
    }
}

extension Lane {
    fileprivate init?(name: String) {
        guard let lane = Lane.allCases.first(where: { $0.name == name }) else { return nil }
        self = lane
    }
}
