/// The parameters of the measures on one day, ready for use: no names, no text, no lookups.
package struct CreditMeasures2021Parameters: Hashable, Sendable {
    /// What an instrument in use without a pass is.
    package enum UnverifiedTreatment: String, CaseIterable, Sendable {
        case violation
        case red
    }

    /// Which day starts the clock of 二（四）.
    package enum UploadStart: String, CaseIterable, Sendable {
        case certificateIssued = "certificate_issued"
        case verificationDate = "verification_date"
    }

    /// From which day a certificate can be issued too late.
    package enum UploadWarnStart: String, CaseIterable, Sendable {
        case verificationDate = "verification_date"
        /// The lag between test and certificate is not looked at.
        case certificateIssued = "certificate_issued"
    }

    /// What has to be received for an upload to be complete.
    package enum UploadComplete: String, CaseIterable, Sendable {
        case dataAndCertificate = "data_and_certificate"
        case data
    }

    package let greenMonths: Int
    package let yellowMonths: Int
    package let monthRule: MonthRule
    package let redFromDaysAfter: Int
    package let redRequiresInUse: Bool
    package let unverifiedAs: UnverifiedTreatment
    package let repairInvalidatesCertificate: Bool
    package let uploadWorkingDays: Int
    package let uploadStart: UploadStart
    package let uploadComplete: UploadComplete
    package let correctionWorkingDays: Int
    package let repairWorkingDays: Int
    package let applyLeadDays: Int
    package let uploadWarnStart: UploadWarnStart
    package let issueLagWorkingDays: Int
    package let repairProfile: RepairProfile

    /// The parameters this program was built with, as they are in force on a day.
    package static func inForce(on day: Day) -> CreditMeasures2021Parameters {
        CreditMeasures2021.builtIn.parameters.inForce(on: day).value
    }

    /// One typed version for every day on which any of the parameters changes.
    static func dated(
        _ set: ParameterSet
    ) throws(ParameterError) -> Dated<CreditMeasures2021Parameters> {
        try set.dated(reference: "杭市管〔2021〕120号") { set, day throws(ParameterError) in
            try CreditMeasures2021Parameters(set, on: day)
        }
    }

    /// The names under which the file has them.
    enum Name: String, CaseIterable {
        case greenMonths = "warning.green_months"
        case yellowMonths = "warning.yellow_months"
        case monthRule = "warning.month_rule"
        case redFromDaysAfter = "warning.red_from_days_after"
        case redRequiresInUse = "red.requires_in_use"
        case unverifiedAs = "warning.unverified_as"
        case repairInvalidatesCertificate = "repair.invalidates_certificate"
        case uploadWorkingDays = "upload.working_days"
        case uploadStart = "upload.start"
        case uploadComplete = "upload.complete"
        case correctionWorkingDays = "correction.working_days"
        case repairWorkingDays = "repair.working_days"
        case applyLeadDays = "apply.lead_days"
        case uploadWarnStart = "upload.warn_start"
        case issueLagWorkingDays = "upload.issue_lag_working_days"
        case repairProfile = "repair.profile"
    }

    private init(_ set: ParameterSet, on day: Day) throws(ParameterError) {
        func integer(_ name: Name) throws(ParameterError) -> Int {
            try set.integer(name.rawValue, on: day)
        }
        func flag(_ name: Name) throws(ParameterError) -> Bool {
            try set.flag(name.rawValue, on: day)
        }
        greenMonths = try integer(.greenMonths)
        yellowMonths = try integer(.yellowMonths)
        monthRule = try set.choice(Name.monthRule.rawValue, on: day)
        redFromDaysAfter = try integer(.redFromDaysAfter)
        redRequiresInUse = try flag(.redRequiresInUse)
        unverifiedAs = try set.choice(Name.unverifiedAs.rawValue, on: day)
        repairInvalidatesCertificate = try flag(.repairInvalidatesCertificate)
        uploadWorkingDays = try integer(.uploadWorkingDays)
        uploadStart = try set.choice(Name.uploadStart.rawValue, on: day)
        uploadComplete = try set.choice(Name.uploadComplete.rawValue, on: day)
        correctionWorkingDays = try integer(.correctionWorkingDays)
        repairWorkingDays = try integer(.repairWorkingDays)
        applyLeadDays = try integer(.applyLeadDays)
        uploadWarnStart = try set.choice(Name.uploadWarnStart.rawValue, on: day)
        issueLagWorkingDays = try integer(.issueLagWorkingDays)
        repairProfile = try set.choice(Name.repairProfile.rawValue, on: day)
    }
}
