/// The parameters of 四（三） and 三（二） on one day, ready for use.
package struct CreditParameters: Hashable, Sendable {
    /// How long a ground of 直接判定 counts.
    package enum DirectLifetime: String, CaseIterable, Sendable {
        /// While it may be kept.
        case retention
        /// No longer than any other fact.
        case window
    }

    /// When bad information is not used any more.
    package enum StopOn: String, CaseIterable, Sendable {
        case repair
        /// Also at the end of 最长公示期.
        case publicationEnd = "publication_end"
    }

    /// The grades that 四（五） lays constraints on.
    package enum ConstrainedGrades: String, CaseIterable, Sendable {
        case e = "E"
        case dAndE = "D,E"
    }

    package let base: Int
    package let floor: Int
    package let cap: Int
    package let windowYears: Int
    package let lowerBounds: [CreditGrade: Int]
    package let directSingleDeduction: Int
    package let directLifetime: DirectLifetime
    package let requiresFinality: Bool
    package let excludesSummaryPenalties: Bool
    package let eRequiresConfirmation: Bool
    package let stopOn: StopOn
    package let objectionSuspends: Bool
    package let constrainedGrades: ConstrainedGrades

    /// The grade whose lower bound a score reaches.
    func grade(for score: Int) -> CreditGrade {
        for grade in [CreditGrade.a, .b, .c, .d] {
            if let bound = lowerBounds[grade], score >= bound { return grade }
        }
        return .e
    }

    /// One typed version for every day on which any of the parameters changes.
    static func dated(_ set: ParameterSet) throws(ParameterError) -> Dated<CreditParameters> {
        try set.dated(reference: "杭市管〔2021〕120号") { set, day throws(ParameterError) in
            try CreditParameters(set, on: day)
        }
    }

    private init(_ set: ParameterSet, on day: Day) throws(ParameterError) {
        base = try set.integer("score.base", on: day)
        floor = try set.integer("score.floor", on: day)
        cap = try set.integer("score.cap", on: day)
        windowYears = try set.integer("window.years", on: day)
        lowerBounds = [
            .a: try set.integer("grade.A_from", on: day),
            .b: try set.integer("grade.B_from", on: day),
            .c: try set.integer("grade.C_from", on: day),
            .d: try set.integer("grade.D_from", on: day),
        ]
        directSingleDeduction = try set.integer("direct_E.single_deduction", on: day)
        directLifetime = try set.choice("direct_E.lifetime", on: day)
        requiresFinality = try set.flag("penalty.requires_finality", on: day)
        excludesSummaryPenalties = try set.flag("penalty.exclude_summary", on: day)
        stopOn = try set.choice("score.stop_on", on: day)
        objectionSuspends = try set.flag("objection.suspends_score", on: day)
        constrainedGrades = try set.choice("constraints.grades", on: day)
        eRequiresConfirmation = try set.flag("grade.E_requires_confirmation", on: day)
    }
}
