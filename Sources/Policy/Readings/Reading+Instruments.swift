extension Reading {
    /// Scores and grades.
    static let ofScores: [Reading] = [
        Reading(
            "1",
            .parameters(["grade.A_from", "grade.B_from", "grade.C_from", "grade.D_from"]),
            question: (
                "“85 分至 94 分”，94 与 95 之间归哪级",
                "a score between two bands"
            ),
            reading: (
                "下限决定；分值都是整数，空档不出现",
                "the lower bound decides; points are whole numbers, so that no score lies between"
            )
        ),
        Reading(
            "2",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.3-CreditGrade.swift"),
            question: (
                "“64 分以下”是否含 64",
                "whether 64 is an E"
            ),
            reading: (
                "含本数，民法典 1259",
                "yes, 民法典 1259"
            )
        ),
        Reading(
            "3",
            .parameters(["score.floor", "score.cap"]),
            question: (
                "得分有无上下限",
                "bounds of the score"
            ),
            reading: (
                "0 至 100，只在最后限一次，先后不影响结果",
                "0 and 100, once at the end, so that the order decides nothing"
            )
        ),
        Reading(
            "4",
            .parameters(["constraints.grades"]),
            question: (
                "“E 级（警示）”，是 E 还是 D",
                "E (警示), though 警示 is the D"
            ),
            reading: (
                "以字母为准，指 E 级（失信），不及于 D 级",
                "the letter decides: E, and not a D"
            )
        ),
        Reading(
            "5",
            .fixed(in: "Policy/Laws/WarningColor.swift"),
            question: (
                "“警示”指颜色、状态还是等级",
                "three meanings of 警示"
            ),
            reading: (
                "红色、违规、D 级各是各的，不混用",
                "the colour, the violation and the grade are three things"
            )
        ),
    ]

    /// Rests with no parameter, and is named where an instrument without a colour rests on it.
    package static let scope = Reading(
        "5a",
        .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.1-WarningColor.swift"),
        question: (
            "非强制检定或者已报废的器具有无颜色",
            "a colour of what is not compulsory, or is scrapped"
        ),
        reading: (
            "没有：期限和合格只对强制检定、还会使用的器具有要求",
            "none: a term and a pass are asked of compulsory instruments that can still be used"
        )
    )

    /// Named where a certificate was cancelled.
    package static let cancellation = Reading(
        "13",
        .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+2.3-Verification.swift"),
        question: (
            "有效期内抽检不合格",
            "a spot check failed within the term"
        ),
        reading: (
            "证书注销，按不合格",
            "cancelled counts as failed"
        )
    )

    /// Named where an instrument is verified only once.
    package static let onceOnly = Reading(
        "14",
        .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+2.3-Verification.swift"),
        question: (
            "只作首次检定的器具没有有效期",
            "instruments verified once only"
        ),
        reading: (
            "轮换日即有效期；失准报废的没有期限",
            "the rotation date is the end; what is scrapped when inaccurate has none"
        )
    )

    /// The colours and what is beside them.
    static let ofInstruments: [Reading] = [
        scope,
        Reading(
            "6",
            .parameters(["warning.month_rule"]),
            question: (
                "“几个月内”怎样起算",
                "how 几个月内 is counted"
            ),
            reading: (
                "自期满日倒推，无对应日取月末，两端都算；颜色不重叠，重者优先",
                "back from the end, to the month's last day where the day is missing, both ends included; the graver colour is shown"
            )
        ),
        Reading(
            "6a",
            .parameters(["warning.month_rule"]),
            question: (
                "顺推与倒推差一日",
                "forward and backward differ by a day"
            ),
            reading: (
                "倒推不会更迟，早提示无害",
                "backward is never later, and earlier notice harms nobody"
            )
        ),
        Reading(
            "7",
            .parameters(["warning.red_from_days_after"]),
            question: (
                "期满当日是否红色",
                "whether the last day is red"
            ),
            reading: (
                "否，“超过”不含本数，次日起红色",
                "no: 超过 excludes it; red from the next day"
            )
        ),
        Reading(
            "8",
            .parameters(["red.requires_in_use"]),
            question: (
                "“仍在使用”是否限定两种情形",
                "whether 仍在使用 qualifies both limbs"
            ),
            reading: (
                "是，违法在于使用",
                "yes: the offence is use"
            )
        ),
        Reading(
            "9",
            .fixed(in: "Policy/Laws/CreditMeasures2021/CreditMeasures2021+4.1-WarningColor.swift"),
            question: (
                "备用器具过期怎么办",
                "a standby instrument past its term"
            ),
            reading: (
                "不是红色，列明未用过期，启用前须检定合格",
                "not red; named as expired idle, and needs a pass before use"
            )
        ),
        Reading(
            "10",
            .noRuleYet,
            question: (
                "改状态躲红色",
                "hiding red by a change of status"
            ),
            reading: (
                "以平台收到之时为准，不倒填",
                "as of the platform's receipt, never back-dated"
            )
        ),
        Reading(
            "11",
            .parameters(["warning.unverified_as"]),
            question: (
                "新器具未检先用是否红色",
                "a new instrument in use without a pass"
            ),
            reading: (
                "单列为违规，不称红色警示",
                "a violation of its own, not red"
            )
        ),
        Reading(
            "12",
            .parameters(["repair.invalidates_certificate"]),
            question: (
                "维修后原证书是否还算",
                "an unexpired certificate after a repair"
            ),
            reading: (
                "不再作为依据",
                "it no longer counts"
            )
        ),
        cancellation,
        onceOnly,
        Reading(
            "15",
            .fixed(in: "Policy/Laws/WarningColor.swift"),
            question: (
                "一台设备几张证书",
                "several certificates of one device"
            ),
            reading: (
                "一证一台，整机取最重的颜色",
                "each is an instrument; the group shows the worst colour"
            )
        ),
    ]
}
