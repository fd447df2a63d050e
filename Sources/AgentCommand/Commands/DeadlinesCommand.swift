import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang deadlines`: every legal clock of this site.
struct DeadlinesCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadlines",
        abstract: "期限 · the legal clocks, gravest first"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let deadlines = try Deadline.all(in: store, on: session.day, by: session.engine)
        let screen = session.screen
        if session.options.json {
            for deadline in deadlines { try screen.print(VerificationWords.json(deadline)) }
            return .done
        }
        // What arrived in time and is past interests nobody on a screen.
        let running = deadlines.filter { !$0.isMet || !$0.isPast }
        if running.isEmpty {
            screen.note(screen.say("没有在走的期限.", "no clock is running."))
        } else {
            for line in VerificationWords.table(running, screen) { try screen.print(line) }
        }
        if deadlines.count > running.count {
            let count = deadlines.count - running.count
            screen.note(
                screen.say("另有 \(count) 项已按期送达.", "\(count) more arrived in time.")
            )
        }
        let isProvisional = running.contains { $0.clock.due.isProvisional }
        try ProvisionalWords.show(isProvisional, session.engine.calendar, screen)
        return .done
    }
}
