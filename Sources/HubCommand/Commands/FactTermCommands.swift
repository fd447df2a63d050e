import ArgumentParser
import Hub
import Policy
import SyncCore
import Terminal

/// `jiliang-hub fact due`: facts whose term is over, so that they have to be deleted (三（二）).
struct FactDueCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "保存期限已届满的 · whose term of keeping is over"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "按某一天判断 · judge on this day (YYYY-MM-DD)")
    var asOf: String?

    func run(_ session: Session) async throws {
        let day = try session.day(asOf, for: "--as-of")
        try DueFacts.show(try await DueFacts.all(on: day, session), session)
    }
}

/// `jiliang-hub fact expire`: deletes what `fact due` lists (自然修复).
struct FactExpireCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "删除保存期限已届满的, 不可恢复 · delete them, for good"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "按某一天判断, 不晚于今天 · judge on this day, today at the latest")
    var asOf: String?

    @Flag(help: "只说会怎样 · only say what would happen")
    var dryRun = false

    @Flag(help: "不再询问 · ask nothing")
    var yes = false

    /// Facts in one request to the server.
    private static let requestMax = 1000

    func run(_ session: Session) async throws {
        let day = try session.day(asOf, for: "--as-of")
        // The hub refuses this too; here it is said before anything is asked.
        guard dryRun || day <= session.today else {
            throw HubError.expiryAhead(day.description)
        }
        let screen = session.screen
        let due = try await DueFacts.all(on: day, session)
        let asks = Screen.canAsk && !yes && !session.isJSON
        if dryRun || asks || due.isEmpty { try DueFacts.show(due, session) }
        guard !dryRun, !due.isEmpty else { return }
        if asks {
            try screen.flush()
            let question = screen.say(
                "删除 \(due.count) 条, 各站点同时删除, 不可恢复. 确定?",
                "delete \(due.count) here and at the sites, for good?"
            )
            guard screen.confirm(question) else {
                return try screen.print(screen.say("没有删除.", "nothing was deleted."))
            }
        }
        for start in stride(from: 0, to: due.count, by: Self.requestMax) {
            let some = due[start..<min(start + Self.requestMax, due.count)]
            try await expire(some.map { FactName($0.shown("id")) }, on: day, session)
        }
    }

    private func expire(_ names: [FactName], on day: Day, _ session: Session) async throws {
        let request = FactRequest.expire(
            names,
            on: day.description,
            author: Machine.accountName
        )
        for answer in try await session.answers(to: .fact(request)) {
            try session.print(answer) { screen, answer in
                screen.say("已删除: ", "deleted: ") + answer.shown("fact")
            }
        }
    }
}

/// The facts that have to be deleted, as the hub names them.
private enum DueFacts {
    /// Every fact whose term is over on a day.
    static func all(on day: Day, _ session: Session) async throws -> [JSONValue] {
        let request = FactRequest.due(on: day.description, language: session.language)
        return try await session.answers(to: .fact(request))
    }

    static func show(_ due: [JSONValue], _ session: Session) throws {
        let screen = session.screen
        var table = TextTable(
            screen.say("名称", "fact"),
            screen.say("单位", "subject"),
            screen.say("代码", "code"),
            screen.say("保存至", "kept until"),
            screen.say("原因", "because")
        )
        for answer in due {
            if session.isJSON { try screen.print(answer) }
            table.add(answer, "fact", "subject", "code", "keptUntil", "because")
        }
        try session.show(table, empty: ("没有届满的.", "none is over."))
    }
}
