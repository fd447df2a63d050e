import ArgumentParser
import Explanations
import SyncAgent
import SyncCore
import Terminal

/// `jiliang duplicates`: instruments that were probably registered twice.
struct DuplicatesCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "疑似重复登记 · instruments that were probably registered twice"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let groups = try DuplicateSearch.groups(in: try session.openStore())
        let screen = session.screen
        guard !session.options.json else {
            for group in groups { try screen.print(group.json) }
            return .done
        }
        guard !groups.isEmpty else {
            screen.note(screen.say("没有疑似重复登记.", "no probable duplicates."))
            return .done
        }
        var table = TextTable(
            "",
            screen.say("出厂编号", "serial"),
            screen.say("器具", "instrument"),
            screen.say("检定机构结果", "a body's result"),
            screen.say("平台编号", "hub's number"),
            "ID",
            widthMax: 44
        )
        for group in groups {
            for (index, one) in group.registrations.enumerated() {
                table.add(
                    index == 0 ? screen.say("留用", "keep") : "",
                    one.serial,
                    one.name,
                    one.hasResult ? screen.say("有", "yes") : screen.say("无", "no"),
                    one.hubSeq.map(String.init) ?? screen.say("待报", "waiting"),
                    one.id.description
                )
            }
        }
        for line in table.lines { try screen.print(line) }
        screen.note(
            screen.say(
                "厂家, 型号和出厂编号相同, 可能是同一台; 请核对实物.",
                "manufacturer, model and serial number are the same; compare the instruments."
            )
        )
        return .done
    }
}
