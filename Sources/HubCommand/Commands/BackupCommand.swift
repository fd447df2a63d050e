import ArgumentParser
import Foundation
import Hub
import SyncCore
import Synchronization
import Terminal

/// `jiliang-hub backup`: a copy of the hub that can take its place.
struct BackupCommand: HubCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "备份 hub · back the hub up",
        discussion: """
            服务器运行时也可备份. 写完核对, 全部无误才用这个目录名. 目录里有 hub 的全部密钥, 妥善保管.
            恢复: 停 hub, 用备份目录换下原目录, 启动, 再 jiliang-hub recover.
            Works beside a running server. The folder gets its name once it is written and checked. It holds
            all keys of the hub: keep it safe.
            To put it back: stop the hub, put the folder in the place of the old one, start, jiliang-hub recover.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "还不存在的目录 · a folder that is not there yet")
    var folder: String

    func run(_ session: Session) async throws {
        guard !folder.isEmpty else { throw Failure.usage("DIR") }
        let path = URL(fileURLWithPath: folder).standardizedFileURL.path
        let answers = Collected()
        let progress = session.isJSON ? nil : Progress()
        try await session.perform(.backUp(folder: path)) { answer in
            guard let percent = answer["percent"]?.integer else { return answers.append(answer) }
            progress?.reach(Int(percent))
        }
        for answer in answers.values {
            try session.print(answer, words: BackupWords.report)
            guard answer["sound"] == true else { throw Failure.damagedBackup(path) }
        }
    }

    /// Tells every tenth part once, on standard error.
    private final class Progress: Sendable {
        private let reached = Mutex(0)

        func reach(_ percent: Int) {
            let tenth = percent / 10
            let isNew = reached.withLock { reached in
                defer { reached = max(reached, tenth) }
                return tenth > reached
            }
            if isNew { Screen.printError("\(tenth * 10) %") }
        }
    }
}
