import Policy
import Testing

/// A day that a test is sure of; a slip in the test itself ends the run.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("`\(text)` is not a day") }
    return day
}

extension Day {
    /// Every day the law knows, in order.
    static var all: some Sequence<Day> {
        (day("1949-01-01").number...day("2199-12-31").number).lazy.map { Day(number: $0) }
    }
}

/// The measures with their own parameters, except those given as JSON literals.
func measures(with changes: [String: String] = [:]) throws -> CreditMeasures2021 {
    var values = [
        "warning.green_months": "2",
        "warning.yellow_months": "1",
        "warning.month_rule": #""backward_clamp""#,
        "warning.red_from_days_after": "1",
        "red.requires_in_use": "true",
        "warning.unverified_as": #""violation""#,
        "repair.invalidates_certificate": "true",
        "upload.working_days": "5",
        "upload.start": #""certificate_issued""#,
        "correction.working_days": "5",
        "repair.working_days": "15",
        "window.years": "5",
        "score.base": "90",
        "score.floor": "0",
        "score.cap": "100",
        "grade.A_from": "95",
        "grade.B_from": "85",
        "grade.C_from": "75",
        "grade.D_from": "65",
        "direct_E.single_deduction": "20",
        "direct_E.lifetime": #""retention""#,
        "penalty.requires_finality": "true",
        "penalty.exclude_summary": "true",
        "grade.E_requires_confirmation": "true",
    ]
    values.merge(changes) { $1 }
    let entries = values.map { name, value in
        let version = #"{"from": "2021-09-30", "value": \#(value), "reference": "test"}"#
        return #""\#(name)": {"description": "", "unit": "", "versions": [\#(version)]}"#
    }
    let json = "{\(entries.joined(separator: ","))}"
    return try CreditMeasures2021(parameters: ParameterSet(json: Array(json.utf8)))
}
