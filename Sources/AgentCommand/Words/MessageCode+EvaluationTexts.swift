import Terminal

extension MessageCode {
    /// Meaning and repair of the codes of `policy evaluate`; `nil` for all others.
    var evaluationTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .linesRefused:
            (
                ("有的行无法判断", "some lines are refused"),
                ("原因在输出的相应位置; 其余各行已作答", "each reason stands in its place; the rest is answered")
            )
        case .lineNotJSON:
            (
                ("这一行不是合法的 JSON", "the line is not valid JSON"),
                ("每行一个 JSON 对象, 数字不带小数", "one JSON object per line, numbers without fractions")
            )
        case .duplicateKey:
            (("同一个键出现两次", "a key stands twice"), ("删去一个", "remove one of them"))
        case .lineTooLong:
            (("这一行过长", "the line is too long"), ("拆成几行", "split it into several"))
        case .notAnObject:
            (
                ("应为 JSON 对象", "this is not a JSON object"),
                ("按 docs/policy.md 的样例写", "write it like the example in docs/policy.md")
            )
        case .unknownKind:
            (
                ("kind 不认识", "the kind is not known"),
                ("用 instrument subject clock", "use instrument subject clock")
            )
        case .keyMissing:
            (("缺少一个键", "a key is missing"), ("补上", "add it"))
        case .unknownKey:
            (("有不认识的键", "a key is not known"), ("核对键名", "compare the names of the keys"))
        case .wrongType:
            (
                ("值的类型不对", "a value has the wrong type"),
                ("按提示改; 数字不加引号, 文字要加", "write it as shown; quotes make a text")
            )
        case .notADay:
            (
                ("日期不存在或写法不对", "the day does not exist or is not written as it must be"),
                ("写作 YYYY-MM-DD, 如 2026-12-31", "write YYYY-MM-DD, as in 2026-12-31")
            )
        case .unknownWord:
            (("值不在可选的词之中", "a word is not one of those allowed"), ("按提示改", "use one of them"))
        case .unknownItemCode:
            (
                ("评分标准中没有这个代码", "the rule pack has no such code"),
                ("核对代码, 或用 --rule-pack 给出评分标准", "compare the code, or name a pack with --rule-pack")
            )
        case .outsideCalendar:
            (
                ("期限超出日历", "the period leaves the calendar"),
                ("日历到 2199 年为止", "the calendar ends with 2199")
            )
        case .badRulePack:
            (
                ("评分标准文件不能用", "the rule pack cannot be used"),
                ("按所列位置改正", "mend what is listed")
            )
        case .rulePackOtherDay:
            (
                ("评分标准不适用于这一天", "the rule pack is not for this day"),
                ("换用当日适用的评分标准, 或改 --as-of", "take the pack of that day, or another --as-of")
            )
        case .unknownParameter:
            (
                ("没有这个参数", "there is no such parameter"),
                ("jiliang policy show 列出全部参数", "jiliang policy show lists them all")
            )
        case .badParameter:
            (
                ("参数不能取这个值", "the parameter cannot have this value"),
                (
                    "写作 名称=值, 可取的值见 docs/policy.md",
                    "write NAME=VALUE; docs/policy.md lists the values"
                )
            )
        case .otherReading:
            (
                (
                    "以下结论改用了参数, 不是现行规定的结论",
                    "a parameter is replaced: these are not the conclusions of the law"
                ),
                ("去掉 --parameter 即为现行规定", "leave out --parameter for the law as it is")
            )
        default: nil
        }
    }
}
