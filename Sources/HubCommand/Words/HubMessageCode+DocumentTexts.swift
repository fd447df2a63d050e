import Terminal

extension HubMessageCode {
    /// Texts of what concerns calendars and rule packs.
    var documentTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .badDocument:
            (
                ("日历或评分标准的文件不能用", "the file of a calendar or a rule pack cannot be used"),
                ("按所列位置改正, 写法见 docs/policy.md", "mend what is listed; docs/policy.md shows how")
            )
        case .olderDocument:
            (
                ("比在用的旧, 不能下发", "what is older than what is in force is not given"),
                (
                    "日历须包含在用各年, 评分标准的 validFrom 不得更早",
                    "a calendar has all years in force, a pack no earlier validFrom"
                )
            )
        case .versionTaken:
            (
                ("同一版本名已有另一份评分标准", "another rule pack has this version"),
                ("内容有改动就换一个 version", "give a changed pack another version")
            )
        case .documentTooLarge:
            (
                ("日历或评分标准的文件过大", "the file of a calendar or a rule pack is too large"),
                ("删去不需要的内容", "leave out what is not needed")
            )
        case .daysChange:
            (
                ("日历改动了已公布年份的日期", "a calendar changes days of years announced before"),
                ("与国务院通知核对; 确有变动时加 --yes", "compare the notice; --yes where they do change")
            )
        default:
            (
                ("日历或评分标准的文件读不出来", "the file of a calendar or a rule pack cannot be read"),
                ("检查路径和权限", "check path and permissions")
            )
        }
    }
}
