extension CreditMeasures2021 {
    /// Reading: "完成检定工作" is the issue of the certificate, since 检定 includes issuing it
    /// (`MetrologyRegulation2013.verification`); the day of the test only warns. `upload.start` keeps
    /// the other reading possible.
    /// Reading: a site that is offline does not stop the clock (`ElectronicSignatureLaw2019.receipt`).
    package static let upload = Provision(
        "二（四）",
        "完成检定工作后5个工作日内，应将检定数据、电子检定证书上传至公共服务平台"
    )

    /// When the data of a verification have to be with the platform, by the measures as they are in
    /// force on the day of its completion; `nil` where that day is outside the calendar.
    func uploadClock(
        testedOn: Day?,
        completedOn: Day,
        _ calendar: WorkingCalendar
    ) -> LegalClock? {
        let parameters = parameters.inForce(on: completedOn).value
        let start =
            switch parameters.uploadStart {
            case .certificateIssued: completedOn
            case .verificationDate: testedOn ?? completedOn
            }
        return calendar.due(after: start, workingDays: parameters.uploadWorkingDays).map {
            LegalClock($0, Self.upload)
        }
    }

    /// Whether the file of the certificate has to be received as well, where the result names one.
    ///
    /// Reading: "检定数据、电子检定证书" are two things, and both have to be there. A result without a file is
    /// judged by its data alone: nobody can tell here whether its certificate is an electronic one.
    func uploadNeedsCertificate(completedOn: Day) -> Bool {
        parameters.inForce(on: completedOn).value.uploadComplete == .dataAndCertificate
    }

    /// Whether a certificate was issued so late after the test that a supervisor would ask why.
    func isIssuedLate(testedOn: Day, issuedOn: Day, _ calendar: WorkingCalendar) -> Bool {
        let parameters = parameters.inForce(on: issuedOn).value
        guard parameters.uploadWarnStart == .verificationDate else { return false }
        let days = parameters.issueLagWorkingDays
        return calendar.due(after: testedOn, workingDays: days).map { $0.due < issuedOn } ?? false
    }
}
