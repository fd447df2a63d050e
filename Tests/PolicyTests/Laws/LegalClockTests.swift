import Policy
import TestSupport
import Testing

/// Every clock that a law sets running, as tables and against a slow calendar.
struct LegalClockTests {
    private let engine = PolicyEngine()

    /// Start, +5, +7, +10 and +15 working days, +15 days moved off days off.
    static let vectors: [(start: String, due: [String])] = [
        ("2020-01-22", ["2020-02-06", "2020-02-10", "2020-02-13", "2020-02-20", "2020-02-06"]),
        ("2021-09-30", ["2021-10-13", "2021-10-15", "2021-10-20", "2021-10-27", "2021-10-15"]),
        ("2024-02-08", ["2024-02-21", "2024-02-23", "2024-02-28", "2024-03-06", "2024-02-23"]),
        ("2024-02-14", ["2024-02-22", "2024-02-26", "2024-02-29", "2024-03-07", "2024-02-29"]),
        ("2024-02-29", ["2024-03-07", "2024-03-11", "2024-03-14", "2024-03-21", "2024-03-15"]),
        ("2025-01-24", ["2025-02-07", "2025-02-10", "2025-02-13", "2025-02-20", "2025-02-08"]),
        ("2025-01-26", ["2025-02-08", "2025-02-11", "2025-02-14", "2025-02-21", "2025-02-10"]),
        ("2026-01-30", ["2026-02-06", "2026-02-10", "2026-02-13", "2026-02-27", "2026-02-14"]),
        ("2026-02-14", ["2026-02-28", "2026-03-03", "2026-03-06", "2026-03-13", "2026-03-02"]),
        ("2026-04-30", ["2026-05-11", "2026-05-13", "2026-05-18", "2026-05-25", "2026-05-15"]),
        ("2026-09-16", ["2026-09-22", "2026-09-24", "2026-09-30", "2026-10-13", "2026-10-08"]),
        ("2026-09-18", ["2026-09-24", "2026-09-29", "2026-10-09", "2026-10-15", "2026-10-08"]),
        ("2026-09-30", ["2026-10-13", "2026-10-15", "2026-10-20", "2026-10-27", "2026-10-15"]),
    ]

    /// Which column of the vectors a clock is, and the provision that it runs under.
    static let kinds: [(kind: ClockKind, column: Int, provision: String)] = [
        (.upload, 0, "二（四）"), (.correction, 0, "三（三）更正"),
        (.objection, 0, "浙江省公共信用信息管理条例第三十一条第一款"),
        (.lab, 1, "浙江省计量监督管理条例第二十条第三款"),
        (.onSite, 2, "浙江省计量监督管理条例第二十条第二款"),
        (.repair, 3, "四（四）核对确认"),
        (.reverification, 4, "浙江省计量监督管理条例第二十一条第二款"),
    ]

    @Test(arguments: kinds)
    func `a clock ends on the day of its law`(
        _ row: (kind: ClockKind, column: Int, provision: String)
    ) throws {
        for vector in Self.vectors {
            let clock = try #require(engine.clock(row.kind, from: day(vector.start)))
            #expect(clock.due.due == day(vector.due[row.column]), "\(vector.start)")
            #expect(clock.due.start == day(vector.start))
            #expect(!clock.due.isProvisional)
            #expect(clock.provision.label == row.provision)
        }
    }

