import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub token`: one-time tokens with which sites join.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "加入用的一次性口令 · one-time tokens",
        subcommands: [Create.self]
    )

    struct Create: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "发放口令, 只显示这一次 · make a token, shown this once"
        )

        @OptionGroup var global: GlobalOptions

        @Option(help: "统一社会信用代码 · unified social credit code")
        var organisation: String

        @Option(help: "user-unit 使用单位 | verification-body 检定机构")
        var role: String

        @Option(help: "可用次数 · how often it can be used")
        var uses = 1

        @Option(help: "有效时间, 如 24h · how long it holds")
        var ttl = "24h"

        private static let usesMax = 1000
        private static let ttlSecondsMax: Int64 = 30 * 86_400

        func run(_ session: Session) async throws {
            guard (1...Self.usesMax).contains(uses) else {
                throw Failure.badChoice("\(uses)", for: "--uses", expected: "1–\(Self.usesMax)")
            }
            let request = ControlRequest.createToken(
                organisation: try session.organisation(organisation),
                party: try session.role(role),
                uses: uses,
                seconds: try session.seconds(ttl, for: "--ttl", max: Self.ttlSecondsMax)
            )
            for answer in try await session.answers(to: request) {
                try session.print(answer) { screen, answer in
                    """
                    \(answer.shown("token"))
                      \(screen.say("CA 指纹", "CA pin"))  \(answer.shown("caPin"))
                      \(screen.say("有效至", "expires"))  \(answer.shown("expires"))
                    """
                }
            }
        }
    }
}
