import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang quarantine`: what came from the hub and could not be taken in.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "收到而不能采用的数据 · what came and could not be taken in",
        subcommands: [
            QuarantineListCommand.self, QuarantineShowCommand.self, QuarantineRetryCommand.self,
        ],
        defaultSubcommand: QuarantineListCommand.self
    )
}

/// `jiliang quarantine list`.
struct QuarantineListCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出 · list it"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let frames = try session.openStore().quarantine()
        let screen = session.screen
        if session.options.json {
            for frame in frames { try screen.print(QuarantineWords.json(frame)) }
            return .done
        }
        guard !frames.isEmpty else {
            screen.note(screen.say("隔离区是空的.", "the quarantine is empty."))
            return .done
        }
        for line in QuarantineWords.table(frames, screen) { try screen.print(line) }
        return .done
    }
}

/// `jiliang quarantine show`.
struct QuarantineShowCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "查看一条, 逐字节照原样 · look at one, as it came"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    func run(_ session: Session) throws -> ExitStatus {
        let frames = try session.openStore().quarantine()
        guard let frame = frames.first(where: { $0.n == n }) else { throw Failure.unknownFrame(n) }
        let screen = session.screen
        if session.options.json {
            try screen.print(QuarantineWords.json(frame, withFrame: true))
        } else {
            for line in QuarantineWords.table([frame], screen) { try screen.print(line) }
            try screen.print(String(decoding: frame.bytes, as: UTF8.self))
        }
        return .done
    }
}

/// `jiliang quarantine retry`.
struct QuarantineRetryCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "再试着采用 · try to take it in again",
        discussion: """
            每次同步开始时也会再试; 只在升级之后有用.
            Every sync begins with this, too; it helps after an upgrade only.
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let count = try store.quarantine().count
        let screen = session.screen
        if session.options.dryRun {
            if session.options.json {
                try screen.print(QuarantineWords.json(released: 0, left: count))
            } else {
                let text = screen.say("将再试 \(count) 条.", "\(count) would be tried again.")
                try screen.print(session.dryRunPrefix + text)
            }
            return .done
        }
        let released = try store.retryQuarantine()
        let left = try store.quarantine().count
        if session.options.json {
            try screen.print(QuarantineWords.json(released: released, left: left))
        } else {
            try screen.print(
                screen.say(
                    "采用 \(released) 条, 仍隔离 \(left) 条.",
                    "\(released) taken in, \(left) still in quarantine."
                )
            )
        }
        return left == 0 ? .done : .doneInPart
    }
}
