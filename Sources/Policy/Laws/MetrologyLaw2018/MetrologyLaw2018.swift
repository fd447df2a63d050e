/// 计量法 (as amended in 2018): what has to be verified, and that the offence is use.
package enum MetrologyLaw2018 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.MetrologyLaw2018_md,
        as: UTF8.self
    )

    /// The colours concern compulsory verification only.
    package static let compulsoryVerification = provision(
        "计量法第九条第一款",
        "县级以上人民政府计量行政部门对社会公用计量标准器具，部门和企业、事业单位使用的最高计量标准器具，以及用于贸易结算、安全防护、医疗卫生、"
            + "环境监测方面的列入强制检定目录的工作计量器具，实行强制检定。"
    )

    package static let noUseWithoutPass = provision(
        "计量法第九条第一款禁止使用",
        "未按照规定申请检定或者检定不合格的，不得使用。"
    )

    /// Reading: the offence is to go on using (继续使用); it settles what 仍在使用 in 四（一） of the
    /// measures qualifies.
    package static let continuedUse = provision(
        "计量法第二十五条继续使用",
        "属于强制检定范围的计量器具，未按照规定申请检定或者检定不合格继续使用的，责令停止使用"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .metrologyLaw2018,
        text: text,
        implemented: [
            compulsoryVerification: "WarningRules.decision",
            noUseWithoutPass: "WarningDecision.violations",
            continuedUse: "WarningRules.decision",
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "计量法第九条",
            [
                "实行强制检定的工作计量器具的目录和管理办法，由国务院制定。":
                    "whether an instrument is in the catalogue is a fact: "
                    + "`InstrumentFacts.isCompulsory`",
                "对前款规定以外的其他计量标准器具和工作计量器具，使用单位应当自行定期检定或者送其他计量检定机构检定。":
                    "leaves the interval to the user unit; the colours concern "
                    + "compulsory verification only",
            ]
        )
        + UnmodelledPassage.passages(
            of: "计量法第二十五条",
            [
                "，可以并处罚款。": "gives the authority a discretion; nothing to decide"
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .metrologyLaw2018)
    }
}

extension LegalText {
    /// 中华人民共和国计量法.
    package static let metrologyLaw2018 = LegalText(
        title: "中华人民共和国计量法",
        number: "1985年9月6日第六届全国人民代表大会常务委员会第十二次会议通过"
    )
}
