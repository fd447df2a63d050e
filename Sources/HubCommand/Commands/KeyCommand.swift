import ArgumentParser
import Hub
import Signing
import SyncCore
import Terminal

/// `jiliang-hub key`: the keys by which the hub signs receipts, tree heads, documents and its time.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "签名密钥 · keys by which the hub signs",
        subcommands: [List.self, Rotate.self]
    )

    struct List: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "列出, 最后一把在用 · list them, the last one signs"
        )

        @OptionGroup var global: GlobalOptions

        func run(_ session: Session) async throws {
            let screen = session.screen
            var table = TextTable(
                screen.say("编号", "number"),
                screen.say("算法", "suite"),
                screen.say("启用", "from"),
                screen.say("停用", "until"),
                screen.say("密钥 ID", "key ID"),
                widthMax: 64
            )
            try await session.show(.key(.list), empty: ("", ""), table: &table) { answer, table in
                table.add(cells: [
                    "\(answer["number"]?.integer ?? 0)", answer.shown("suite"),
                    answer.shown("from"), answer.shown("until"), answer.shown("keyID"),
                ])
            }
        }
    }

    struct Rotate: HubCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "换用新密钥, 立即生效 · sign with a new key at once",
            discussion: """
                旧密钥为新密钥作证, 站点自行跟上; 旧私钥随即销毁, 旧公钥保留, 旧回执照样可验.
                换后请立即备份: 更早的备份里是旧密钥. 恢复旧备份时, 用新的 receipt-key.hex 换下其中的.
                The key before vouches for the new one, and sites follow by themselves. The former private key is
                destroyed; the public one stays, and old receipts verify as before.
                Back up afterwards: earlier backups have the former key. Who puts one back takes the new
                receipt-key.hex instead of the one in it. Without --suite the algorithms stay.
                """
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var signing: SuiteOption

        func run(_ session: Session) async throws {
            let request = KeyRequest.rotate(try signing.chosen())
            for answer in try await session.answers(to: .key(request)) {
                try session.print(answer) { screen, answer in
                    let number = answer["number"]?.integer ?? 0
                    return screen.say(
                        """
                        已换用第 \(number) 把密钥: \(answer.shown("keyID"))
                        请立即备份: jiliang-hub backup 目录
                        """,
                        """
                        key \(number) signs from now on: \(answer.shown("keyID"))
                        back up now: jiliang-hub backup DIR
                        """
                    )
                }
            }
        }
    }
}
