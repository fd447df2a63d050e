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
        let due = try await DueFact.all(on: try session.day(asOf, for: "--as-of"), session)
        try DueFact.show(due, session)
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

    /// Names no day and no fact, since it stays when they are gone.
    private static let ground = "自然修复: 保存和披露期限届满, 三（二）"

    /// Facts in one request to the server.
    private static let requestMax = 1000

    func run(_ session: Session) async throws {
        let day = try session.day(asOf, for: "--as-of")
        guard dryRun || day <= session.today else { throw Failure.expiryAhead(day) }
        let screen = session.screen
        let due = try await DueFact.all(on: day, session)
        let asks = Screen.canAsk && !yes && !session.isJSON
        if dryRun || asks || due.isEmpty { try DueFact.show(due, session) }
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
            try await delete(some.map(\.fact), session)
        }
    }

    private func delete(_ facts: [HubCreditFact], _ session: Session) async throws {
        let request = FactRequest.delete(
            facts.map { FactName($0.id.description) },
            ground: Self.ground,
            author: Machine.accountName
        )
        for answer in try await session.answers(to: .fact(request)) {
            try session.print(answer) { screen, answer in
                screen.say("已删除: ", "deleted: ") + answer.shown("fact")
            }
        }
    }
}

/// A fact that has to be deleted.
struct DueFact {
    let fact: HubCreditFact
    /// The last day on which it was to be kept.
    let end: Day

    /// Every fact whose term is over on a day.
    static func all(on day: Day, _ session: Session) async throws -> [DueFact] {
        let engine = PolicyEngine()
        return try await session.answers(to: .fact(.list(subject: nil))).compactMap { answer in
            guard let fact = HubCreditFact(json: answer), let known = fact.fact,
                let end = engine.keptUntil(known, on: day), end < day
            else { return nil }
            return DueFact(fact: fact, end: end)
        }
    }

    static func show(_ due: [DueFact], _ session: Session) throws {
        let screen = session.screen
        var table = TextTable(
            screen.say("名称", "fact"),
            screen.say("单位", "subject"),
            screen.say("代码", "code"),
            screen.say("保存至", "kept until"),
            screen.say("原因", "because")
        )
        for one in due {
            let exclusion = CreditExclusion.retentionOver(one.end)
            let because = exclusion.text(in: session.language)
            if session.isJSON {
                try screen.print(
                    [
                        "fact": .string(one.fact.name),
                        "id": .string(one.fact.id.description),
                        "subject": .text(one.fact.values[.subject]),
                        "code": .text(one.fact.values[.code]),
                        "keptUntil": .string(one.end.description),
                        "because": .string(because),
                        "provision": .string(exclusion.provision.label),
                    ] as JSONValue
                )
            } else {
                table.add(
                    one.fact.name,
                    one.fact.values[.subject],
                    one.fact.values[.code],
                    one.end.description,
                    because
                )
            }
        }
        try session.show(table, empty: ("没有届满的.", "none is over."))
    }
}
