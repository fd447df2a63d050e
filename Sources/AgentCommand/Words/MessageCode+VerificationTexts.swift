import Terminal

extension MessageCode {
    /// The texts of filing, applications, jobs, results and conflicts; `nil` for other codes.
    var verificationTexts: (meaning: Pair, repair: Pair)? {
        filingTexts ?? conflictTexts ?? jobTexts ?? resultTexts ?? remarkTexts ?? correctionTexts
    }

    private var filingTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .alreadyFiled:
            (
                ("器具已报备案或已备案", "the instrument is filed already"),
                ("不需要处理; 状态见 jiliang history ID", "nothing to do; jiliang history ID shows it")
            )
        case .notYourInstrument:
            (
                ("不是本单位登记的器具", "another organisation has registered the instrument"),
                ("由登记单位办理", "its own organisation does this")
            )
        case .scrappedInstrument:
            (
                ("器具已报废", "the instrument is scrapped"),
                ("报废器具不能备案或申请检定", "it is neither filed nor verified any more")
            )
        case .applicationRunning:
            (
                ("器具已有未办结的申请", "an application for the instrument still runs"),
                ("等检定机构办结; 进度见 jiliang jobs", "wait for the body; jiliang jobs shows it")
            )
        case .windowBackwards:
            (
                ("日期区间前后颠倒", "the window ends before it begins"),
                ("写作 --window 早..晚", "write --window EARLIER..LATER")
            )
        case .bodyDecides:
            (
                (
                    "检定机构已有检定, 自报的只记录, 不起决定作用",
                    "a verification body has verified it; what is declared is recorded and decides nothing"
                ),
                (
                    "不服检定结果请与检定机构联系; 两者都在 jiliang conflicts 和 history 中",
                    "ask the body; both stand in jiliang history and conflicts"
                )
            )
        default: nil
        }
    }

    private var conflictTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .unknownConflict:
            (
                ("没有这个冲突", "no conflict has this number"),
                ("jiliang conflicts --all 列出全部", "jiliang conflicts --all shows all")
            )
        case .conflictClosed:
            (
                ("冲突已有定论", "the conflict is closed"),
                (
                    "要改值请用 jiliang set 或 set-status",
                    "to change the value, use jiliang set or set-status"
                )
            )
        case .notDecidedHere:
            (
                ("本站点没有决定过这个冲突", "this site has not decided the conflict"),
                ("由作出决定的站点撤回; 见 jiliang history", "the site that decided takes it back")
            )
        case .decisionOvertaken:
            (
                ("决定之后又有新的值", "another value was written since the decision"),
                ("要改值请用 jiliang set", "to change the value, use jiliang set")
            )
        case .nothingToUndo:
            (
                ("决定采用的就是当时的值, 没有可退回的", "what was decided stood before"),
                ("要改值请用 jiliang set", "to change the value, use jiliang set")
            )
        case .decidedByOwner:
            (
                ("字段归别的单位, 本单位不能改定", "another party owns the field and decides"),
                ("可以提出异议; 请与该单位联系", "it can be contested, not overwritten; ask that party")
            )
        default: nil
        }
    }

    private var jobTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .unknownJob:
            (
                ("没有这项检定任务", "no such job"),
                ("jiliang jobs --all 列出全部", "jiliang jobs --all shows all")
            )
        case .ambiguousJob:
            (
                ("有几项任务符合", "several jobs match"),
                ("改用 jiliang jobs 中的完整 ID", "use the full id from jiliang jobs")
            )
        case .jobNotYours:
            (
                ("申请的不是本机构", "the application does not ask this organisation"),
                ("由申请所指的检定机构办理", "the body that it names does this")
            )
        case .jobStepNotAllowed:
            (
                ("任务的当前状态不允许这一步", "the state of the job does not allow this step"),
                ("状态见 jiliang jobs --all", "jiliang jobs --all shows its state")
            )
        case .jobNotAccepted:
            (
                ("任务还没有受理", "the job is not accepted yet"),
                ("先 jiliang job accept ID", "first jiliang job accept ID")
            )
        case .jobClosed:
            (
                ("任务已经了结", "the job is closed"),
                ("由使用单位重新申请", "the user unit applies again")
            )
        case .resultThere:
            (
                ("这项任务已有检定结果", "the job has its result"),
                ("不需要处理", "nothing to do")
            )
        default: nil
        }
    }

    private var resultTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .resultNotJSON:
            (
                ("结果文件不是合法的 JSON 对象", "the result is not a valid JSON object"),
                ("按 docs/verification.md 的样例写", "write it like the example in docs/verification.md")
            )
        case .unknownResultKey:
            (
                ("结果里有不认识的键", "the result has an unknown key"),
                ("核对键名", "compare the names of the keys")
            )
        case .resultIncomplete:
            (
                ("结果缺一项", "something is missing in the result"),
                ("按证书补上", "add it from the certificate")
            )
        case .resultNotText:
            (
                ("结果的值应为文字", "a value of the result is not a text"),
                ("值要加引号", "put the value in quotes")
            )
        case .notPassOrFail:
            (
                ("结论只能是 pass 或 fail", "the result is neither pass nor fail"),
                ("合格写 pass, 不合格写 fail", "write pass or fail")
            )
        case .issuedBeforeTested:
            (
                ("出具证书日期早于检定日期", "the certificate is issued before the test"),
                ("核对证书上的日期", "compare the certificate")
            )
        case .passWithoutValidity:
            (
                ("合格而没有有效期至", "a pass without the end of its validity"),
                ("按证书补上 validUntil", "add validUntil from the certificate")
            )
        case .failWithValidity:
            (
                ("不合格而有有效期至", "a fail with an end of validity"),
                ("去掉 validUntil; 检定结果通知书没有有效期", "remove validUntil; a notice of failure has none")
            )
        case .inspectorIsVerifier:
            (
                ("检定员和核验员是同一人", "inspector and verifier are one person"),
                ("须由两人分别检定和核验", "two persons have to test and to check")
            )
        case .certificateNumberTaken:
            (
                ("证书编号已用过", "the certificate number is taken"),
                ("核对编号", "compare the number")
            )
        case .fileTooLarge:
            (
                ("文件过大", "the file is too large"),
                ("换一个文件", "choose another file")
            )
        default: nil
        }
    }

    private var remarkTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .approverIsAnother:
            (
                ("批准人同时是检定员或核验员", "the approver also tested or checked"),
                ("请核对; 三人应各司其职", "please compare; the three are distinct roles")
            )
        case .issuedLate:
            (
                (
                    "证书出具距检定超过5个工作日",
                    "the certificate was issued more than five working days after the test"
                ),
                ("上传期限从出具之日起算; 请留存说明", "the clock runs from the issue; keep the reason on file")
            )
        case .dayAhead:
            (
                ("检定或出具日期在今天之后", "the test or the issue is on a day ahead"),
                (
                    "改正日期; 若日期无误, 请校准本机时间",
                    "mend the day; if it is right, set the clock of this machine"
                )
            )
        default: nil
        }
    }
}
