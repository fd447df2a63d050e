extension MetrologyRegulation2013 {
    /// Reading: forbids use in all three cases, as 计量法 25 and 实施细则 22 do.
    package static let noUse = provision(
        "浙江省计量监督管理条例第十二条第一款",
        "下列计量器具依法实行强制检定；未经检定、检定不合格或者超过检定周期的，不得使用："
    )

    /// It sets no term, so that no clock runs.
    package static let filing = provision(
        "浙江省计量监督管理条例第十八条第一款备案",
        "依法实行强制检定的计量器具，由使用者负责登记造册，报所在地县级人民政府计量主管部门备案。"
    )

    package static let application = provision(
        "浙江省计量监督管理条例第十八条第一款申请",
        "工作计量器具，由使用者按照规定向依法取得授权的计量检定机构申请周期检定。"
    )

    /// Reading: green and yellow of 四（一） are this reminder; how near is near, the measures say.
    package static let reminder = provision(
        "浙江省计量监督管理条例第十八条第二款提醒",
        "对临近检定周期的计量器具，及时提醒使用者按期申请检定。"
    )

    /// Reading: the last day of the term for replacement is the end of validity of such a meter.
    package static let rotation = provision(
        "浙江省计量监督管理条例第十九条第一款",
        "直接用于贸易结算的水表、电能表、燃气表，由供水、供电、供气单位在计量器具安装前申请首次强制检定，并按照规定期限更换计量器具。"
    )

    /// A pass, a failure and a cancellation are what a verification can end in.
    package static let documents = provision(
        "浙江省计量监督管理条例第二十一条第一款结果",
        "对检定合格的计量器具，出具检定证书、加贴检定合格证或者加盖检定合格印；不合格的，出具检定结果通知书或者注销原检定合格证（印）。"
    )

    /// Reading: "完成检定工作" in 二（四） of the measures includes issuing the certificate.
    package static let verification = provision(
        "浙江省计量监督管理条例第五十条第五项",
        "（五）计量检定，是指查明和确认计量器具符合法定要求的活动，包括检查、加标记和出具检定证书。"
    )

    /// What becomes of each quoted passage, in the order of the text.
    package static let account = LawAccount(
        .metrologyRegulation2013,
        text: text,
        implemented: [
            noUse: "WarningRules.decision",
            filing: "Filing.file",
            application: "ApplicationDraft",
            reminder: "WarningRules.decision",
            rotation: "VerificationRegime.rotate",
            onSite: "MetrologyRegulation2013.onSiteClock",
            lab: "MetrologyRegulation2013.labClock",
            documents: "VerificationResult",
            reverification: "MetrologyRegulation2013.reverificationClock",
            verification: "CreditMeasures2021Parameters.UploadStart",
        ],
        notModelled: notModelled
    )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .metrologyRegulation2013)
    }
}
