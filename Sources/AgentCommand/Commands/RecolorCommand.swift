import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang recolor`: the stored colours, brought up to a day for whoever reads the tables.
struct RecolorCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "recolor",
        abstract: "更新存储的颜色 · bring the stored colours up to a day"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let screen = session.screen
        let keeps = !session.options.dryRun
        guard try !keeps || store.today(at: session.now) <= session.day else {
            throw Failure.recolorPast(session.day)
        }
        guard session.options.json else {
            let done = try store.recolor(on: session.day, by: session.engine, keeps: keeps)
            try RecolorWords(recoloring: done, isKept: keeps, screen: screen).show()
            return .done
        }
        _ = try store.recolor(on: session.day, by: session.engine, keeps: keeps) { change in
            try screen.print(RecolorWords.json(change))
        }
        return .done
    }
}
