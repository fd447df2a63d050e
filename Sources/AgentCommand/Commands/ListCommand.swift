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

    @Option(help: "种类 · kind: instrument, or device (所属设备, with the worst colour of its parts)")
    var kind = "instrument"

    func run(_ session: Session) throws -> ExitStatus {
        let color = try chosenColor()
        let status = try chosenStatus()
        switch kind {
        case "instrument":
            return try list(session) { judged in
                (status == nil || judged.record.status == status)
                    && (color == nil || judged.color == color)
            }
        case "device": return try listDevices(session, color, status)
        default:
            throw Failure.badChoice(kind, for: "--kind", expected: "instrument device")
        }
    }

    private func list(
        _ session: Session,
        where isChosen: (JudgedInstrument) -> Bool
    ) throws -> ExitStatus {
        var table = Self.emptyTable(session.screen)
        try forEachInstrument(session) { judged in
            guard isChosen(judged) else { return }
            if session.options.json {
                try session.screen.print(InstrumentWords.json(judged, session.language))
            } else {
                InstrumentWords.add(judged, to: &table, session.language)
            }
        }
        return try finish(table, session)
    }

    /// Devices, each with the worst of its parts; a status chooses among the parts.
    private func listDevices(
        _ session: Session,
        _ color: WarningColor?,
        _ status: UseStatus?
    ) throws -> ExitStatus {
        var parts: [JudgedInstrument] = []
        try forEachInstrument(session) { judged in
            guard judged.record[.parent] != nil, judged.shown != nil,
                status == nil || judged.record.status == status
            else { return }
            parts.append(judged)
        }
        var table = DeviceWords.emptyTable(session.screen)
        for device in DeviceGroup.groups(of: parts) where color == nil || device.color == color {
            if session.options.json {
                try session.screen.print(DeviceWords.json(device))
            } else {
                DeviceWords.add(device, to: &table, session.language)
            }
        }
        return try finish(table, session)
    }

    private func forEachInstrument(
        _ session: Session,
        _ body: (JudgedInstrument) throws -> Void
    ) throws {
        let store = try session.openStore()
        let (day, engine) = (session.day, session.engine)
        try store.forEachInstrument { record in
            try body(JudgedInstrument(record, on: day, asOf: session.asOf, by: engine))
        }
    }

    private func finish(_ table: TextTable, _ session: Session) throws -> ExitStatus {
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
