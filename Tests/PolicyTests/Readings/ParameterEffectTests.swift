import Policy
import Testing

/// No parameter does nothing, and none does more than its name says: each is changed alone, and
/// exactly the cases of its row come out differently.
struct ParameterEffectTests {
    static let allScores = [
        "a crime", "an old crime still kept", "disputed", "four years old", "lowest A", "lowest B",
        "lowest C", "lowest D", "many good", "no facts", "no longer published", "not final",
        "one grave penalty", "summary", "very bad",
    ]

    /// Another value for every parameter, and the cases that it changes.
    static let rows: [(name: String, value: ParameterValue, changes: Set<String>)] = [
        ("warning.green_months", .integer(1), ["green"]),
        ("warning.yellow_months", .integer(0), ["month end", "yellow"]),
        ("warning.month_rule", .text("forward_civil_code"), ["month end"]),
        ("warning.red_from_days_after", .integer(2), ["first day of red"]),
        ("red.requires_in_use", .flag(false), ["idle past its term"]),
        ("warning.unverified_as", .text("red"), ["never verified", "repaired since"]),
        ("repair.invalidates_certificate", .flag(false), ["repaired since"]),
        ("upload.working_days", .integer(6), ["clock upload", "upload after a test"]),
        ("upload.start", .text("verification_date"), ["upload after a test"]),
        ("upload.complete", .text("data"), ["upload without the file"]),
        ("upload.warn_start", .text("certificate_issued"), ["issued late"]),
        ("upload.issue_lag_working_days", .integer(20), ["issued late"]),
        ("correction.working_days", .integer(6), ["clock correction"]),
        ("repair.working_days", .integer(16), ["clock repair"]),
        ("objection.working_days", .integer(6), ["clock objection"]),
        ("onsite.working_days", .integer(11), ["clock onSite"]),
        ("lab.working_days", .integer(8), ["clock lab"]),
        ("reverification.days", .integer(20), ["clock reverification"]),
        ("apply.lead_days", .integer(20), ["application"]),
        ("window.years", .integer(4), ["four years old"]),
        ("retention.years", .integer(4), ["kept"]),
        (
            "score.base", .integer(80),
            Set(allScores).subtracting(["very bad"]).union(["measures of a D"])
        ),
        ("score.floor", .integer(1), ["very bad"]),
        ("score.cap", .integer(99), ["many good"]),
        ("score.stop_on", .text("publication_end"), ["no longer published"]),
        ("objection.suspends_score", .flag(true), ["disputed"]),
        ("grade.A_from", .integer(96), ["lowest A"]),
        ("grade.B_from", .integer(86), ["lowest B"]),
        ("grade.C_from", .integer(76), ["lowest C"]),
        ("grade.D_from", .integer(66), ["lowest D"]),
        ("direct_E.single_deduction", .integer(21), ["one grave penalty"]),
        ("direct_E.lifetime", .text("window"), ["an old crime still kept"]),
        ("penalty.requires_finality", .flag(false), ["not final"]),
        ("penalty.exclude_summary", .flag(false), ["summary"]),
        (
            "grade.E_requires_confirmation", .flag(false),
            ["a crime", "an old crime still kept", "one grave penalty", "very bad"]
        ),
        ("constraints.grades", .text("D,E"), ["measures of a D"]),
        (
            "repair.profile", .text("zhejiang"),
            ["repair, minor", "repair, ordinary", "repair, serious"]
        ),
        ("repair.months.zhejiang", .integer(6), ["repair in 2025"]),
        (
            "repair.no_same_kind", .flag(true),
            ["repair, minor", "repair, ordinary", "repair, serious"]
        ),
        ("repair.months.minor", .integer(1), ["repair, minor"]),
        ("repair.months.ordinary", .integer(4), ["repair, ordinary"]),
        ("repair.months.serious", .integer(10), ["repair, serious"]),
        ("publication.months.minor", .integer(4), ["published, minor"]),
        ("publication.months.ordinary", .integer(11), ["published, ordinary"]),
        ("publication.months.serious", .integer(24), ["published, serious"]),
    ]

    @Test func `every parameter has a row`() {
        let names = PolicyEngine().laws.flatMap { $0.set.parameters.keys }
        #expect(Self.rows.map(\.name).sorted() == names.sorted())
    }

    @Test(arguments: rows)
    func `a parameter changes its own cases and no others`(
        row: (name: String, value: ParameterValue, changes: Set<String>)
    ) throws {
        let law = ParameterCases(PolicyEngine()).results
        let other = try ParameterCases(PolicyEngine().replacing(row.name, with: row.value)).results
        #expect(!row.changes.isEmpty)
        #expect(law.count == other.count)
        #expect(Set(law.keys.filter { law[$0] != other[$0] }) == row.changes, "\(row.name)")
    }

    @Test func `an unknown name and an unsuitable value are refused`() {
        let engine = PolicyEngine()
        #expect(throws: ParameterError.missing("window.weeks")) {
            try engine.replacing("window.weeks", with: .integer(1))
        }
        for (name, value) in [
            ("window.years", ParameterValue.text("five")), ("window.years", .integer(-1)),
            ("window.years", .integer(121)), ("red.requires_in_use", .integer(1)),
            ("upload.start", .flag(true)), ("repair.no_same_kind", .text("yes")),
        ] {
            #expect(throws: ParameterError.unsuitable(name, value)) {
                try engine.replacing(name, with: value)
            }
        }
    }
}
