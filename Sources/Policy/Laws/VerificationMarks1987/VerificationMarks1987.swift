/// 计量检定印、证管理办法 (1987): what a failed spot check does to a certificate. Only the gist is known.
package enum VerificationMarks1987 {
    /// The quoted articles as they ship.
    package static let text = String(
        decoding: PackageResources.VerificationMarks1987_md,
        as: UTF8.self
    )

    package static let passDocuments = provision(
        "计量检定印、证管理办法第五条要旨",
        "要旨：检定合格的，由检定单位按照检定规程出具检定证书、检定合格证，或者加盖检定合格印。"
    )

    package static let failDocuments = provision(
        "计量检定印、证管理办法第六条要旨",
        "要旨：周期检定不合格的，由检定单位出具检定结果通知书，或者注销原检定合格印、证。"
    )

    /// Reading: a cancelled certificate leaves the instrument as if it had failed.
    package static let cancellation = provision(
        "计量检定印、证管理办法第七条要旨",
        "要旨：在检定周期内抽检不合格的，注销原检定证书或者检定合格印、证。"
    )

    package static let threeHands = provision(
        "计量检定印、证管理办法第八条要旨",
        "要旨：检定证书、检定结果通知书须有检定、核验、主管人员签字，并加盖检定单位印章。"
    )

    /// What becomes of each quoted passage.
    package static let account = LawAccount(
        .verificationMarks1987,
        text: text,
        implemented: [
            passDocuments: "VerificationResult.pass",
            failDocuments: "VerificationResult.fail",
            cancellation: "VerificationStanding.rejected",
            threeHands: "ResultFault.missing",
        ]
    )

    private static func provision(_ label: String, _ text: String) -> Provision {
        Provision(label, text, of: .verificationMarks1987)
    }
}

extension LegalText {
    /// 计量检定印、证管理办法.
    package static let verificationMarks1987 = LegalText(
        title: "计量检定印、证管理办法",
        number: "〔1987〕量局法字第231号",
        wording: .summary
    )
}
