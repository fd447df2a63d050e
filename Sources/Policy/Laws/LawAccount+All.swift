extension LawAccount {
    /// Every legal text that ships, the higher before the lower: laws, regulations of the State Council,
    /// provincial regulations, ministerial rules, and the measures. A higher text prevails.
    package static let all = [
        CivilCode.account,
        MetrologyLaw2018.account,
        ElectronicSignatureLaw2019.account,
        PersonalInformationLaw2021.account,
        LicensingLaw2019.account,
        PenaltyLaw2021.account,
        MetrologyRules2022.account,
        CompulsoryVerification1987.account,
        MetrologyRegulation2013.account,
        CreditInformationRegulation2017.account,
        VerificationMarks1987.account,
        CreditRepairMeasures2026.account,
        ZhejiangCreditRepair.account,
        CreditMeasures2021.account,
    ]
}
