extension Reading {
    /// Periods.
    static let ofUploadsAndWindows: [Reading] = [
        Reading(
            "16",
            .parameters(["upload.start", "upload.warn_start", "upload.issue_lag_working_days"]),
            question: (
                "“完成检定工作”是哪一天",
                "the day that completes a verification"
            ),
            reading: (
                "出具证书之日；检定后出证过迟另作提示",
                "that of the certificate; a long lag after the test is remarked upon"
            )
        ),
        Reading(
            "17",
            .parameters(["upload.complete"]),
            question: (
                "只传了数据没传证书",
                "data without the certificate"
            ),
            reading: (
                "两样都收到才算完成",
                "complete with both"
            )
        ),
        Reading(
            "18",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+2.4-Upload.swift"),
            question: (
                "断网是否顺延",
                "offline sites and outages"
            ),
            reading: (
                "不顺延；平台故障可作理由，不延长期限",
                "nothing stops the clock; an outage may excuse"
            )
        ),
        Reading(
            "19",
            .parameters(["apply.lead_days"]),
            question: (
                "“及时申请”提前几天",
                "how early to apply"
            ),
            reading: (
                "期满前 30 日内",
                "within 30 days of the end"
            )
        ),
        Reading(
            "20",
            .parameters(["window.years", "retention.years"]),
            question: (
                "“近5年”与保存期限的关系",
                "近5年 and the term of retention"
            ),
            reading: (
                "既在近5年内又仍可保存的才计分，自认定之日起，两端都算",
                "both must hold; from the determination, both ends included"
            )
        ),
        Reading(
            "20a",
            .parameters(["direct_E.lifetime"]),
            question: (
                "依例外保存超过 5 年的",
                "kept beyond five years by exception"
            ),
            reading: (
                "不再计分；直接判定的依据保存多久算多久",
                "out of the score; a ground of an E counts while it is kept"
            )
        ),
        Reading(
            "20b",
            .parameters(["score.stop_on"]),
            question: (
                "最长公示期届满后还计分吗",
                "scoring after the end of publication"
            ),
            reading: (
                "计，只有修复才停止使用",
                "goes on: only a repair ends use"
            )
        ),
        Reading(
            "21",
            .fixed(in: "Policy/Core/Day.swift"),
            question: (
                "2 月 29 日起的 5 年",
                "five years from 29 February"
            ),
            reading: (
                "至 2 月 28 日，民法典 202",
                "to 28 February, 民法典 202"
            )
        ),
    ]

    /// Facts that count.
    static let ofPenalties: [Reading] = [
        Reading(
            "22",
            .parameters(["direct_E.single_deduction"]),
            question: (
                "“单次信用扣分 20 分”",
                "a single deduction of 20"
            ),
            reading: (
                "看一次处罚自己的扣分，不看合计",
                "one penalty's own, not the sum"
            )
        ),
        Reading(
            "23",
            .fixed(in: "Policy/Laws/CreditGrade.swift"),
            question: (
                "“其他严重不良信息”",
                "other grave information"
            ),
            reading: (
                "不推断，须由行政机关认定（D04）",
                "never concluded; an authority determines it (D04)"
            )
        ),
        Reading(
            "24",
            .parameters(["penalty.requires_finality"]),
            question: (
                "可复议、诉讼的处罚是否计入",
                "a penalty that can be contested"
            ),
            reading: (
                "终局之后才计入",
                "counts once it is final"
            )
        ),
        Reading(
            "25",
            .parameters(["penalty.exclude_summary"]),
            question: (
                "简易程序处罚是否计入",
                "penalties under 简易程序"
            ),
            reading: (
                "不计入",
                "left out"
            )
        ),
        Reading(
            "26",
            .fixed(in: "Policy/Facts/SubjectFacts.swift"),
            question: (
                "评谁",
                "who is graded"
            ),
            reading: (
                "只评使用单位",
                "user units only"
            )
        ),
        Reading(
            "27",
            .noRuleYet,
            question: (
                "个体工商户是否公开",
                "publishing the self-employed"
            ),
            reading: (
                "按组织登记，经营者姓名遮蔽",
                "filed as organisations, the name masked"
            )
        ),
        Reading(
            "28",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditRules.swift"),
            question: (
                "“动态评价”多久一次",
                "how often"
            ),
            reading: (
                "随事实、评分标准和日历而定，任何一天都能重算",
                "a function of facts, pack and calendar, for any day"
            )
        ),
        Reading(
            "29",
            .parameters(["grade.E_requires_confirmation"]),
            question: (
                "E 级能否自动确定",
                "an E by machine alone"
            ),
            reading: (
                "须人工确认",
                "a person confirms it"
            )
        ),
    ]

