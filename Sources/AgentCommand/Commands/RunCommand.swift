import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang run`: the agent as a service.
struct RunCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "常驻运行, 随时同步 · keep running and in step"
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let screen = session.screen
        let store = try session.openStore(borrows: false)
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        let lender = try lender(session.home)
        let language = session.language
        let url = joined.membership.url
        let agent = Agent(
            store: store,
            joined: joined,
            settings: try session.agentSettings(for: joined),
            mode: .continuous,
            clock: Machine.now,
            onFault: { fault in
                let failure = Failure.hub(fault, at: url, queued: nil)
                Screen.printError(failure.line(in: language))
            },
            onShift: { shifts in
                PolicyDocumentWords.lines(shifts, in: language).forEach(Screen.printError)
            },
            onRenewal: { outcome in
                // That nobody can be reached the requests beside it tell already.
                guard !RenewalWords.isSilence(outcome) else { return }
                let words = RenewalWords(outcome: outcome, url: url)
                words.lines(in: language).forEach(Screen.printError)
            },
            onEnding: { life, now in
                let words = CertificateWords(life: life, now: now)
                words.lines(in: language).forEach(Screen.printError)
            }
        )
        let daemon = Daemon(
            agent: agent,
            lender: lender,
            notice: session.serviceNotice,
            reload: Self.reload(session, joined)
        )
        screen.note(
            screen.say("运行中, 平台 \(url). Ctrl-C 结束.", "running, hub \(url). Ctrl-C ends it.")
        )
        let report = try await daemon.run()
        let words = RoundWords(report: report, screen: screen)
        if session.options.json { try screen.print(words.json) } else { try words.show() }
        return .done
    }

    private func lender(_ home: String) throws(Failure) -> StoreLender {
        do { return try StoreLender(home: home) } catch { throw .lender(error, home: home) }
    }

    /// Reads the files again; what is wrong with them is told, and the old settings stay.
    private static func reload(
        _ session: Session,
        _ joined: Joined
    ) -> @Sendable () -> AgentSettings? {
        let (options, language) = (session.options, session.language)
        return {
            do {
                let settings = try Session(options).agentSettings(for: joined)
                Screen.printError(language == .chinese ? "配置已重新读取" : "configuration read again")
                return settings
            } catch {
                Failure(error).lines(in: language).forEach(Screen.printError)
                return nil
            }
        }
    }
}
