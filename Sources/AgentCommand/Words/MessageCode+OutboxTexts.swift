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
        default: nil
        }
    }
}
