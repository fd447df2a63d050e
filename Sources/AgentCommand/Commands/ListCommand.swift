import ArgumentParser
import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang list`: the instruments, each with its colour and the reason.
struct ListCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出器具 · list the instruments"
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "颜色 · colour: none green yellow red")
    var color: String?

    @Option(help: "状态 · status: in_use standby stopped repairing scrapped")
    var status: String?

    @Option(help: "种类 · kind: instrument")
    var kind = "instrument"

    func run(_ session: Session) throws -> ExitStatus {
        let color = try chosenColor()
        let status = try chosenStatus()
        guard kind == "instrument" else {
            throw Failure.badChoice(kind, for: "--kind", expected: "instrument")
        }
        let store = try session.openStore()
        var table = Self.emptyTable(session.screen)
        try store.forEachInstrument { record in
            guard status == nil || record.status == status else { return }
            let judged = JudgedInstrument(
                record,
                on: session.day,
                asOf: session.asOf,
                by: session.engine
            )
            guard color == nil || judged.conclusion.color == color else { return }
            if session.options.json {
                try session.screen.print(InstrumentWords.json(judged, session.language))
            } else {
                InstrumentWords.add(judged, to: &table, session.language)
            }
        }
        guard !session.options.json else { return .done }
        for line in table.lines where !table.isEmpty { try session.screen.print(line) }
        if table.isEmpty {
            session.screen.note(session.screen.say("没有符合的器具.", "no instrument matches."))
        }
        return .done
    }

    private static func emptyTable(_ screen: Screen) -> TextTable {
        TextTable(
            screen.say("颜色", "colour"),
            screen.say("器具", "instrument"),
            screen.say("型号", "model"),
            screen.say("出厂编号", "serial"),
            screen.say("状态", "status"),
            screen.say("有效期至", "valid until"),
            "ID",
            screen.say("原因", "because"),
            widthMax: 44
        )
    }

    private func chosenColor() throws -> WarningColor? {
        try color.map { text in
            guard let color = WarningColor(rawValue: text) else {
                let expected = WarningColor.allCases.map(\.rawValue).joined(separator: " ")
                throw Failure.badChoice(text, for: "--color", expected: expected)
            }
            return color
        }
    }

    private func chosenStatus() throws -> UseStatus? {
        try status.map { text in
            guard let status = UseStatus(ledgerWord: text) else {
                throw Failure.badChoice(text, for: "--status", expected: Terms.allStatuses)
            }
            return status
        }
    }
}
