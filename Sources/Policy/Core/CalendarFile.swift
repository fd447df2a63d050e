/// The strict reader of the two calendar files: `date,…` rows in order, LF, UTF-8, no quoting.
///
/// A deadline that rests on a half-understood file is worse than none, so the first doubt refuses
/// the whole file and names the line.
enum CalendarFile {
    /// One row: its line, its day and the fields after the day.
    struct Row {
        let line: Int
        let day: Day
        let fields: [Substring]
    }

    static func rows(_ bytes: [UInt8], header: String) throws(CalendarError) -> [Row] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let first = lines.first, first == header else { throw .header(expected: header) }

        let width = header.split(separator: ",").count
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == width, fields.allSatisfy({ !$0.isEmpty }) else {
                throw .fields(line: index + 1)
            }
            guard let day = Day(String(fields[0])) else {
                throw .notADay(line: index + 1, String(fields[0]))
            }
            if let previous = rows.last, previous.day >= day { throw .order(line: index + 1) }
            rows.append(Row(line: index + 1, day: day, fields: Array(fields.dropFirst())))
        }
        return rows
    }
}

/// Why a calendar file cannot be used.
package enum CalendarError: Error, Hashable, CustomStringConvertible {
    case notText
    case header(expected: String)
    case fields(line: Int)
    case notADay(line: Int, String)
    case order(line: Int)
    case unknownWord(line: Int, String)
    case unannouncedYear(line: Int, Int)
    case noYear

    /// In the words of whoever edits the file.
    package var description: String {
        switch self {
        case .notText: "cannot read the calendar: it is not UTF-8"
        case .header(let expected): "cannot read the calendar, line 1: expected `\(expected)`"
        case .fields(let line): "cannot read the calendar, line \(line): wrong number of fields"
        case .notADay(let line, let text):
            "cannot read the calendar, line \(line): `\(text)` is not a day"
        case .order(let line): "cannot read the calendar, line \(line): days must be in order"
        case .unknownWord(let line, let word):
            "cannot read the calendar, line \(line): unknown word `\(word)`"
        case .unannouncedYear(let line, let year):
            "cannot read the calendar, line \(line): \(year) does not follow on a complete year"
        case .noYear: "cannot read the calendar: it announces no year"
        }
    }
}
