import Foundation
import Policy
import TestSupport
import Testing

/// The dated parameters of the laws. What the laws say is compared in `LawAccountTests`.
struct LawParameterTests {
    @Test func `the measures have these parameters`() {
        let parameters = CreditMeasures2021.builtIn.parameterSet.parameters
        #expect(
            parameters.keys.sorted() == [
                "apply.lead_days", "constraints.grades", "correction.working_days",
                "direct_E.lifetime", "direct_E.single_deduction", "grade.A_from", "grade.B_from",
                "grade.C_from", "grade.D_from", "grade.E_requires_confirmation",
                "objection.suspends_score", "penalty.exclude_summary",
                "penalty.requires_finality", "red.requires_in_use",
                "repair.invalidates_certificate", "repair.profile", "repair.working_days",
                "score.base", "score.cap", "score.floor", "score.stop_on",
                "upload.complete", "upload.issue_lag_working_days", "upload.start",
                "upload.warn_start",
                "upload.working_days", "warning.green_months", "warning.month_rule",
                "warning.red_from_days_after", "warning.unverified_as", "warning.yellow_months",
                "window.years",
            ]
        )
    }

    /// The laws with parameters, each with its first day in force.
    private let laws: [(from: String, set: ParameterSet)] = [
        ("2014-01-01", MetrologyRegulation2013.builtIn.parameterSet),
        ("2018-01-01", CreditInformationRegulation2017.builtIn.parameterSet),
        ("2021-09-30", CreditMeasures2021.builtIn.parameterSet),
        ("2021-09-30", ZhejiangCreditRepair.builtIn.parameterSet),
        ("2026-04-01", CreditRepairMeasures2026.builtIn.parameterSet),
    ]

    @Test func `no parameter file is forgotten`() throws {
        let folder = "Sources/Policy/Laws"
        let files = try FileManager.default.subpathsOfDirectory(
            atPath: Checkout.root + "/" + folder
        )
        for path in files where path.hasSuffix(".parameters.json") {
            let set = try ParameterSet(json: Checkout.bytes(folder + "/" + path))
            let names = set.parameters.keys.sorted()
            #expect(laws.contains { $0.set.parameters.keys.sorted() == names }, "\(path)")
        }
    }

    @Test func `a version has a source, and the first begins with its law`() {
        for (from, set) in laws {
            for (name, parameter) in set.parameters {
                #expect(!parameter.description.isEmpty && !parameter.unit.isEmpty, "\(name)")
                let versions = parameter.values.versions
                #expect(versions.first?.from == day(from), "\(name)")
                #expect(versions.map(\.from) == versions.map(\.from).sorted(), "\(name)")
                #expect(versions.allSatisfy { !$0.reference.isEmpty }, "\(name)")
            }
        }
    }

    /// A gap or an overlap between versions would show as none or two on some day.
    @Test func `every parameter has exactly one version in force, quarter by quarter`() {
        for (from, set) in laws {
            for quarter in quarters {
                for (name, parameter) in set.parameters {
                    let versions = parameter.values.versions
                    let ends = versions.dropFirst().map(\.from) + [day("2199-12-31")]
                    let governed = max(quarter, day(from))
                    let inForce = zip(versions, ends).filter {
                        $0.from <= governed && governed < $1
                    }
                    #expect(inForce.count == 1, "\(name) on \(quarter)")
                    #expect(parameter.values.inForce(on: quarter).from == inForce.first?.0.from)
                }
            }
        }
    }

    @Test func `a parameter belongs to one law`() {
        let names = laws.flatMap { $0.set.parameters.keys }
        #expect(Set(names).count == names.count)
    }

    @Test func `the typed parameters are those of the file`() {
        for quarter in quarters {
            let parameters = CreditMeasures2021Parameters.inForce(on: quarter)
            #expect(parameters.greenMonths == 2)
            #expect(parameters.yellowMonths == 1)
            #expect(parameters.monthRule == .backwardClamp)
            #expect(parameters.redFromDaysAfter == 1)
            #expect(parameters.redRequiresInUse)
            #expect(parameters.unverifiedAs == .violation)
            #expect(parameters.repairInvalidatesCertificate)
            #expect(parameters.uploadWorkingDays == 5)
            #expect(parameters.uploadStart == .certificateIssued)
            #expect(parameters.correctionWorkingDays == 5)
            #expect(parameters.repairWorkingDays == 15)
        }
    }

    private var quarters: [Day] {
        (2018...2030).flatMap { year in
            [1, 4, 7, 10].compactMap { Day(year: year, month: $0, day: 1) }
        }
    }
}
