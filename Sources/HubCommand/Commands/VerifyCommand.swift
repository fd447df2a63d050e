import ArgumentParser
import Hub
import Terminal

/// `jiliang-hub verify`: whether a backup, or the hub itself, is what it was.
struct VerifyCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "核对备份或本 hub · check a backup, or this hub",
        discussion: """
            给出目录: 核对备份的每个文件, 重算库里的哈希、回执和记录. 不给: 与 doctor 相同.
            With a folder: every file of the backup, and the hashes, receipts and records of its store. Without
            one: the same as doctor.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "backup 写的目录 · a folder that backup has written")
    var folder: String?

    func run(_ session: Session) async throws {
        guard let folder else { return try await DoctorCommand.check(session) }
        let report = try await BackupReport(of: folder)
        try session.print(report.json, words: BackupWords.report)
        guard report.isSound else { throw Failure.damagedBackup(folder) }
    }
}
