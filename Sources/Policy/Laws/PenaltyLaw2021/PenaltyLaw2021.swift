/// 行政处罚法 (as revised in 2021): what a working day is.
package enum PenaltyLaw2021 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.PenaltyLaw2021_md,
        as: UTF8.self
    )

    /// Reading: 工作日 in the other texts here is counted the same way.
    package static let workingDays = provision(
        "行政处罚法第八十五条",
        "本法中“二日”“三日”“五日”“七日”的规定是指工作日，不含法定节假日。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .penaltyLaw2021,
        text: text,
        implemented: [
            workingDays: "WorkingCalendar"
        ]
    )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .penaltyLaw2021)
    }
}

extension LegalText {
    /// 中华人民共和国行政处罚法.
    package static let penaltyLaw2021 = LegalText(
        title: "中华人民共和国行政处罚法",
        number: "1996年3月17日第八届全国人民代表大会第四次会议通过"
    )
}
