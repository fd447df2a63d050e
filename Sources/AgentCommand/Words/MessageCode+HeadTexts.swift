import Terminal

extension MessageCode {
    /// Texts about what the hub has signed of its log.
    var headTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .hubContradicted:
            (
                ("平台的日志与其先前签名的不符", "the hub's log is not what it has signed before"),
                (
                    "jiliang tree-heads contradictions --out 目录 取出双方签名为证, 交平台查明; 平台 recover 之后可继续",
                    "jiliang tree-heads contradictions --out DIR writes both signed heads as evidence; ask the hub's operator, who may have to recover"
                )
            )
        case .receiptNotInLog:
            (
                ("收据不在平台签名的日志中", "a receipt is not in the log that the hub has signed"),
                (
                    "jiliang receipts --out 目录 与 jiliang tree-heads list --out 目录 取出双方签名为证, 交平台查明",
                    "jiliang receipts --out DIR and jiliang tree-heads list --out DIR write both signatures as evidence; ask the hub's operator"
                )
            )
        default:
            (
                ("没有这个编号的未决矛盾", "no open contradiction has this number"),
                (
                    "jiliang tree-heads contradictions 列出",
                    "jiliang tree-heads contradictions lists them"
                )
            )
        }
    }
}
