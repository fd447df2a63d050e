extension CreditInformationRegulation2017 {
    package static let creditFile = provision(
        "浙江省公共信用信息管理条例第九条第一款",
        "信用档案的内容分为基础信息、不良信息和守信信息。"
    )

    /// Reading: a colour is no record of public credit information, and lowers no score by
    /// itself.
    package static let badInformation = provision(
        "浙江省公共信用信息管理条例第九条第二款",
        "本条例所称不良信息，是指对信息主体信用状况构成负面影响的公共信用信息。"
    )

    package static let licenceByDeceit = provision(
        "浙江省公共信用信息管理条例第十一条第一项",
        "（一）以欺骗、贿赂等不正当手段取得行政许可、行政确认、行政给付、行政奖励的信息；"
    )

    package static let crime = provision(
        "浙江省公共信用信息管理条例第十一条第三项",
        "（三）经司法生效判决认定构成犯罪的信息；"
    )

    /// Reading: deleted or marked, it is not used any more.
    package static let repairEffect = provision(
        "浙江省公共信用信息管理条例第三十二条第一款",
        "省公共信用工作机构应当根据信用修复决定删除该不良信息或者对修复情况予以标注。"
    )

    /// What becomes of each quoted passage, in the order of the text.
    package static let account = LawAccount(
        .creditInformationRegulation2017,
        text: text,
        implemented: [
            creditFile: "CreditClass",
            badInformation: "CreditClass.bad",
            licenceByDeceit: "DirectGround.licenceByDeceit",
            finalPenalties: "CreditRules.exclusion",
            crime: "DirectGround.crime",
            retention: "CreditInformationRegulation2017.retention",
            retentionWhileListed: "RetentionStanding.keptWhileListed",
            objection: "CreditInformationRegulation2017.objectionClock",
            repairEffect: "CreditExclusion.repaired",
        ],
        notModelled: notModelled
    )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .creditInformationRegulation2017)
    }
}