    @Test func `every clock stands in the table`() {
        #expect(Set(Self.kinds.map(\.kind)) == Set(ClockKind.allCases))
        #expect(
            ClockKind.allCases.map(\.rawValue) == [
                "upload", "correction", "objection", "repair", "onsite", "lab", "reverification",
            ]
        )
    }

    @Test(arguments: [
        ("upload", "2026-12-24", "2026-12-31", false), ("upload", "2026-12-25", "2027-01-04", true),
        ("repair", "2026-12-10", "2026-12-31", false), ("repair", "2026-12-11", "2027-01-04", true),
        ("reverification", "2026-12-16", "2026-12-31", false),
        ("reverification", "2026-12-17", "2027-01-04", true),
        ("lab", "2019-12-20", "2019-12-31", true), ("onsite", "2019-12-31", "2020-01-15", true),
        ("reverification", "2019-12-31", "2020-01-15", true),
    ])
    func `a clock that touches a year without a notice is provisional`(
        _ name: String,
        _ start: String,
        _ due: String,
        _ isProvisional: Bool
    ) throws {
        let kind = try #require(ClockKind(rawValue: name))
        let clock = try #require(engine.clock(kind, from: day(start)))
        #expect(clock.due.due == day(due))
        #expect(clock.due.isProvisional == isProvisional)
    }

    @Test func `a due day lasts until midnight in Shanghai`() throws {
        let clock = try #require(engine.clock(.upload, from: day("2026-09-30")))
        #expect(clock.due.dueAt == "2026-10-14T00:00:00+08:00")
    }

    @Test func `a period that leaves the supported years has no end`() {
        for kind in ClockKind.allCases {
            #expect(engine.clock(kind, from: day("2199-12-31")) == nil)
            #expect(engine.clock(kind, from: day("1949-01-01")) != nil)
        }
        #expect(engine.calendar.due(after: day("2026-01-01"), calendarDays: -1) == nil)
        #expect(engine.calendar.due(after: day("2026-01-01"), calendarDays: .max) == nil)
    }

    @Test(arguments: [1, 2, UInt64.random(in: .min ... .max)])
    func `a slow calendar agrees on every clock`(seed: UInt64) throws {
        let slow = try SlowCalendar()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let start = day("2018-01-01").adding(days: .random(in: 0..<4748, using: &generator))
            for kind in ClockKind.allCases {
                let found = engine.clock(kind, from: start)?.due
                let due = slow.due(kind, from: start)
                let isProvisional = start.year < 2020 || due.year > 2026
                if found?.due != due || found?.isProvisional != isProvisional {
                    Issue.record(
                        "seed \(seed): \(kind) from \(start): \(String(describing: found))"
                    )
                }
            }
        }
    }
}

/// The calendar once more, as slow and as literal as possible: it walks from day to day.
struct SlowCalendar {
    private var kinds: [String: Substring] = [:]
    private var lunar: Set<Day> = []

    init() throws {
        for row in try Self.rows("cn-workdays.csv") { kinds[String(row[0])] = row[1] }
        for row in try Self.rows("cn-statutory-days.csv") {
            for offset in 0..<(row[1] == "除夕" ? 4 : 1) {
                lunar.insert(day(String(row[0])).adding(days: offset))
            }
        }
    }

    func due(_ kind: ClockKind, from start: Day) -> Day {
        switch kind {
        case .upload, .correction, .objection: working(5, after: start)
        case .lab: working(7, after: start)
        case .onSite: working(10, after: start)
        case .repair: working(15, after: start)
        case .reverification: onOrAfter(start.adding(days: 15))
        }
    }

    private func working(_ count: Int, after start: Day) -> Day {
        var today = start
        var left = count
        while left > 0 {
            today = today.adding(days: 1)
            if isWorking(today) { left -= 1 }
        }
        return today
    }

    private func onOrAfter(_ day: Day) -> Day {
        isWorking(day) ? day : onOrAfter(day.adding(days: 1))
    }

    private func isWorking(_ day: Day) -> Bool {
        if let kind = kinds[day.description] { return kind == "workday" }
        let fixed = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]
        if !(2020...2026).contains(day.year) {
            if fixed.contains(String(day.description.suffix(5))) || lunar.contains(day) {
                return false
            }
        }
        return day.weekday <= 5
    }

    private static func rows(_ name: String) throws -> [[Substring]] {
        let bytes = try Checkout.bytes("Sources/Policy/Calendars/\(name)")
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",") }
    }
}
