package import SyncCore

/// How much a site may send in a second, by weekday and hour of Asia/Shanghai: the line of an office is
/// for its people by day.
///
/// Written `mon-fri 08:00-18:00 64KiB, sat,sun 1MiB`: days, hours and rate, of which days and hours may be
/// left out. The first entry that fits counts; where none does, and with `unlimited`, nothing is held back.
package struct UploadTimetable: Hashable, Sendable {
    private let entries: [Entry]

    private struct Entry: Hashable {
        /// Monday is 0.
        var days = Set(0..<7)
        /// Minutes of a day; an end before the start lies on the next day.
        var start = 0
        var end = 24 * 60
        var bytesPerSecond: Int?

        func covers(_ day: Int, _ minute: Int) -> Bool {
            if start < end { return days.contains(day) && (start..<end).contains(minute) }
            return days.contains(day) && minute >= start
                || days.contains((day + 6) % 7) && minute < end
        }
    }

    /// Nothing is held back.
    package static let unlimited = UploadTimetable(entries: [])

    private init(entries: [Entry]) {
        self.entries = entries
    }

    /// The slowest rate: a batch must get through in the time of a request.
    private static let rateMin = 4 << 10

    /// Reads a timetable; `nil` for anything else.
    package init?(_ text: String) {
        var entries: [Entry] = []
        var entry = Entry()
        var days: Set<Int> = []
        for word in text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
            if let named = Self.days(word) {
                days.formUnion(named)
            } else if let (start, end) = Self.hours(word) {
                (entry.start, entry.end) = (start, end)
            } else {
                guard let rate = Self.rate(word) else { return nil }
                entry.bytesPerSecond = rate == .max ? nil : rate
                if !days.isEmpty { entry.days = days }
                entries.append(entry)
                (entry, days) = (Entry(), [])
            }
        }
        guard !entries.isEmpty, entry == Entry(), days.isEmpty else { return nil }
        self.entries = entries
    }

    /// The rate at a moment; `nil` for no limit.
    package func bytesPerSecond(at now: Instant) -> Int? {
        let minutes = now.milliseconds / 60_000 + 8 * 60
        // 1970-01-01 was a Thursday.
        let day = Int((minutes / 1440 + 3) % 7)
        return entries.first { $0.covers(day, Int(minutes % 1440)) }?.bytesPerSecond
    }

    // MARK: Words

    private static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func days(_ word: Substring) -> [Int]? {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false)
            .map { dayNames.firstIndex(of: String($0)) }
        guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil
        else { return nil }
        return (0..<7).map { (first + $0) % 7 }.prefix((last - first + 7) % 7 + 1).map { $0 }
    }

    private static func hours(_ word: Substring) -> (Int, Int)? {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
            let parts = end.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
                let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
                (0..<60).contains(minute), hour * 60 + minute <= 1440
            else { return nil }
            return hour * 60 + minute
        }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start < 1440, start != end
        else { return nil }
        return (start, end)
    }

    private static func rate(_ word: Substring) -> Int? {
        if word == "unlimited" { return .max }
        let spelt = word.hasSuffix("kib") ? "KiB" : word.hasSuffix("mib") ? "MiB" : ""
        return ConfigurationUnits.bytes(String(word.dropLast(3)) + spelt).flatMap {
            $0 >= rateMin ? $0 : nil
        }
    }
}
