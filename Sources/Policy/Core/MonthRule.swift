/// How "within n months before a day" is counted where the months differ in length.
package enum MonthRule: String, CaseIterable, Sendable {
    /// The corresponding day n months earlier, or that month's last day. Never the later of the
    /// two rules, and an early notice harms nobody.
    case backwardClamp = "backward_clamp"
    /// The first day from which n months, counted forward by 民法典 202, reach the day.
    case forwardCivilCode = "forward_civil_code"

    /// The first day of the window that ends with `end`.
    package func start(months: Int, before end: Day) -> Day {
        let corresponding = end.adding(months: -months)
        switch self {
        case .backwardClamp:
            return corresponding
        case .forwardCivilCode:
            // Clamping on the way back can leave a day from which the way forward falls short;
            // the day after it begins a month that reaches far enough.
            let reaches = corresponding.adding(months: months) >= end
            return reaches ? corresponding : corresponding.adding(days: 1)
        }
    }

    /// The same rule seen from the other side: the last end whose window has begun on `day`.
    ///
    /// A day is compared with the ends of many terms, so this is worked out once per day.
    package func lastEnd(months: Int, from day: Day) -> Day {
        let tomorrow = day.adding(days: 1)
        // To the last day of a month, backwards, every longer day of the later month is clamped.
        if self == .backwardClamp, tomorrow.parts.day == 1 {
            return tomorrow.adding(months: months).adding(days: -1)
        }
        return day.adding(months: months)
    }
}
