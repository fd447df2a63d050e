/// 行政许可法 (as amended in 2019): what a working day is.
package enum LicensingLaw2019 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.LicensingLaw2019_md,
        as: UTF8.self
    )

    /// Reading: 工作日 in the other texts here is counted the same way.
    package static let workingDays = provision(
        "行政许可法第八十二条",
        "本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .licensingLaw2019,
        text: text,
        implemented: [
            workingDays: "WorkingCalendar"
        ]
    )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .licensingLaw2019)
    }
}

extension LegalText {
    /// 中华人民共和国行政许可法.
    package static let licensingLaw2019 = LegalText(
        title: "中华人民共和国行政许可法",
        number: "2003年8月27日第十届全国人民代表大会常务委员会第四次会议通过"
    )
}
