import ArgumentParser
import LocalStore
import Policy
import SyncCore
import Terminal

/// `jiliang doctor`: reads the whole journal again and recomputes every hash.
struct DoctorCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "检查数据 · check the stored data",
        subcommands: [DoctorNetCommand.self]
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) throws -> ExitStatus {
        let store = try session.openStore()
        let report = try store.checkIntegrity()
        let firstSync = try FirstSync(of: store)
        let revokedAt = try store.revokedAt()
        let screen = session.screen
        if report.brokenAt == nil, !report.isReplicaSound {
            // The journal is whole, so the tables can be made again; the next command does it.
            try Store.setAsideReplica(home: session.home)
        }
        if session.options.json {
            try screen.print(
                [
                    "sound": .bool(report.isSound),
                    "ops": .integer(report.ops),
                    "erased": .number(report.erased),
                    "brokenAt": report.brokenAt.map { .integer($0) } ?? .null,
                    "journal": .string(report.journalCheck),
                    "replica": .string(report.replicaCheck),
                    "rowsThatDiffer": .number(report.rowsThatDiffer),
                    "receiptsThatFail": .number(report.receiptsThatFail),
                    "opsForgotten": .number(report.opsForgotten),
                    "firstSync": firstSync?.json ?? .null,
                    "revokedAt": .text(
                        revokedAt.map { ShanghaiTime.text(secondsSince1970: $0.seconds) }
                    ),
                ] as JSONValue
            )
            return report.isSound ? .done : .failed
        }
        if revokedAt != nil {
            let code = MessageCode.siteRevoked
            screen.note("\(code.rawValue) \(code.meaning(in: screen.language))")
            screen.note("      \(code.repair(in: screen.language))")
        }
        if let seq = report.brokenAt { throw StoreError.brokenChain(seq: seq) }
        try screen.print("journal.db  \(report.journalCheck)")
        try screen.print("replica.db  \(report.replicaCheck)")
        try screen.print(
            screen.say(
                "哈希链完好: \(report.ops) 条, 其中依法删除正文 \(report.erased) 条",
                "the hash chain holds: \(report.ops) ops, \(report.erased) of them erased by law"
            )
        )
        // What has come is no damage: it is gone on with.
        firstSync?.show(on: screen)
        if report.receiptsThatFail > 0 {
            try screen.print(
                screen.say(
                    "\(report.receiptsThatFail) 份收据验证不过, 不能作证; 从备份恢复 journal.db",
                    "\(report.receiptsThatFail) receipts do not verify and prove nothing; restore "
                        + "journal.db from a backup"
                )
            )
        }
        if report.opsForgotten > 0 {
            try screen.print(
                screen.say(
                    "\(report.opsForgotten) 条修改既不在等待, 也没有平台的答复; 从备份恢复 journal.db, 再 jiliang recover",
                    "\(report.opsForgotten) changes neither wait nor have an answer of the hub; restore "
                        + "journal.db from a backup, then jiliang recover"
                )
            )
        }
        if !report.isReplicaSound {
            try screen.print(
                screen.say(
                    "replica.db 与日志不符 (\(report.rowsThatDiffer) 行), 已移开; 下一条命令由日志重建",
                    "replica.db is not what the journal says (\(report.rowsThatDiffer) rows) and was put "
                        + "aside; the next command folds it anew"
                )
            )
        }
        return report.isSound ? .done : .failed
    }
}
