import LocalStore
import Terminal

extension Failure {
    /// A store's error in the user's words.
    init(_ error: StoreError) {
        switch error {
        case .noSite(let home):
            self.init(
                .noSite,
                .configuration,
                "`\(home)` 里没有站点",
                "no site in `\(home)`"
            )
        case .otherSite(let organisation):
            self.init(
                .otherSite,
                .cannotCreate,
                "这里已经是 `\(organisation)` 的站点",
                "this is already the site of `\(organisation)`"
            )
        case .locked(let home, let owner):
            let who = owner.map { " (pid \($0))" } ?? ""
            self.init(
                .locked,
                .failed,
                "另一个 jiliang 正在使用 `\(home)`\(who)",
                "another jiliang has `\(home)` open\(who)"
            )
        case .cannotCreate(let path, let errno):
            self.init(
                .cannotCreate,
                .cannotCreate,
                "无法建立 `\(path)`: \(systemText(errno))",
                "cannot make `\(path)`: \(systemText(errno))"
            )
        case .notPermitted(let path):
            self.init(
                .notPermitted,
                .notPermitted,
                "没有权限读写 `\(path)`",
                "no permission to read or write `\(path)`"
            )
        case .diskFull, .inputOutput, .overlayBehind:
            self = .disk(error)
        case .notDurable, .tooNew, .damaged, .journalLost, .brokenChain, .ownOpMissing,
            .ownOpForked:
            self = .file(error)
        case .quarantineFull(let frames): self = .quarantineFull(frames)
        case .changeTooLarge(let bytes, let max):
            self.init(
                .changeTooLarge,
                .badData,
                "一次修改共 \(bytes) 字节, 平台最多收 \(max) 字节; 没有写入任何内容",
                "the change has \(bytes) bytes, a hub takes \(max) at most; nothing was written"
            )
        case .unknownBatch(let name):
            self.init(
                .unknownBatch,
                .badData,
                "没有导入批次 `\(name)`",
                "no import is called `\(name)`"
            )
        case .batchUndone(let name):
            self.init(
                .batchUndone,
                .badData,
                "导入批次 `\(name)` 已经撤销过",
                "the import `\(name)` has already been taken back"
            )
        }
    }

    private static func disk(_ error: StoreError) -> Failure {
        switch error {
        case .diskFull(let file):
            Failure(
                .diskFull,
                .inputOutput,
                "写 `\(file)` 时磁盘已满, 本次没有写入任何内容",
                "the disk is full while writing `\(file)`; nothing was written"
            )
        case .overlayBehind(let detail):
            Failure(
                .overlayBehind,
                .inputOutput,
                "修改已经落盘, 但 replica.db 暂时没跟上: \(detail)",
                "the change is durable, but replica.db could not follow: \(detail)"
            )
        case .inputOutput(let file, let detail):
            Failure(
                .inputOutput,
                .inputOutput,
                "读写 `\(file)` 失败: \(detail)",
                "reading or writing `\(file)` failed: \(detail)"
            )
        default: .unexpected(error)
        }
    }

    private static func file(_ error: StoreError) -> Failure {
        switch error {
        case .notDurable(let level):
            Failure(
                .notDurable,
                .internalError,
                "journal.db 的 synchronous 是 \(level), 应为 2 (FULL)",
                "journal.db reports synchronous \(level) where 2 (FULL) is needed"
            )
        case .tooNew(let file):
            Failure(
                .tooNew,
                .failed,
                "`\(file)` 由更新的版本写成",
                "`\(file)` was written by a newer version"
            )
        case .damaged(let file, let detail):
            Failure(
                .damaged,
                .inputOutput,
                "`\(file)` 损坏: \(detail)",
                "`\(file)` is damaged: \(detail)"
            )
        case .journalLost(let ops):
            Failure(
                .damaged,
                .inputOutput,
                "`journal.db` 是空的, 而 replica.db 已含 \(ops) 条修改",
                "`journal.db` is empty, although replica.db holds \(ops) ops"
            )
        case .brokenChain(let seq):
            Failure(
                .brokenChain,
                .failed,
                "journal.db 的哈希链在第 \(seq) 条断开",
                "the hash chain of journal.db breaks at op \(seq)"
            )
        case .ownOpForked(let seq):
            Failure(
                .ownOpForked,
                .failed,
                "平台上本站点的第 \(seq) 条修改与 journal.db 里的不同",
                "the hub's op \(seq) of this site is another than that of journal.db"
            )
        case .ownOpMissing(let seq):
            Failure(
                .ownOpMissing,
                .failed,
                "平台有本站点的第 \(seq) 条修改, 而 journal.db 里没有",
                "the hub has op \(seq) of this site, journal.db has not"
            )
        default: .unexpected(error)
        }
    }

    /// An error that no one foresaw.
    static func unexpected(_ error: any Error) -> Failure {
        Failure(
            .internalError,
            .internalError,
            "内部错误: \(error)",
            "internal error: \(error)"
        )
    }
}
