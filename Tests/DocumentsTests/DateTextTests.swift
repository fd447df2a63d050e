import Policy
import Testing

@testable import Documents

struct DateTextTests {
    static let dates: [(text: String, day: String?, code: RepairCode?)] = [
        ("2026-03-05", "2026-03-05", nil),
        ("2026-3-5", "2026-03-05", .date),
        ("2026.3.5", "2026-03-05", .date),
        ("2026/3/5", "2026-03-05", .date),
        ("2026年3月5日", "2026-03-05", .date),
        ("2026年03月05", "2026-03-05", .date),
        ("2026年3月5号", "2026-03-05", .date),
        ("2026 年 3 月 5 日", "2026-03-05", .date),
        ("2026．3．5", "2026-03-05", .date),
        ("20260305", "2026-03-05", .date),
        ("2026-03-05 00:00:00", "2026-03-05", .date),
        ("2026-03-05T00:00:00", "2026-03-05", .date),
        ("2026/3/5 0:00", "2026-03-05", .date),
        ("45467", "2024-06-24", .excelSerial),
        ("45467.0", "2024-06-24", .excelSerial),
        ("19725", "1954-01-01", .excelSerial),
        ("73050", "2099-12-31", .excelSerial),
        ("2024-02-29", "2024-02-29", nil),
        ("2026-13-05", nil, nil),
        ("2026-02-30", nil, nil),
        ("2026.2.29", nil, nil),
        ("20261305", nil, nil),
        ("2026-3/5", nil, nil),
        ("2026年3-5", nil, nil),
        ("2026-3", nil, nil),
        ("26-3-5", nil, nil),
        ("5/3/2026", nil, nil),
        ("1948-12-31", nil, nil),
        ("2200-01-01", nil, nil),
        ("19724", nil, nil),
        ("73051", nil, nil),
        ("45467.5", nil, nil),
        ("45467.", nil, nil),
        ("2026-03-05 14:30:00", nil, nil),
        ("2026-03-05T", nil, nil),
        ("2026.3.5.", nil, nil),
        ("待定", nil, nil),
        ("-", nil, nil),
        ("", nil, nil),
    ]

    @Test(arguments: dates)
    func `a date is read or refused, never guessed`(text: String, day: String?, code: RepairCode?) {
        let reading = DateText.read(text)
        #expect(reading?.day.description == day)
        #expect(reading?.code == code)
    }
}
