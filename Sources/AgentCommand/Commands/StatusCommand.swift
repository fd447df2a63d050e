import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang status`: the state of the site in one sentence, then what to do.
struct StatusCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "站点状态 · the state of the site"
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "监控用: 退出码 0/1/2/3 · for monitoring: exit 0/1/2/3")
    var check = false

    /// Red instruments named on the screen.
    private static let gravestMax = 10

    /// Monitoring reads the exit status only, and 3 is its word for "cannot tell".
    var failureStatus: ExitStatus? { check ? .doneInPart : nil }

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let overview = try LedgerOverview(
            of: store,
            on: session.day,
            by: session.engine,
            gravestMax: session.options.json || check ? 0 : Self.gravestMax
        )
        let site = try store.site()
        let words = StatusWords(
            overview: overview,
            pending: try store.unreceivedSummary(),
            hub: try HubState(of: store, at: session.now),
            site: site,
            conflicts: try store.openConflicts(of: site.organisation),
            refused: try store.deadLetters(),
            certificates: try store.waitingCertificates().count,
            lost: try store.lostChanges(),
            contradictions: try store.contradictions().count,
            quarantine: try store.quarantine(),
            firstSync: try FirstSync(of: store),
            halt: try store.halt(),
            credit: try CreditReport(of: store, on: session.day, by: session.engine),
            urgency: UrgencyWords(
                slack: try store.slack(at: session.now, by: session.engine),
                isolated: try store.isolatedOps()
            ),
            session: session
        )
        if session.options.json {
            try session.screen.print(words.json)
        } else if check {
            try session.screen.print(words.checkLine)
        } else {
            try words.show()
        }
        return check ? words.checkStatus : .done
    }
}
