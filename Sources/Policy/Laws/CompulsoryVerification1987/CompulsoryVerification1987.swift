/// 强制检定的工作计量器具检定管理办法 (1987): filing, application, the period and the documents of a
/// verification.
package enum CompulsoryVerification1987 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.CompulsoryVerification1987_md,
        as: UTF8.self
    )

    package static let filing = provision(
        "强制检定的工作计量器具检定管理办法第五条备案",
        "使用强制检定的工作计量器具的单位或者个人，必须按照规定将其使用的强制检定的工作计量器具登记造册，报当地县(市)级人民政府计量行政部门备案"
    )

    package static let application = provision(
        "强制检定的工作计量器具检定管理办法第五条申请周期检定",
        "，并向其指定的计量检定机构申请周期检定。"
    )

    /// Reading: the validity that the body has stated decides; no period is computed from a
    /// regulation.
    package static let periodByBody = provision(
        "强制检定的工作计量器具检定管理办法第六条",
        "强制检定的周期，由执行强制检定的计量检定机构根据计量检定规程确定。"
    )

    package static let noUse = provision(
        "强制检定的工作计量器具检定管理办法第七条",
        "属于强制检定的工作计量器具，未按照本办法规定申请检定或者经检定不合格的，任何单位或者个人不得使用。"
    )

    /// A pass, a failure and a cancellation are what a verification can end in.
    package static let documents = provision(
        "强制检定的工作计量器具检定管理办法第九条",
        "执行强制检定的机构对检定合格的计量器具，发给国家统一规定的检定证书、检定合格证或者在计量器具上加盖检定合格印；对检定不合格的，"
            + "发给检定结果通知书或者注销原检定合格印、证。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .compulsoryVerification1987,
        text: text,
        implemented: [
            filing: "Filing.file",
            application: "ApplicationDraft",
            periodByBody: "VerificationFacts.validUntil",
            noUse: "WarningDecision.violations",
            documents: "VerificationResult",
        ],
        notModelled: notModelled
    )

    private static let notModelled =
        UnmodelledPassage.passages(
            of: "强制检定的工作计量器具检定管理办法第五条",
            [
                "当地不能检定的，向上一级人民政府计量行政部门指定的计量检定机构申请周期检定。":
                    "which body is designated is not known here; whoever applies names it"
            ]
        )
        + UnmodelledPassage.passages(
            of: "强制检定的工作计量器具检定管理办法第八条",
            [
                """
                国务院计量行政部门和各省、自治区、直辖市人民政府计量行政部门应当对各种强制检定的工作计量器具作出检定期限的规定。
                """:
                    "tells the authorities to set terms; the clocks run by "
                    + "`MetrologyRegulation2013.onSite` and `MetrologyRegulation2013.lab`",
                "执行强制检定工作的机构应当在规定期限内按时完成检定。":
                    "names no term of its own; the clocks run by "
                    + "`MetrologyRegulation2013.onSite` and `MetrologyRegulation2013.lab`",
            ]
        )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .compulsoryVerification1987)
    }
}

extension LegalText {
    /// 中华人民共和国强制检定的工作计量器具检定管理办法.
    package static let compulsoryVerification1987 = LegalText(
        title: "中华人民共和国强制检定的工作计量器具检定管理办法",
        number: "自1987年7月1日起施行"
    )
}
