import Policy
import SyncAgent
import SyncCore
import Testing

/// How much a site may send, by weekday and hour.
struct UploadTimetableTests {
    /// A moment of Asia/Shanghai in the week that begins with Monday, 2026-11-23.
    private static func moment(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        let monday: Int64 = 1_795_363_200
        let seconds = Int64(day * 86_400 + hour * 3600 + minute * 60)
        return Instant(milliseconds: (monday + seconds) * 1000)
    }

    static let cases: [(text: String, day: Int, hour: Int, minute: Int, rate: Int?)] = [
        ("64KiB", 6, 23, 59, 65_536), ("unlimited", 0, 12, 0, nil),
        ("mon-fri 08:00-18:00 64KiB, 1MiB", 0, 8, 0, 65_536),
        ("mon-fri 08:00-18:00 64KiB, 1MiB", 4, 17, 59, 65_536),
        ("mon-fri 08:00-18:00 64KiB, 1MiB", 4, 18, 0, 1 << 20),
        ("mon-fri 08:00-18:00 64KiB, 1MiB", 5, 12, 0, 1 << 20),
        ("mon-fri 08:00-18:00 64KiB", 5, 12, 0, nil),
        ("sat,sun 4KiB", 5, 0, 0, 4096), ("sat,sun 4KiB", 4, 23, 59, nil),
        ("fri-mon 8KiB", 6, 1, 0, 8192), ("fri-mon 8KiB", 1, 1, 0, nil),
        ("mon 22:00-06:00 8KiB", 0, 23, 0, 8192), ("mon 22:00-06:00 8KiB", 1, 5, 59, 8192),
        ("mon 22:00-06:00 8KiB", 0, 5, 0, nil), ("mon 22:00-06:00 8KiB", 1, 22, 0, nil),
        ("sun 23:00-01:00 8KiB", 0, 0, 30, 8192), ("18:00-24:00 unlimited, 8KiB", 2, 20, 0, nil),
        ("18:00-24:00 unlimited, 8KiB", 2, 2, 0, 8192), ("MON 8kib", 0, 1, 0, 8192),
    ]

    @Test(arguments: cases)
    func `the first entry that fits counts`(
        _ example: (text: String, day: Int, hour: Int, minute: Int, rate: Int?)
    ) throws {
        let timetable = try #require(UploadTimetable(example.text))
        let moment = Self.moment(example.day, example.hour, example.minute)
        #expect(timetable.bytesPerSecond(at: moment) == example.rate)
    }

    @Test(arguments: [
        "", "mon", "mon-fri 08:00-18:00", "64", "1KiB", "8:00-18:00 64KiB", "08:00 64KiB",
        "08:00-08:00 64KiB", "25:00-26:00 64KiB", "08:00-24:01 64KiB", "mon-xyz 64KiB",
        "monday 64KiB", "64KiB mon", "-1MiB", "08:60-09:00 64KiB",
    ])
    func `what is no timetable is refused`(_ text: String) {
        #expect(UploadTimetable(text) == nil)
    }
}
