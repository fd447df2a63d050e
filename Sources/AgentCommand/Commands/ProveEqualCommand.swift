import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang prove-equal`: whether this site and its hub hold the same, and what does not.
struct ProveEqualCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove-equal",
        abstract: "与平台核对是否一致 · compare this site with its hub",
        discussion: """
            比较已生效的记录, 不含尚未送出的修改. 不一致时退出码 1, 列出哪几行不同; --repair 只改正这些行.
            Compares what is settled, without changes that still wait. Exits with 1 where rows differ, and names
            them; --repair mends these rows only.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "按平台的日志改正不同的行 · mend the rows that differ, by the hub's log")
    var repair = false

    func run(_ session: Session) async throws -> ExitStatus {
        let store = try session.openStore()
        guard let joined = try Joined(of: store) else { throw Failure.notJoined }
        let url = joined.membership.url
        let changes = !session.options.dryRun
        let round = ProofRound(
            joined: joined,
            settings: try session.agentSettings(for: joined),
            asking: try session.hubClient(at: url, trusting: joined.trust),
            clock: Machine.now,
            engine: session.engine,
            tell: ProofProgress.shown(on: session.screen)
        )
        let proof: EqualityProof
        do {
            proof = try await round.run(on: store, repairs: repair && changes, reads: changes)
        } catch let fault as HubFault {
            ProofProgress.end(on: session.screen)
            throw Failure.needed(fault, at: url)
        }
        ProofProgress.end(on: session.screen)
        let words = ProofWords(proof: proof, screen: session.screen)
        if session.options.json {
            try session.screen.print(words.json)
        } else {
            try words.show()
        }
        return proof.isEqual ? .done : .failed
    }
}
