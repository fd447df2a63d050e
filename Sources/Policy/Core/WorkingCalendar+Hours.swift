extension WorkingCalendar {
    /// The hours of a working day that count: eight, as 国务院关于职工工作时间的规定 3 has it, where they mostly lie.
    private static let officeHours: Range<Int64> = 9..<17
    private static let hour: Int64 = 3600

    /// The working time of a whole working day, in seconds.
    package static let workingDaySeconds = Int64(officeHours.count) * hour

    /// The working time between two moments, in seconds; both in seconds since 1970. Negative when the second
    /// is the earlier one.
    package func workingSeconds(from start: Int64, to end: Int64) -> Int64 {
        guard start <= end else { return -workingSeconds(from: end, to: start) }
        let (first, last) = (Day(secondsSince1970: start), Day(secondsSince1970: end))
        let days = Int64(workingDays(after: first, through: last)) * Self.workingDaySeconds
        return whole(first) - worked(until: start, on: first)
            + days - whole(last) + worked(until: end, on: last)
    }

    private func whole(_ day: Day) -> Int64 {
        isWorkingDay(day) ? Self.workingDaySeconds : 0
    }

    /// What of a day's working time has passed at a moment of it.
    private func worked(until moment: Int64, on day: Day) -> Int64 {
        guard isWorkingDay(day) else { return 0 }
        let midnight = Int64(day.number) * 86_400 - 8 * Self.hour
        let opened = moment - midnight - Self.officeHours.lowerBound * Self.hour
        return min(max(opened, 0), Self.workingDaySeconds)
    }
}
