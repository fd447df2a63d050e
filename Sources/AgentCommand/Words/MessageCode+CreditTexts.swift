import Terminal

extension MessageCode {
    /// Meaning and repair of the codes about credit; `nil` for all others.
    var creditTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .otherClass:
            (
                ("class 与代码不符", "the class does not fit the code"),
                ("按提示改 class, 或核对代码", "write the class that is named, or compare the code")
            )
        case .badFactName:
            (
                ("id 为空、过长或重复", "an id is empty, too long or stands twice"),
                ("用 1 至 100 字节的不重复的编号", "use a number of its own, 1 to 100 bytes")
            )
        case .noFactsKnown:
            (
                (
                    "还没有从平台取得信用信息, 等级按没有信息计算",
                    "no hub has been heard, so no fact is known and none counts"
                ),
                ("登记到平台后 jiliang sync", "join a hub, then jiliang sync")
            )
        case .onlyUserUnitsGraded:
            (
                ("只对使用单位开展信用评价", "only user units are graded"),
                ("不需要处理", "nothing to do")
            )
        default: nil
        }
    }
}
