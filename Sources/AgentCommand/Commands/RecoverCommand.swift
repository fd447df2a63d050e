import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang recover`: lets a site whose home was copied, or put back from a copy, send again.
struct RecoverCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "目录被复制或换回旧备份后继续 · go on after the home was copied or an old copy put back",
        discussion: """
            先问平台收到了什么, 说明要做什么, 再做; --dry-run 只说明.
            Asks the hub what it has, says what it will do, and does it; --dry-run only says it.
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let store = try session.openStore()
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        let settings = try session.agentSettings(for: joined)
        let recovery: SiteRecovery
        do {
            recovery = try await SiteRecovery(
                of: store,
                trusting: joined.hubKeys,
                asking: try session.hubClient(at: joined.membership.url, trusting: joined.trust),
                at: session.now
            )
        } catch let fault as HubFault {
            throw Failure.needed(fault, at: joined.membership.url)
        }
        let words = RecoveryWords(recovery: recovery, screen: session.screen)
        if !session.options.json { try words.show() }
        guard recovery.isNeeded, !session.options.dryRun else {
            if session.options.json { try session.screen.print(words.json(isDone: false)) }
            return .done
        }
        var random = SystemRandom()
        _ = try recovery.run(on: store, at: session.now, random: &random)
        if session.options.json { try session.screen.print(words.json(isDone: true)) }
        let agent = Agent(
            store: store,
            joined: joined,
            settings: settings,
            mode: .round(push: true, pull: true),
            clock: Machine.now
        )
        let report = try await agent.run()
        if !session.options.json {
            try RoundWords(report: report, screen: session.screen).show()
        }
        guard let fault = report.fault else { return report.refused.isEmpty ? .done : .doneInPart }
        throw Failure.hub(fault, at: joined.membership.url, queued: try await agent.unreceivedOps())
    }
}