    /// Repair, objections, measures, and the measures as a text.
    static let ofActs: [Reading] = [
        Reading(
            "30",
            .parameters([
                "repair.profile", "repair.months.zhejiang", "repair.months.minor",
                "repair.months.ordinary", "repair.months.serious", "repair.no_same_kind",
            ]),
            question: (
                "修复依省办法还是国家办法",
                "Zhejiang or national rules of repair"
            ),
            reading: (
                "2026-04-01 起的申请依国家办法",
                "national for applications from 2026-04-01"
            )
        ),
        Reading(
            "31",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.4-CreditRepair.swift"),
            question: (
                "修复后得分是否恢复",
                "whether a repair restores the score"
            ),
            reading: (
                "恢复，不再使用该信息",
                "yes: the fact is used no more"
            )
        ),
        Reading(
            "32",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.4-CreditRepair.swift"),
            question: (
                "15 个工作日无答复",
                "no answer in 15 working days"
            ),
            reading: (
                "不视为同意，仍待处理",
                "no consent by silence; still open"
            )
        ),
        Reading(
            "33",
            .fixed(
                in:
                    "Policy/Laws/CreditInformationRegulation2017/CreditInformationRegulation2017+16-Retention.swift"
            ),
            question: (
                "“自然修复”是否自动",
                "whether 自然修复 is automatic"
            ),
            reading: (
                "届满次日起应当已删除",
                "to be gone from the day after the term"
            )
        ),
        Reading(
            "34",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+3.3-Correction.swift"),
            question: (
                "5 个工作日自何日起",
                "the start of the five working days"
            ),
            reading: (
                "自查实之日",
                "the day of the finding"
            )
        ),
        Reading(
            "35",
            .parameters(["objection.suspends_score"]),
            question: (
                "异议期间是否计分",
                "the score during an objection"
            ),
            reading: (
                "照计，除非行政机关暂停",
                "goes on, unless suspended"
            )
        ),
        Reading(
            "36",
            .fixed(in: "Policy/Core/LegalClock.swift"),
            question: (
                "申请复核的期限",
                "the term of a review"
            ),
            reading: (
                "没有规定，不计算",
                "none, so none is computed"
            )
        ),
        Reading(
            "37",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.5-Measures.swift"),
            question: (
                "“可以”激励、约束",
                "可以 of incentives and constraints"
            ),
            reading: (
                "只说可以适用，不代为实施",
                "eligibility, never an act"
            )
        ),
        Reading(
            "38",
            .fixed(in: "SyncCore/Merge/authority.json"),
            question: (
                "谁能改数据",
                "who may edit"
            ),
            reading: (
                "谁的字段谁改，两个版本都留",
                "the owner of a field; both versions stay"
            )
        ),
        Reading(
            "39",
            .noRuleYet,
            question: (
                "水电气推送",
                "feeds of water, power and gas"
            ),
            reading: (
                "批量数据，不逐表推送颜色",
                "batches; no colour for each meter"
            )
        ),
        Reading(
            "40",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021.md"),
            question: (
                "“大分数分析”“申诉人”等笔误",
                "slips of the pen"
            ),
            reading: (
                "照录，不改",
                "quoted as they are"
            )
        ),
        Reading(
            "41",
            .fixed(in: "Policy/Core/Dated.swift"),
            question: (
                "“暂行”，何时生效",
                "in force since when"
            ),
            reading: (
                "自印发之日 2021-09-30；评分标准另有起止日",
                "from its issue, 2021-09-30; a rule pack has days of its own"
            )
        ),
        Reading(
            "42",
            .fixed(in: "Policy/Core/Day.swift"),
            question: (
                "时区和时钟",
                "time zone and clocks"
            ),
            reading: (
                "上海的日子；以平台时间为准",
                "days in Shanghai; the platform's time decides"
            )
        ),
    ]
}
