/// The strict reader of the two calendar files: `date,…` rows in order, UTF-8, no quoting. A byte order
/// mark and CRLF, as spreadsheets write them, are nothing to doubt.
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
        guard let text = String(validating: bytes.withoutByteOrderMark, as: UTF8.self) else {
            throw .notText
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
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
    /// Statutory days off that would be working days.
    case unlistedHolidays([Day])

    /// For a log; people get `text(in:)`.
    package var description: String { "cannot read the calendar: \(text(in: .english))" }

    /// In the words of whoever edits the file.
    package func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private var chinese: String {
        switch self {
        case .notText: "不是 UTF-8"
        case .header(let expected): "第 1 行: 应为 `\(expected)`"
        case .fields(let line): "第 \(line) 行: 列数不对, 或有空列"
        case .notADay(let line, let text): "第 \(line) 行: `\(text)` 不是日期, 写作 YYYY-MM-DD"
        case .order(let line): "第 \(line) 行: 日期须从早到晚, 不重复"
        case .unknownWord(let line, let word): "第 \(line) 行: `\(word)` 不认识"
        case .unannouncedYear(let line, let year):
            "第 \(line) 行: \(year) 年须从元旦列起, 且与上一年相接"
        case .noYear: "没有列出任何一年"
        case .unlistedHolidays(let days):
            "法定节假日没有列为 holiday: \(Self.list(days)); 一年的通知须完整"
        }
    }

    private var english: String {
        switch self {
        case .notText: "it is not UTF-8"
        case .header(let expected): "line 1: expected `\(expected)`"
        case .fields(let line): "line \(line): wrong number of fields, or an empty one"
        case .notADay(let line, let text): "line \(line): `\(text)` is not a day"
        case .order(let line): "line \(line): days must be in order"
        case .unknownWord(let line, let word): "line \(line): unknown word `\(word)`"
        case .unannouncedYear(let line, let year):
            "line \(line): \(year) does not begin with its first day or follow on the year before"
        case .noYear: "it announces no year"
        case .unlistedHolidays(let days):
            "statutory days off are not listed as holiday: \(Self.list(days)); "
                + "a year needs its whole notice"
        }
    }

    private static func list(_ days: [Day]) -> String {
        days.map(\.description).joined(separator: ", ")
    }
}

extension Array<UInt8> {
    /// The bytes without the mark that some programs put before UTF-8.
    var withoutByteOrderMark: [UInt8] {
        starts(with: [0xEF, 0xBB, 0xBF]) ? Array(dropFirst(3)) : self
    }
}
