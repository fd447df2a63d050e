/// The days off and make-up days that the State Council has announced.
struct AnnouncedDays {
    /// Invariant: without a gap. A year is announced when the file lists its 元旦.
    let years: ClosedRange<Int>
    let isWorking: [Day: Bool]
    let names: [Day: String]

    /// Reads rows `date,kind,name`. Every year listed must begin with its 元旦 and follow on the
    /// year before, because a year with half its notice would be taken for certain.
    init(csv bytes: [UInt8]) throws(CalendarError) {
        var years: ClosedRange<Int>?
        var isWorking: [Day: Bool] = [:]
        var names: [Day: String] = [:]
        for row in try CalendarFile.rows(bytes, header: "date,kind,name") {
            let (year, month, day) = row.day.parts
            switch row.fields[0] {
            case "holiday": isWorking[row.day] = false
            case "workday": isWorking[row.day] = true
            default: throw .unknownWord(line: row.line, String(row.fields[0]))
            }
            names[row.day] = String(row.fields[1])

            if let known = years, known.upperBound == year { continue }
            guard (month, day) == (1, 1), isWorking[row.day] == false,
                years.map({ $0.upperBound + 1 == year }) ?? true
            else { throw .unannouncedYear(line: row.line, year) }
            years = (years?.lowerBound ?? year)...year
        }
        guard let years else { throw .noYear }
        self.years = years
        self.isWorking = isWorking
        self.names = names
    }
}
