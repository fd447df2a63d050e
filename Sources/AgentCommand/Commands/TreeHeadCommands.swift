import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang tree-heads`: what the hub has signed of its whole log.
struct TreeHeadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree-heads",
        abstract: "平台对整份日志的签名 · what the hub has signed of its whole log",
        subcommands: [
            TreeHeadListCommand.self, TreeCheckCommand.self, ContradictionsCommand.self,
            SettleCommand.self,
        ],
        defaultSubcommand: TreeHeadListCommand.self
    )
}

/// `jiliang tree-heads list`.
struct TreeHeadListCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出, 最新的在前 · list them, the newest first"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "每个写成一个文件 · write each as a file into this folder")
    var out: String?

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let keys = try store.hubKeys()
        let heads = try store.treeHeads()
        let folder = try out.map { try ReceiptFolder($0, keys) }
        for signed in heads.heads {
            try folder?.write(signed, as: "head-\(signed.head.epoch)-\(signed.head.count)")
        }
        let screen = session.screen
        if session.options.json {
            for signed in heads.heads { try screen.print(HeadWords.json(signed)) }
        } else if heads.newest == nil {
            screen.note(screen.say("还没有收到过.", "none has come yet."))
        } else {
            for line in HeadWords.table(heads, screen) { try screen.print(line) }
        }
        return .done
    }
}

/// `jiliang tree-heads contradictions`.
struct ContradictionsCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "contradictions",
        abstract: "平台前后矛盾的签名 · what the hub has signed and cannot both be true"
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "已处理的也列出 · those that were settled as well")
    var all = false

    @Option(help: "双方签名写成文件, 作为证据 · write both signed heads of each as files, as evidence")
    var out: String?

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let keys = try store.hubKeys()
        let noted = try store.contradictions(openOnly: !all)
        let folder = try out.map { try ReceiptFolder($0, keys) }
        for noted in noted {
            let name = "contradiction-\(noted.n)"
            try folder?.write(noted.contradiction.earlier, as: name + "-earlier")
            try folder?.write(noted.contradiction.later, as: name + "-later")
        }
        let screen = session.screen
        if session.options.json {
            for noted in noted { try screen.print(HeadWords.json(noted)) }
        } else if noted.isEmpty {
            screen.note(screen.say("没有.", "none."))
        } else {
            for line in HeadWords.table(noted, screen) { try screen.print(line) }
        }
        return .done
    }
}

/// `jiliang tree-heads settle`.
struct SettleCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "矛盾已查明, 不再提示 · a contradiction was looked into and is not told any more",
        discussion: """
            双方签名仍留作证据. Both signed heads stay as evidence.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "编号 · its number")
    var n: Int64

    @Option(help: "查明的原因 · what came out")
    var reason: String

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let open = try store.contradictions()
        guard let noted = open.first(where: { $0.n == n }) else {
            throw Failure.unknownContradiction(n)
        }
        let screen = session.screen
        if !session.options.dryRun {
            guard try store.settleContradiction(n, because: reason) else {
                throw Failure.unknownContradiction(n)
            }
        }
        if session.options.json {
            try screen.print(["n": .integer(noted.n), "reason": .string(reason)])
        } else {
            let text = screen.say("第 \(n) 项已了结.", "\(n) is settled.")
            try screen.print((session.options.dryRun ? session.dryRunPrefix : "") + text)
        }
        return .done
    }
}

extension Store {
    /// The keys by which the hub signs and has signed.
    fileprivate func hubKeys() throws -> HubKeys {
        guard let membership = try membership() else { throw Failure.notJoined }
        return membership.keys
    }
}
