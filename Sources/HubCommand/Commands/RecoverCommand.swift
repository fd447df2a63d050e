import ArgumentParser
import Hub
import SyncCore
import Terminal

/// `jiliang-hub recover`: what an operator does once after the hub was put back from a backup.
struct RecoverCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "从备份恢复后执行一次 · once after the hub was put back from a backup",
        discussion: """
            开一个新纪元. 站点会退回到共同的位置, 重送平台丢失的自己的修改, 收据时间不变.
            Opens an epoch. Sites go back to what both have and send again what of theirs was lost;
            receipts keep their time.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "只说会怎样 · only say what would happen")
    var dryRun = false

    func run(_ session: Session) async throws {
        for answer in try await session.answers(to: .recover(dryRun: dryRun)) {
            try session.print(answer) { screen, answer in words(screen, answer) }
        }
    }

    private func words(_ screen: Screen, _ answer: JSONValue) -> String {
        let epoch = answer["epoch"]?.integer ?? 0
        let fork = answer["forkSeq"]?.integer ?? 0
        guard answer["opened"] == true else {
            return screen.say(
                """
                第 \(epoch) 纪元, 日志到第 \(fork) 条, 没有丢失的迹象, 不需要恢复.
                若刚从备份恢复, 而之后有站点同步报 E3114, 再执行一次.
                """,
                """
                epoch \(epoch), the log ends at \(fork): nothing speaks for a loss, nothing to recover.
                if it was put back just now and a site's sync says E3114 later, run this again.
                """
            )
        }
        let lost = answer["lostThrough"]?.integer
        let known = lost.map { through in
            screen.say(
                "有站点读到过第 \(through) 条.\n",
                "a site has read up to \(through).\n"
            )
        }
        let intent = dryRun ? screen.say("将会: ", "would do: ") : ""
        return (known ?? "") + intent
            + screen.say(
                """
                开第 \(epoch) 纪元, 从第 \(fork + 1) 条起.
                站点下次同步时会退回到第 \(fork) 条, 重送自己已有收据而平台丢失的修改; 收到时间按原收据.
                其他方没有重送的, 各站点留有副本, jiliang status 会列出数目.
                """,
                """
                epoch \(epoch) is open, from entry \(fork + 1).
                at their next sync sites go back to entry \(fork) and send again what of theirs was lost,
                with the time of the old receipts.
                of what nobody sends again, sites keep copies; jiliang status counts them.
                """
            )
    }
}
