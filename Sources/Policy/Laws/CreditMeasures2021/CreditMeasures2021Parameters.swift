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

    package let greenMonths: Int
    package let yellowMonths: Int
    package let monthRule: MonthRule
    package let redFromDaysAfter: Int
    package let redRequiresInUse: Bool
    package let unverifiedAs: UnverifiedTreatment
    package let repairInvalidatesCertificate: Bool
    package let uploadWorkingDays: Int
    package let uploadStart: UploadStart

    /// The parameters this program was built with, as they are in force on a day.
    package static func inForce(on day: Day) -> CreditMeasures2021Parameters {
        CreditMeasures2021.builtIn.parameters.inForce(on: day).value
    }

    /// One typed version for every day on which any of the parameters changes.
    static func dated(
        _ set: ParameterSet
    ) throws(ParameterError) -> Dated<CreditMeasures2021Parameters> {
        var versions: [Dated<CreditMeasures2021Parameters>.Version] = []
        for day in set.firstDays {
            let value = try CreditMeasures2021Parameters(set, on: day)
            versions.append(.init(from: day, value: value, reference: "杭市管〔2021〕120号"))
        }
        guard let dated = Dated(versions) else { throw .missing(Name.greenMonths.rawValue) }
        return dated
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
    }

    private init(_ set: ParameterSet, on day: Day) throws(ParameterError) {
        func value(_ name: Name) throws(ParameterError) -> ParameterValue {
            try set.value(name.rawValue, on: day)
        }
        func integer(_ name: Name) throws(ParameterError) -> Int {
            let value = try value(name)
            // No term of this law is longer; a greater number is a slip of the pen.
            guard case .integer(let integer) = value, (0...120).contains(integer) else {
                throw .unsuitable(name.rawValue, value)
            }
            return integer
        }
        func flag(_ name: Name) throws(ParameterError) -> Bool {
            let value = try value(name)
            guard case .flag(let flag) = value else { throw .unsuitable(name.rawValue, value) }
            return flag
        }
        func choice<Choice: RawRepresentable<String>>(
            _ name: Name
        ) throws(ParameterError) -> Choice {
            let value = try value(name)
            guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
                throw .unsuitable(name.rawValue, value)
            }
            return choice
        }
        greenMonths = try integer(.greenMonths)
        yellowMonths = try integer(.yellowMonths)
        monthRule = try choice(.monthRule)
        redFromDaysAfter = try integer(.redFromDaysAfter)
        redRequiresInUse = try flag(.redRequiresInUse)
        unverifiedAs = try choice(.unverifiedAs)
        repairInvalidatesCertificate = try flag(.repairInvalidatesCertificate)
        uploadWorkingDays = try integer(.uploadWorkingDays)
        uploadStart = try choice(.uploadStart)
    }
}
