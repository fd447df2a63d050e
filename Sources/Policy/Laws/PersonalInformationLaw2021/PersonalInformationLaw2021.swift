/// 个人信息保护法 (2021): what a person may ask of a grade that a machine has given.
package enum PersonalInformationLaw2021 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.PersonalInformationLaw2021_md,
        as: UTF8.self
    )

    /// Every fact is named, counted or left out, with its provision.
    package static let transparency = provision(
        "个人信息保护法第二十四条第一款",
        "个人信息处理者利用个人信息进行自动化决策，应当保证决策的透明度和结果公平、公正"
    )

    /// Reading: E is the grade with a grave effect, and a person confirms it, for organisations
    /// too.
    package static let explanationAndReview = provision(
        "个人信息保护法第二十四条第三款",
        "通过自动化决策方式作出对个人权益有重大影响的决定，个人有权要求个人信息处理者予以说明，并有权拒绝个人信息处理者仅通过自动化决策的方式作出决定。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .personalInformationLaw2021,
        text: text,
        implemented: [
            transparency: "CreditConclusion",
            explanationAndReview: "CreditDecision.needsConfirmation",
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "个人信息保护法第二十四条",
            [
                "，不得对个人在交易价格等交易条件上实行不合理的差别待遇。": "no price and no trade is decided here",
                """
                通过自动化决策方式向个人进行信息推送、商业营销，应当同时提供不针对其个人特征的选项，或者向个人提供便捷的拒绝方式。
                """:
                    "nothing here advertises",
            ]
        )
        + UnmodelledPassage.passages(
            of: "个人信息保护法第七十三条",
            [
                """
                （二）自动化决策，是指通过计算机程序自动分析、评估个人的行为习惯、兴趣爱好或者经济、健康、信用状况等，并进行决策的活动。
                """:
                    "a definition; by it the grade is such a decision, and "
                    + "`CreditDecision.needsConfirmation` rests on that"
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .personalInformationLaw2021)
    }
}

extension LegalText {
    /// 中华人民共和国个人信息保护法.
    package static let personalInformationLaw2021 = LegalText(
        title: "中华人民共和国个人信息保护法",
        number: "2021年8月20日第十三届全国人民代表大会常务委员会第三十次会议通过"
    )
}
