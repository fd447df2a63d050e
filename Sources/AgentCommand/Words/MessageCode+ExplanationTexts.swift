import Terminal

extension MessageCode {
    /// Meaning and repair of the codes of `explain`; `nil` for all others.
    var explanationTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .notAnExplanation:
            (
                ("这不是说明文件", "the file is no explanation"),
                (
                    "给出 jiliang explain --out 写出的文件",
                    "name a file that jiliang explain --out has written"
                )
            )
        case .explanationAltered:
            (
                ("说明文件被改动过", "the explanation was altered"),
                ("向出具者索取原件", "ask whoever made it for the original")
            )
        case .explanationDiffers:
            (
                ("重做的结论不同", "another conclusion comes out"),
                (
                    "所列各处说明什么变了: 参数、评分标准或程序版本",
                    "what is listed says what has changed: parameters, rule pack or program"
                )
            )
        case .packNotHeld:
            (
                ("没有说明文件所依据的评分标准", "the rule pack of an explanation is not held"),
                (
                    "用新版 jiliang explain --out 的文件, 其中带有评分标准",
                    "name a file of a newer jiliang explain --out, which carries the pack"
                )
            )
        case .otherUnit:
            (
                ("这里没有该单位的信用信息", "the facts of that unit are not here"),
                (
                    "用本单位的代码; 其他单位问 jiliang-hub explain",
                    "use this unit's code, or ask jiliang-hub explain"
                )
            )
        case .notGraded:
            (
                ("检定机构不评信用等级", "verification bodies are not graded"),
                ("只有使用单位有信用等级, 120号四（三）", "only user units have a grade, 120号 四（三）")
            )
        default: nil
        }
    }
}
