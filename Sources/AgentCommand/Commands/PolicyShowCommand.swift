import ArgumentParser
import Policy
import SyncCore
import Terminal

/// `jiliang policy show`: what is in force on a day.
struct PolicyShowCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "当日适用的参数、读法和评分标准 · what is in force on a day",
        discussion: """
            用 --as-of 看另一天. 读法是条文留有余地之处的取法.
            --as-of shows another day. A reading is what is made of a text that leaves a choice.
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let screen = session.screen
        if session.options.json {
            try screen.print(PolicyWords.json(session.engine, on: session.day, session.language))
            return .done
        }
        for line in PolicyWords.lines(session.engine, on: session.day, screen) {
            try screen.print(line)
        }
        return .done
    }
}
