/// Which days are working days (工作日): Monday to Friday, corrected by the yearly notices of the
/// State Council, and an estimate where no notice is known.
///
/// The notices are versioned data. What touches a year without one is *provisional*, says so, and
/// has to be computed again when the next version of the data arrives.
package struct WorkingCalendar: Sendable {
    /// The version of the data, as a conclusion that rests on them records it.
    package let version: String
    /// The years whose notice the data contain.
    package let announcedYears: ClosedRange<Int>
    /// The last day that is certain.
    package let through: Day

    private let announcedFrom: Day
    private let first: Int32
    private let names: [Day: String]
    /// Every working day of the supported years.
    private let workingDays: [Int32]
    /// For each day of the supported years, and for the one after, the working days before it.
    private let countBefore: [Int32]

    /// The data this program was built with.
    package static let builtIn: WorkingCalendar = {
        do {
            return try WorkingCalendar(csv: PackageResources.cn_workdays_csv)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// The years of `builtIn`, without making it ready for counting.
    package static let builtInYears: ClosedRange<Int> = {
        do {
            return try AnnouncedDays(csv: PackageResources.cn_workdays_csv).years
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// The version of data that are the first to end with a year.
    package static func version(through year: Int) -> String { "cn-workdays-\(year)" }

    /// Reads the announced days, `date,kind,name`; every weekday that is not listed is a working
    /// day and every weekend day that is not listed is none. `version` names them where the last year
    /// alone does not.
    ///
    /// No notice takes away a statutory day off: a year in which one would be a working day is half a
    /// notice, and refused.
    package init(csv bytes: [UInt8], version: String? = nil) throws(CalendarError) {
        let statutory = try StatutoryHolidays(csv: PackageResources.cn_statutory_days_csv)
        let announced = try AnnouncedDays(csv: bytes)
        var isWorking = announced.isWorking
        var names = announced.names
        for year in Day.supportedYears where !announced.years.contains(year) {
            for holiday in statutory.holidays(in: year) {
                isWorking[holiday.day] = false
                names[holiday.day] = holiday.name
            }
        }
        let unlisted = announced.years.filter { $0 >= StatutoryHolidays.firstYear }
            .flatMap(statutory.holidays).map(\.day)
            .filter { announced.isWorking[$0] ?? ($0.weekday <= 5) }
        guard unlisted.isEmpty else { throw .unlistedHolidays(unlisted.sorted()) }
        guard let first = Day(year: Day.supportedYears.lowerBound, month: 1, day: 1),
            let last = Day(year: Day.supportedYears.upperBound, month: 12, day: 31),
            let announcedFrom = Day(year: announced.years.lowerBound, month: 1, day: 1),
            let through = Day(year: announced.years.upperBound, month: 12, day: 31)
        else { throw .noYear }

        var workingDays: [Int32] = []
        var countBefore: [Int32] = [0]
        countBefore.reserveCapacity(Int(last.number - first.number) + 2)
        for number in first.number...last.number {
            let day = Day(number: number)
            if isWorking[day] ?? (day.weekday <= 5) { workingDays.append(number) }
            countBefore.append(Int32(workingDays.count))
        }
        self.version = version ?? Self.version(through: announced.years.upperBound)
        self.announcedYears = announced.years
        self.through = through
        self.announcedFrom = announcedFrom
        self.first = first.number
        self.names = names
        self.workingDays = workingDays
        self.countBefore = countBefore
    }

    /// Whether every answer would be the same by another calendar.
    package func agrees(with other: WorkingCalendar) -> Bool {
        announcedYears == other.announcedYears && workingDays == other.workingDays
            && names == other.names
    }

    /// The days of the years that another calendar announces which are working days by one of the two
    /// only: what was certain there and is otherwise here.
    package func changedDays(from other: WorkingCalendar) -> [Day] {
        other.announcedYears.flatMap { year -> [Day] in
            guard let first = Day(year: year, month: 1, day: 1),
                let last = Day(year: year, month: 12, day: 31)
            else { return [] }
            return (first.number...last.number).map(Day.init(number:))
                .filter { isWorkingDay($0) != other.isWorkingDay($0) }
        }
    }

    /// Whether a day is a working day; outside the supported years only the weekday counts.
    package func isWorkingDay(_ day: Day) -> Bool {
        guard let index = index(of: day) else { return day.weekday <= 5 }
        return countBefore[index] < countBefore[index + 1]
    }

    /// What the calendar knows about a day.
    package func info(_ day: Day) -> CalendarDay {
        CalendarDay(
            isWorking: isWorkingDay(day),
            name: names[day],
            isProvisional: isProvisional(from: day, through: day)
        )
    }

    /// The last day of a period of working days. The day that starts it is never counted, even
    /// when it is a working day (民法典 201).
    ///
    /// `nil` when the number is negative or the period leaves the supported years.
    package func due(after start: Day, workingDays count: Int) -> DueDay? {
        guard let index = index(of: start), (0...workingDays.count).contains(count) else {
            return nil
        }
        if count == 0 { return dueDay(from: start, due: start) }
        let position = Int(countBefore[index + 1]) + count - 1
        guard position < workingDays.count else { return nil }
        return dueDay(from: start, due: Day(number: workingDays[position]))
    }

    /// The last day of a period of calendar days, which moves on to the next working day when it is
    /// a day off (民法典 203). The day that starts it is not counted.
    ///
    /// `nil` when the number is negative or the period leaves the supported years.
    package func due(after start: Day, calendarDays count: Int) -> DueDay? {
        guard index(of: start) != nil, (0..<countBefore.count).contains(count),
            let last = index(of: start.adding(days: count)),
            Int(countBefore[last]) < workingDays.count
        else { return nil }
        return dueDay(from: start, due: Day(number: workingDays[Int(countBefore[last])]))
    }

    /// How many working days lie after `day` up to and including `end`; negative, and counted the other
    /// way, once `end` is past.
    package func workingDays(after day: Day, through end: Day) -> Int {
        guard end < day else { return count(after: day, through: end) }
        return -count(after: end, through: day)
    }

    private func count(after day: Day, through end: Day) -> Int {
        guard let from = index(of: day), let to = index(of: end), from < to else { return 0 }
        return Int(countBefore[to + 1] - countBefore[from + 1])
    }

    private func dueDay(from start: Day, due: Day) -> DueDay {
        DueDay(start: start, due: due, isProvisional: isProvisional(from: start, through: due))
    }

    private func isProvisional(from start: Day, through end: Day) -> Bool {
        start < announcedFrom || through < end
    }

    private func index(of day: Day) -> Int? {
        let index = Int(day.number) - Int(first)
        return index >= 0 && index < countBefore.count - 1 ? index : nil
    }
}

/// What the working calendar knows about one day.
package struct CalendarDay: Hashable, Sendable {
    package let isWorking: Bool
    /// The holiday, on a make-up day the holiday it makes up for.
    package let name: String?
    /// The day lies in a year whose notice is not known.
    package let isProvisional: Bool
}

/// The end of a period counted in working days.
package struct DueDay: Hashable, Sendable {
    /// The day of the event, which is not counted.
    package let start: Day
    /// The last day of the period.
    package let due: Day
    /// The period touches a year whose notice is not known.
    package let isProvisional: Bool

    /// The moment the period ends: 24:00 of the due day (民法典 203), written as the next midnight.
    package var dueAt: String { "\(due.adding(days: 1))T00:00:00+08:00" }
}
