/// A civil day in Asia/Shanghai (UTC+8, no daylight saving): the only unit of date the law knows.
///
/// Days are integers and the arithmetic is our own. Foundation's calendar accepts days that do not
/// exist, saturates silently, and is slow over millions of rows.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int32

    /// Wraps a day number that is already known to be in range.
    package init(number: Int32) {
        self.number = number
    }

    /// The day with this year, month and day; `nil` when the calendar has no such day or it lies
    /// outside `supportedYears`.
    package init?(year: Int, month: Int, day: Int) {
        self.init(year: year, month: month, day: day, in: Self.supportedYears)
    }

    init?(year: Int, month: Int, day: Int, in years: ClosedRange<Int>) {
        guard years.contains(year), (1...12).contains(month),
            day >= 1, day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        self.number = Self.number(year: year, month: month, day: day)
    }

    /// The first and the last year that a day may have; outside, a date is a typing error.
    package static let supportedYears = 1949...2199

    /// The day of `supportedYears` at or nearest to a moment, seen in Shanghai.
    package init(secondsSince1970 seconds: Int64) {
        let shanghai = seconds.addingReportingOverflow(8 * 3600)
        let days = (shanghai.overflow ? seconds : shanghai.partialValue).floorDivided(by: 86_400)
        let first = Self.number(year: Self.supportedYears.lowerBound, month: 1, day: 1)
        let last = Self.number(year: Self.supportedYears.upperBound, month: 12, day: 31)
        self.number = Int32(min(max(days, Int64(first)), Int64(last)))
    }

    package static func < (left: Day, right: Day) -> Bool {
        left.number < right.number
    }

    /// Year, month and day of month.
    package var parts: (year: Int, month: Int, day: Int) {
        // Counted in 400-year eras that begin on 1 March, so that the leap day comes last.
        let shifted = Int(number) + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { parts.year }

    /// 1 for Monday … 7 for Sunday.
    package var weekday: Int {
        Int((number + 3).floorDivided(by: 7) * -7 + number + 3) + 1
    }

    /// This day moved by whole days, forward or back.
    package func adding(days: Int) -> Day {
        Day(number: number + Int32(days))
    }

    /// The corresponding day this many months later (earlier when negative); where that month has
    /// no such day, its last day (民法典 202).
    package func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let total = year * 12 + (month - 1) + months
        let targetYear = total.floorDivided(by: 12)
        let targetMonth = total - targetYear * 12 + 1
        let length = Self.length(ofMonth: targetMonth, in: targetYear)
        return Day(
            number: Self.number(year: targetYear, month: targetMonth, day: min(day, length))
        )
    }

    /// How many days a month has.
    package static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func number(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floorDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}

extension BinaryInteger {
    /// Division that rounds towards minus infinity, for days before 1970.
    fileprivate func floorDivided(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
