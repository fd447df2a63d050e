import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang sync`: sends what waits, then takes what is new.
struct SyncCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "与平台同步一次 · one round with the hub"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await Round(session, pushes: true, pulls: true).run()
    }
}

/// `jiliang push`: sends what waits.
struct PushCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "只送出 · send only"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await Round(session, pushes: true, pulls: false).run()
    }
}

/// `jiliang pull`: takes what is new.
struct PullCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "只收取 · receive only"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await Round(session, pushes: false, pulls: true).run()
    }
}

/// One round of a command, told on the screen.
private struct Round {
    let session: Session
    let pushes: Bool
    let pulls: Bool

    init(_ session: Session, pushes: Bool, pulls: Bool) {
        self.session = session
        self.pushes = pushes
        self.pulls = pulls
    }

    func run() async throws -> ExitStatus {
        let store = try session.openStore()
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        if session.options.dryRun { return try await tellOnly(store) }
        let agent = Agent(
            store: store,
            joined: joined,
            settings: try session.agentSettings(for: joined),
            mode: .round(push: pushes, pull: pulls),
            clock: Machine.now,
            onProgress: RoundProgress.shown(on: session.screen)
        )
        let report = try await agent.run()
        RoundProgress.end(on: session.screen)
        let words = RoundWords(report: report, screen: session.screen)
        if session.options.json {
            try session.screen.print(words.json)
        } else {
            try words.show()
        }
        if let outcome = report.renewal,
            report.fault == nil || !RenewalWords.isSilence(outcome)
        {
            RenewalWords(outcome: outcome, url: joined.membership.url)
                .lines(in: session.language).forEach(session.screen.note)
        }
        guard let fault = report.fault else {
            return report.refused.isEmpty ? .done : .doneInPart
        }
        throw Failure.hub(fault, at: joined.membership.url, queued: try await agent.unreceivedOps())
    }

    /// What would be sent. What would come, only the hub knows.
    private func tellOnly(_ store: Store) async throws -> ExitStatus {
        let count = pushes ? try store.unreceivedSummary().ops : 0
        let screen = session.screen
        if session.options.json {
            let words = RoundWords(report: RoundReport(cursor: try store.cursor()), screen: screen)
            try screen.print(words.json)
        }
        screen.note(screen.say("将送出 \(count) 条修改.", "\(count) changes would be sent."))
        return .done
    }
}
