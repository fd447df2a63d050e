import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang tree-heads check`: whether what the hub has acknowledged is in the log that it has signed.
struct TreeCheckCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "抽查收据是否在平台签名的日志中 · whether receipts are in the log that the hub has signed",
        discussion: """
            随机抽取收据, 向平台要其在日志树中的路径, 与本站保存的最新树头核对. 有缺的退出码 1.
            Draws receipts at random, asks the hub for the way of each to the newest head that this site keeps, and
            follows it. Exits with 1 where one is missing.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "抽查几张 · how many")
    var sample = 20

    @Flag(help: "全部核对 · all of them")
    var all = false

    func run(_ session: Session) async throws -> ExitStatus {
        guard sample > 0 else {
            throw Failure.badChoice("\(sample)", for: "--sample", expected: "1, 2, 3 …")
        }
        let store = try session.openStore()
        let audit = try await session.audit(of: store, sample: all ? nil : sample)
        let screen = session.screen
        if session.options.json {
            try screen.print(json(audit))
        } else if let audit {
            try screen.print(
                screen.say(
                    "日志 \(audit.head.head.count) 条; 核对收据 \(audit.findings.count) 张, 不在日志中 \(audit.missing.count) 张.",
                    "the log has \(audit.head.head.count) entries; \(audit.findings.count) receipts looked for, \(audit.missing.count) not in it."
                )
            )
        } else {
            screen.note(screen.say("还没有收到过树头.", "no tree head has come yet."))
        }
        if let missing = audit?.missing, !missing.isEmpty { throw Failure.notInLog(missing) }
        return .done
    }

    private func json(_ audit: TreeAudit?) -> JSONValue {
        let missing = (audit?.missing ?? []).map { JSONValue.integer($0.statement.op.seq) }
        return [
            "count": audit.map { .integer($0.head.head.count) } ?? .null,
            "checked": .number(audit?.findings.count ?? 0),
            "missing": .array(missing),
        ]
    }
}

extension Session {
    /// Looks for receipts in the log of the newest head; `nil` where there is none yet.
    func audit(of store: Store, sample: Int?) async throws -> TreeAudit? {
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        let url = joined.membership.url
        var random = SystemRandom()
        do {
            return try await TreeAudit(
                of: store,
                asking: hubClient(at: url, trusting: joined.trust),
                sample: sample,
                random: &random
            )
        } catch let fault as HubFault { throw Failure.needed(fault, at: url) }
    }
}

extension Failure {
    /// The hub does not prove that these receipts are in its log.
    static func notInLog(_ receipts: [Receipt]) -> Failure {
        let ops = receipts.prefix(20).map { "\($0.statement.op.seq)" }.joined(separator: ", ")
        return Failure(
            .receiptNotInLog,
            .failed,
            "平台不能证明这些修改的收据在其签名的日志中: \(ops)",
            "the hub does not prove that the receipts of these ops are in the log that it has signed: \(ops)"
        )
    }
}
