import Terminal

extension MessageCode {
    /// Texts of a first sync by a snapshot.
    var snapshotTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .snapshotUnusable:
            (
                (
                    "平台的快照不能用, 改为逐页收取",
                    "the hub's snapshot is of no use; the log is read page by page"
                ),
                (
                    "不需要处理, 只是慢一些; 反复出现时请平台查看",
                    "nothing to do, it only takes longer; ask the hub's operator where it comes again"
                )
            )
        case .firstSync:
            (
                ("首次同步还没有完成, 本机只有一部分", "the first sync is not done; only part is here"),
                ("jiliang sync 从停下处继续", "jiliang sync goes on from where it stopped")
            )
        default: nil
        }
    }
}
