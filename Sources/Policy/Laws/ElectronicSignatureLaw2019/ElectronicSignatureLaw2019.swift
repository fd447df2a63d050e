/// 电子签名法 (as amended in 2019): when an upload has been received.
package enum ElectronicSignatureLaw2019 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.ElectronicSignatureLaw2019_md,
        as: UTF8.self
    )

    /// Reading: the platform is the designated system, and "上传" in 二（四） of the measures is
    /// complete when it has received the data; a site that is offline has not uploaded.
    package static let receipt = provision(
        "电子签名法第十一条第二款",
        "收件人指定特定系统接收数据电文的，数据电文进入该特定系统的时间，视为该数据电文的接收时间"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .electronicSignatureLaw2019,
        text: text,
        implemented: [
            receipt: "Deadline.receivedAt"
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "电子签名法第九条",
            [
                "数据电文有下列情形之一的，视为发件人发送：": "heads the list below",
                "（一）经发件人授权发送的；": "no conclusion asks by whom data were sent",
                "（二）发件人的信息系统自动发送的；":
                    "what a site sends by itself is its own: its certificate names its "
                    + "organisation; no conclusion asks further",
                "（三）收件人按照发件人认可的方法对数据电文进行验证后结果相符的。": "no conclusion asks by whom data were sent",
                "当事人对前款规定的事项另有约定的，从其约定。": "no agreement is recorded here",
            ]
        )
        + UnmodelledPassage.passages(
            of: "电子签名法第十一条",
            [
                "数据电文进入发件人控制之外的某个信息系统的时间，视为该数据电文的发送时间。": "no term here is met by sending",
                "；未指定特定系统的，数据电文进入收件人的任何系统的首次时间，视为该数据电文的接收时间。":
                    "the measures designate the platform",
                "当事人对数据电文的发送时间、接收时间另有约定的，从其约定。": "no agreement is recorded here",
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .electronicSignatureLaw2019)
    }
}

extension LegalText {
    /// 中华人民共和国电子签名法.
    package static let electronicSignatureLaw2019 = LegalText(
        title: "中华人民共和国电子签名法",
        number: "2004年8月28日第十届全国人民代表大会常务委员会第十一次会议通过"
    )
}
