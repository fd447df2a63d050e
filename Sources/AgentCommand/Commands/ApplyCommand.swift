import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang apply`: 申请检定.
struct ApplyCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "申请检定 · apply for verification"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID 或出厂编号 · ids or serial numbers")
    var ids: [String]

    @Option(help: "检定机构的统一社会信用代码 · credit code of the verification body")
    var body: String

    @Option(help: "申请原因 · why: new repaired expiring")
    var reason: String?

    @Option(help: "希望的日期 · the days that would suit: A..B")
    var window: String?

    func run(_ session: Session) throws -> ExitStatus {
        let draft = try draft(session)
        let store = try session.openStore()
        let instruments = try session.instruments(ids, in: store)
        var random = SystemRandom()
        if session.asks {
            let plan = try draft.apply(
                for: instruments,
                in: store,
                by: session.author(isDryRun: true),
                random: &random
            )
            try show(plan, in: store, session)
            try session.screen.flush()
            guard session.screen.confirm(question(plan.count, session.screen)) else {
                try session.screen.print(session.screen.say("没有提交.", "nothing was sent."))
                return .done
            }
        }
        let made = try draft.apply(
            for: instruments,
            in: store,
            by: session.author(),
            random: &random
        )
        if session.options.json {
            try session.screen.print(json(made, session))
        } else {
            if !session.asks { try show(made, in: store, session) }
            try session.screen.print(
                session.dryRunPrefix
                    + session.screen.say("申请 \(made.count) 台.", "applied for: \(made.count).")
            )
        }
        return .done
    }

    private func draft(_ session: Session) throws -> ApplicationDraft {
        let reason = try reason.map { text in
            guard let reason = ApplicationReason(rawValue: text) else {
                let expected = ApplicationReason.allCases.map(\.rawValue).joined(separator: " ")
                throw Failure.badChoice(text, for: "--reason", expected: expected)
            }
            return reason
        }
        let days = try window.map(Self.days)
        return try ApplicationDraft(
            body: try session.checkedOrganisation(body),
            reason: reason,
            from: days?.from,
            to: days?.to
        )
    }

    private static func days(_ text: String) throws -> (from: Day, to: Day) {
        guard let dots = text.firstRange(of: ".."),
            let from = Day(String(text[..<dots.lowerBound])),
            let to = Day(String(text[dots.upperBound...]))
        else { throw Failure.badDay(text) }
        return (from, to)
    }

    private func question(_ count: Int, _ screen: Screen) -> String {
        screen.say(
            "申请 \(count) 台. 强制检定不收费. 提交?",
            "apply for \(count)? compulsory verification is free of charge."
        )
    }

    private func show(
        _ made: [ApplicationDraft.Made],
        in store: Store,
        _ session: Session
    ) throws {
        let screen = session.screen
        var table = TextTable(
            screen.say("器具", "instrument"),
            screen.say("出厂编号", "serial"),
            screen.say("申请原因", "reason"),
            "ID"
        )
        for one in made {
            let record = try store.instrument(one.instrument)
            table.add(
                record?[.name],
                record?[.serial],
                Terms.value(
                    one.reason.rawValue,
                    of: ApplicationField.reason.rawValue,
                    in: session.language
                ),
                // An id that was only tried out would be another one the next time.
                session.options.dryRun || session.asks ? nil : one.id.description
            )
        }
        for line in table.lines { try screen.print(line) }
    }

    private func json(_ made: [ApplicationDraft.Made], _ session: Session) -> JSONValue {
        [
            "applications": .array(
                made.map {
                    [
                        "id": session.options.dryRun ? .null : .string($0.id.description),
                        "instrument": .string($0.instrument.description),
                        "reason": .string($0.reason.rawValue),
                    ]
                }
            ),
            "dryRun": .bool(session.options.dryRun),
        ]
    }
}
