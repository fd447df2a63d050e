import Terminal

extension MessageCode {
    /// Texts of what waits between a site and its hub; `nil` for any other code.
    var outboxTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .opsIsolated:
            (
                (
                    "平台处理几条修改时自身出错, 这几条已隔离, 其余照常送出",
                    "the hub itself fails at some changes; they are isolated, the others go on"
                ),
                (
                    "会自动单独重试, 不会丢; jiliang outbox list 列出, 请告知平台",
                    "they are tried again alone and are not lost; jiliang outbox list, and tell the hub's operator"
                )
            )
        case .deadlineNear:
            (
                (
                    "有法定数据还没有送到平台, 期限将近",
                    "data that the law wants in time are not at the hub yet, and the deadline is near"
                ),
                (
                    "运行 jiliang sync; jiliang deadlines 列出期限",
                    "jiliang sync; jiliang deadlines lists them"
                )
            )
        case .unknownOp:
            (
                (
                    "日志里没有这个编号",
                    "the journal has no such number"
                ),
                (
                    "jiliang outbox list 列出编号",
                    "jiliang outbox list names them"
                )
            )
        case .notRetried:
            (
                (
                    "只有隔离的和平台不收的可以再送",
                    "only what is isolated or refused can be sent once more"
                ),
                (
                    "jiliang outbox show 编号; 其余的会自己送出",
                    "jiliang outbox show N; the rest goes by itself"
                )
            )
        case .notDead:
            (
                (
                    "只有平台不收的可以了结",
                    "only what the hub has refused can be dropped"
                ),
                (
                    "jiliang outbox list --dead",
                    "jiliang outbox list --dead"
                )
            )
        case .unknownFrame:
            (
                (
                    "隔离区里没有这个编号",
                    "the quarantine has no such number"
                ),
                (
                    "jiliang quarantine list",
                    "jiliang quarantine list"
                )
            )
        case .quarantineFull:
            (
                (
                    "隔离区已满, 不再收取",
                    "the quarantine is full; nothing more is read"
                ),
                (
                    "升级 jiliang 后运行 jiliang quarantine retry; 或请平台查看",
                    "upgrade jiliang, then jiliang quarantine retry; or ask the hub's operator"
                )
            )
        case .framesQuarantined:
            (
                (
                    "平台送来的一些数据本程序不能采用, 已隔离",
                    "some of what the hub sends cannot be taken in and is in quarantine"
                ),
                (
                    "升级 jiliang 后会自动再试; jiliang quarantine list 列出",
                    "it is tried again after an upgrade; jiliang quarantine list"
                )
            )
        default: nil
        }
    }
}
