/// 计量法实施细则 (as amended in 2022): no use over the period, and the fine that it costs.
package enum MetrologyRules2022 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.MetrologyRules2022_md,
        as: UTF8.self
    )

    package static let periodicVerification = provision(
        "计量法实施细则第十一条第二款",
        "使用实行强制检定的工作计量器具的单位和个人，应当向当地县（市）级人民政府计量行政部门指定的计量检定机构申请周期检定。"
    )

    /// Reading: forbids use, with one verb for all three cases; so 仍在使用 in 四（一） of the measures
    /// qualifies both limbs of red, and use without a pass is an offence of its own.
    package static let noUseOverPeriod = provision(
        "计量法实施细则第二十二条",
        "任何单位和个人不准在工作岗位上使用无检定合格印、证或者超过检定周期以及经检定不合格的计量器具。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .metrologyRules2022,
        text: text,
        implemented: [
            periodicVerification: "ApplicationDraft",
            noUseOverPeriod: "WarningRules.decision",
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "计量法实施细则第十一条",
            [
                "使用实行强制检定的计量标准的单位和个人，应当向主持考核该项计量标准的有关人民政府计量行政部门申请周期检定。":
                    "concerns measurement standards; only working instruments are judged here",
                "当地不能检定的，向上一级人民政府计量行政部门指定的计量检定机构申请周期检定。":
                    "which body is designated is not known here; whoever applies names it",
            ]
        )
        + UnmodelledPassage.passages(
            of: "计量法实施细则第二十二条",
            [
                "在教学示范中使用计量器具不受此限。":
                    "no fact records use in teaching; such an instrument is entered as "
                    + "not compulsory"
            ]
        )
        + UnmodelledPassage.passages(
            of: "计量法实施细则第四十三条",
            [
                """
                属于强制检定范围的计量器具，未按照规定申请检定和属于非强制检定范围的计量器具未自行定期检定或者送其他计量检定机构定期检定的，以及经检定不合格继续使用的，\
                责令其停止使用，可并处1000元以下的罚款。
                """:
                    "sets a fine that an authority imposes; whether the penalty counts "
                    + "is decided by `CreditInformationRegulation2017.finalPenalties`"
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .metrologyRules2022)
    }
}

extension LegalText {
    /// 中华人民共和国计量法实施细则.
    package static let metrologyRules2022 = LegalText(
        title: "中华人民共和国计量法实施细则",
        number: "1987年1月19日国务院批准"
    )
}
