import Terminal

extension HubMessageCode {
    /// Meaning and repair of the codes of the files of facts; `nil` for all others.
    var factFileTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .factFileUnreadable:
            (
                ("信用信息文件读不了", "the file of facts cannot be read"),
                ("检查路径和权限", "check path and permissions")
            )
        case .factNotJSON:
            (
                ("信用信息文件不是合法的 JSON", "the facts are not valid JSON"),
                ("写一个对象、一个数组, 或每行一个对象", "write one object, an array, or one object per line")
            )
        case .factDuplicateKey:
            (
                ("信用信息里同一个键出现两次", "a key of a fact stands twice"),
                ("删去一个", "remove one of them")
            )
        case .factNotAnObject:
            (
                ("信用信息应为 JSON 对象", "a fact is a JSON object"),
                ("按 docs/credit.md 的样例写", "write it like the example in docs/credit.md")
            )
        case .factKeyMissing:
            (
                ("信用信息缺少一个键", "a key of a fact is missing"),
                ("补上; 处罚须写 procedure 和 final", "add it; a penalty needs procedure and final")
            )
        case .factUnknownKey:
            (
                ("信用信息有不认识的键", "a key of a fact is not known"),
                ("核对键名", "compare the names of the keys")
            )
        case .factWrongType:
            (
                ("信用信息的值类型不对", "a value of a fact has the wrong type"),
                ("按提示改; 文字加引号, true 和 false 不加", "write it as shown; quotes make a text")
            )
        case .factNotADay:
            (
                (
                    "信用信息的日期不存在或写法不对",
                    "a day of a fact does not exist or is not written as it must be"
                ),
                ("写作 YYYY-MM-DD, 如 2026-12-31", "write YYYY-MM-DD, as in 2026-12-31")
            )
        case .factUnknownWord:
            (
                ("信用信息的值不在可选的词之中", "a word of a fact is not one of those allowed"),
                ("按提示改", "use one of them")
            )
        case .factUnknownItemCode:
            (
                ("评分标准中没有信用信息的代码", "the rule pack has no such code of a fact"),
                ("用评分标准中的代码, 或 D01 至 D04", "use a code of the rule pack, or D01 to D04")
            )
        case .factOtherClass:
            (
                ("class 与代码不符", "the class does not fit the code"),
                ("按提示改 class, 或核对代码", "write the class that is named, or compare the code")
            )
        case .factBadName:
            (
                ("信用信息的 id 为空、过长或重复", "the id of a fact is empty, too long or stands twice"),
                ("用 1 至 100 字节的不重复的编号", "use a number of its own, 1 to 100 bytes")
            )
        case .factFileTooLarge:
            (
                ("信用信息文件过大", "the file of facts is too large"),
                ("分成几个文件", "split it into several")
            )
        default: nil
        }
    }

    /// Meaning and repair of the codes of the acts on facts; `nil` for all others.
    var factTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .unknownFact:
            (
                ("没有这条信用信息", "no such credit fact"),
                (
                    "jiliang-hub fact list 列出全部; 已删除的不再列出",
                    "jiliang-hub fact list lists them all; what is deleted is gone"
                )
            )
        case .ambiguousFact:
            (
                ("有几条信用信息同名", "several credit facts have the name"),
                ("加 --subject, 或用所列的 ID", "add --subject, or use an id that is listed")
            )
        case .factDetermined:
            (
                ("同名信用信息的认定内容不同", "a fact of this name was determined otherwise"),
                (
                    "换一个 id; 若原有一条有误, 先 jiliang-hub fact delete",
                    "choose another id, or jiliang-hub fact delete the one that is wrong"
                )
            )
        case .notGraded:
            (
                ("只对使用单位开展信用评价", "only user units are graded"),
                ("jiliang-hub org list 查看角色", "jiliang-hub org list shows the roles")
            )
        case .repairTooEarly:
            (
                ("修复日早于认定日", "the repair is earlier than the determination"),
                ("核对 --on 或 repairedOn", "compare --on or repairedOn")
            )
        case .expiryAhead:
            (
                ("不能提前删除", "nothing is deleted ahead of its day"),
                (
                    "用 --dry-run 试算, 或到那一天再删除",
                    "try it with --dry-run, or delete when the day has come"
                )
            )
        case .retentionTooEarly:
            (
                ("保存期限在认定日之前届满", "the term of keeping ends before the determination"),
                ("核对 retainUntil", "compare retainUntil")
            )
        case .repairAhead:
            (
                ("修复日还没有到", "the day of the repair has not come"),
                ("到那一天再记入", "say it when the day has come")
            )
        case .repairChanges:
            (
                ("信用信息已有另一个修复日", "the fact is repaired from another day on"),
                ("核对两个日期; 确须更改时加 --yes", "compare both days; --yes where it does change")
            )
        case .notDue:
            (
                ("保存期限没有届满, 没有删除", "the term is not over; nothing was deleted"),
                ("jiliang-hub fact due 列出届满的", "jiliang-hub fact due lists what is over")
            )
        case .factPastTerm:
            (
                (
                    "有的信用信息保存期限已经届满, 不计分, 应当删除",
                    "the term of some facts is over; they do not count and have to be deleted"
                ),
                (
                    "核对认定日; 无误则 jiliang-hub fact expire",
                    "compare the day, or jiliang-hub fact expire"
                )
            )
        case .subjectUnknown:
            (
                (
                    "还没有登记这个单位; 信用信息已记入, 其站点加入后会收到",
                    "the organisation is not named yet; the facts stand, and its sites read them once it joins"
                ),
                ("jiliang-hub org add", "jiliang-hub org add it")
            )
        default: nil
        }
    }
}
