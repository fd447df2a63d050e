/// The days off that 全国年节及纪念日放假办法 (2024-11-10, article 2) fixes for every year.
///
/// They stand in for a yearly notice that is not known yet. What only the notice decides is missing
/// here: the days shifted to make a longer holiday, the make-up weekends, and the day off in lieu
/// of a holiday that falls on a weekend. Whatever is counted with these days is provisional.
struct StatutoryHolidays: Sendable {
    /// The first year of the article as it stands; the days of earlier years are history.
    static let firstYear = 2025

    private let lunar: [Int: [(day: Day, name: String)]]

    /// Reads the days that follow the moon and the sun; 除夕 stands for its holiday of four days.
    init(csv bytes: [UInt8]) throws(CalendarError) {
        var lunar: [Int: [(day: Day, name: String)]] = [:]
        for row in try CalendarFile.rows(bytes, header: "date,name") {
            let name = String(row.fields[0])
            switch name {
            case "除夕":
                for offset in 0..<4 {
                    lunar[row.day.year, default: []].append((row.day.adding(days: offset), "春节"))
                }
            case "清明节", "端午节", "中秋节":
                lunar[row.day.year, default: []].append((row.day, name))
            default:
                throw .unknownWord(line: row.line, name)
            }
        }
        self.lunar = lunar
    }

    /// The days off of a year that are known without a notice. For years without lunar data these
    /// are the solar ones only.
    func holidays(in year: Int) -> [(day: Day, name: String)] {
        let solar = [
            (1, 1, "元旦"), (5, 1, "劳动节"), (5, 2, "劳动节"),
            (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"),
        ]
        return solar.compactMap { month, day, name in
            Day(year: year, month: month, day: day).map { ($0, name) }
        } + (lunar[year] ?? [])
    }
}
