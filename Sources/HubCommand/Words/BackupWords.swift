import Hub
import SyncCore
import Terminal

/// A backup in words.
enum BackupWords {
    static func report(_ screen: Screen, _ answer: JSONValue) -> String {
        func number(_ name: String) -> Int64 { answer[name]?.integer ?? 0 }
        let changed = (answer["changedFiles"]?.elements ?? []).compactMap(\.string)
        let files =
            changed.isEmpty
            ? screen.say("文件与写入时相同", "every file is what was written")
            : screen.say("缺失或变了的文件: ", "missing or changed: ") + changed.joined(separator: ", ")
        return screen.say(
            """
            \(answer.shown("city")) \(answer.shown("takenAt")) 的备份, 第 \(number("epoch")) 纪元, \
            日志到第 \(number("seq")) 条, \(number("bytes")) 字节
            \(files)
            """,
            """
            backup of \(answer.shown("city")) of \(answer.shown("takenAt")), epoch \(number("epoch")), \
            the log ends at \(number("seq")), \(number("bytes")) bytes
            \(files)
            """
        ) + "\n" + DoctorCommand.words(screen, answer["store"] ?? .null)
    }
}

extension Failure {
    /// A backup is not what was written, or what was backed up is damaged.
    static func damagedBackup(_ path: String) -> Failure {
        Failure(
            .damagedBackup,
            .failed,
            "`\(path)` 有损坏, 见上",
            "`\(path)` is damaged, as listed"
        )
    }

    /// What stands in the way of a backup; `nil` for every other error.
    static func backup(_ error: HubError) -> Failure? {
        switch error {
        case .folderTaken(let path):
            Failure(
                .folderTaken,
                .cannotCreate,
                "`\(path)` 已存在, 不是空目录",
                "`\(path)` is there and not empty"
            )
        case .backupNotWritten(let detail):
            Failure(
                .backupNotWritten,
                .inputOutput,
                "备份没有写成: \(detail)",
                "the backup was not written: \(detail)"
            )
        case .noBackup(let path):
            Failure(.noBackup, .badData, "`\(path)` 不是备份", "`\(path)` is no backup")
        default: nil
        }
    }
}

extension HubMessageCode {
    /// Texts about backups; `nil` for every other code.
    var backupTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .folderTaken:
            (
                ("备份目录已有内容", "the folder of the backup holds something"),
                ("换一个还不存在的目录", "choose a folder that is not there yet")
            )
        case .backupNotWritten:
            (
                (
                    "备份没有写成, 没有留下半份",
                    "the backup was not written; no half of it is left"
                ),
                (
                    "检查目标磁盘的空间和权限, 再执行一次",
                    "check space and permissions of the target and try again"
                )
            )
        case .noBackup:
            (
                ("目录里没有本版本能读的备份", "the folder holds no backup that this version can read"),
                (
                    "给出 backup 写的目录; 别的版本写的, 用那个版本核对",
                    "give a folder that backup has written; check one of another version with that version"
                )
            )
        case .damagedBackup:
            (
                (
                    "备份与写入时不同, 或所备份的库已损坏",
                    "the backup is not what was written, or its store was damaged"
                ),
                (
                    "用更早的备份; 库的损坏见 doctor",
                    "use an earlier backup; doctor tells of damage to the store"
                )
            )
        case .putBack:
            (
                (
                    "本目录由备份恢复, 还没有执行 recover",
                    "the folder was put back from a backup, and not recovered yet"
                ),
                ("jiliang-hub recover", "jiliang-hub recover")
            )
        default: nil
        }
    }
}
