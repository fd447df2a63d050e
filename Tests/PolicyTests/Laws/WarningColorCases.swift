import Policy
import Testing

/// 四（一） as a table: the facts, the day, and everything that must follow.
enum WarningColorCases {
    struct Case: Sendable, CustomTestStringConvertible {
        let label: String
        let facts: InstrumentFacts
        let day: Day
        let color: WarningColor
        let violations: [Violation]
        let daysLeft: Int?
        let provision: String

        init(
            _ label: String,
            _ facts: InstrumentFacts,
            on text: String,
            _ color: WarningColor = .none,
            _ violations: [Violation] = [],
            left daysLeft: Int? = nil,
            under provision: String = "四（一）正常"
        ) {
            self.label = label
            self.facts = facts
            self.day = PolicyTests.day(text)
            self.color = color
            self.violations = violations
            self.daysLeft = daysLeft
            self.provision = provision
        }

        var testDescription: String { label }
    }

    static let all = windows + idle + scope + rejections + unverified + records + regimes

    static let windows = [
        Case("long before the end", passed(), on: "2026-01-15", left: 338),
        Case("the day before green", passed(), on: "2026-10-18", left: 62),
        Case("the first green day", passed(), on: "2026-10-19", .green, left: 61, under: green),
        Case("the last green day", passed(), on: "2026-11-18", .green, left: 31, under: green),
        Case("the first yellow day", passed(), on: "2026-11-19", .yellow, left: 30, under: yellow),
        Case("inside yellow", passed(), on: "2026-11-23", .yellow, left: 26, under: yellow),
        Case("the day before the end", passed(), on: "2026-12-18", .yellow, left: 1, under: yellow),
        Case("the last valid day", passed(), on: "2026-12-19", .yellow, left: 0, under: yellow),
        Case("the day after the end", passed(), on: "2026-12-20", .red, left: -1, under: red),
        Case("a year after the end", passed(), on: "2027-12-19", .red, left: -365, under: red),
        Case(
            "clamped: the day before yellow",
            passed(until: "2026-03-31"),
            on: "2026-02-27",
            .green,
            left: 32,
            under: green
        ),
        Case(
            "clamped: the first yellow day",
            passed(until: "2026-03-31"),
            on: "2026-02-28",
            .yellow,
            left: 31,
            under: yellow
        ),
        Case(
            "clamped: the first green day",
            passed(until: "2026-04-30"),
            on: "2026-02-28",
            .green,
            left: 61,
            under: green
        ),
        Case("clamped: before green", passed(until: "2026-04-30"), on: "2026-02-27", left: 62),
        Case(
            "clamped to 29 February",
            passed(until: "2028-04-30"),
            on: "2028-02-29",
            .green,
            left: 61,
            under: green
        ),
        Case(
            "before the measures were issued",
            passed(on: "2019-01-10", until: "2020-01-09"),
            on: "2020-01-09",
            .yellow,
            left: 0,
            under: yellow
        ),
        Case("no end stated", passed(until: nil), on: "2040-01-01"),
        Case(
            "an end before the verification",
            passed(on: "2026-01-01", until: "2025-01-01"),
            on: "2026-01-01",
            .red,
            left: -365,
            under: red
        ),
    ]

    static let idle = [
        Case("standby, valid", passed(.standby), on: "2026-06-01", left: 201),
        Case("stopped, in the yellow window", passed(.stopped), on: "2026-12-01", left: 18),
        Case("repairing, in the green window", passed(.repairing), on: "2026-11-01", left: 48),
        Case("standby, last valid day", passed(.standby), on: "2026-12-19", left: 0),
        Case(
            "standby, past the end",
            passed(.standby),
            on: "2026-12-20",
            .none,
            [.expiredIdle],
            left: -1,
            under: pass
        ),
        Case(
            "stopped, past the end",
            passed(.stopped),
            on: "2026-12-20",
            .none,
            [.expiredIdle],
            left: -1,
            under: pass
        ),
        Case(
            "repairing, past the end",
            passed(.repairing),
            on: "2026-12-20",
            .none,
            [.expiredIdle],
            left: -1,
            under: pass
        ),
        Case(
            "standby, past the end, repaired since",
            passed(.standby, repaired: "2026-05-01"),
            on: "2027-01-01",
            under: pass
        ),
        Case(
            "standby, never verified",
            InstrumentFacts(status: .standby),
            on: "2026-06-01",
            under: pass
        ),
        Case(
            "standby, failed",
            facts(.standby, ("2026-05-01", .fail, nil)),
            on: "2026-06-01",
            under: red
        ),
        Case(
            "stopped, cancelled",
            facts(.stopped, ("2026-05-01", .cancelled, nil)),
            on: "2026-06-01",
            under: red
        ),
    ]

    static let scope = [
        Case("scrapped, past the end", passed(.scrapped), on: "2027-01-01"),
        Case("scrapped, valid", passed(.scrapped), on: "2026-06-01"),
        Case("scrapped, failed", facts(.scrapped, ("2026-05-01", .fail, nil)), on: "2026-06-01"),
        Case("not compulsory, past the end", passed(isCompulsory: false), on: "2027-01-01"),
        Case("not compulsory, in yellow", passed(isCompulsory: false), on: "2026-12-01"),
        Case(
            "not compulsory, no verification",
            InstrumentFacts(isCompulsory: false),
            on: "2026-06-01"
        ),
        Case(
            "not compulsory, past the end, standby",
            passed(.standby, isCompulsory: false),
            on: "2027-01-01"
        ),
    ]

    static let rejections = [
        Case(
            "failed",
            facts(("2026-05-01", .fail, nil)),
            on: "2026-05-01",
            .red,
            under: red
        ),
        Case(
            "failed after a pass that has time left",
            facts(("2026-01-01", .pass, "2026-12-31"), ("2026-05-01", .fail, nil)),
            on: "2026-05-02",
            .red,
            under: red
        ),
        Case(
            "the day before it failed",
            facts(("2026-01-01", .pass, "2026-12-31"), ("2026-05-01", .fail, nil)),
            on: "2026-04-30",
            left: 245
        ),
        Case(
            "cancelled inside its validity",
            facts(("2026-01-01", .pass, "2026-12-31"), ("2026-05-01", .cancelled, "2026-12-31")),
            on: "2026-06-01",
            .red,
            under: red
        ),
        Case(
            "failed and repaired",
            facts(("2026-05-01", .fail, nil), repaired: "2026-05-10"),
            on: "2026-06-01",
            .red,
            under: red
        ),
        Case(
            "failed, repaired and passed",
            facts(
                ("2026-05-01", .fail, nil),
                ("2026-05-20", .pass, "2027-05-19"),
                repaired: "2026-05-10"
            ),
            on: "2026-06-01",
            left: 352
        ),
        Case(
            "failed and passed on one day: the later record counts",
            facts(("2026-05-01", .fail, nil), ("2026-05-01", .pass, "2027-04-30")),
            on: "2026-06-01",
            left: 333
        ),
        Case(
            "passed and failed on one day: the later record counts",
            facts(("2026-05-01", .pass, "2027-04-30"), ("2026-05-01", .fail, nil)),
            on: "2026-06-01",
            .red,
            under: red
        ),
        Case(
            "recorded out of order: the later day counts",
            facts(("2026-05-01", .pass, "2027-04-30"), ("2026-03-01", .fail, nil)),
            on: "2026-06-01",
            left: 333
        ),
    ]

    static let unverified = [
        Case(
            "never verified",
            InstrumentFacts(),
            on: "2026-06-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
        Case(
            "never verified, repaired",
            InstrumentFacts(repairedOn: PolicyTests.day("2026-05-01")),
            on: "2026-06-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
        Case(
            "verified tomorrow",
            passed(on: "2026-06-02"),
            on: "2026-06-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
        Case(
            "repaired after the pass",
            passed(repaired: "2026-05-01"),
            on: "2026-05-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
        Case(
            "repaired after the pass, past the end",
            passed(repaired: "2026-05-01"),
            on: "2027-01-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
        Case(
            "repaired tomorrow",
            passed(repaired: "2026-05-02"),
            on: "2026-05-01",
            left: 232
        ),
        Case(
            "repaired on the day of the pass",
            passed(on: "2026-01-10", repaired: "2026-01-10"),
            on: "2026-05-01",
            left: 232
        ),
        Case(
            "repaired the day after the pass",
            passed(on: "2026-01-10", repaired: "2026-01-11"),
            on: "2026-05-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
    ]

    static let records = [
        Case("declared only", facts(declared), on: "2026-12-01", .yellow, left: 14, under: yellow),
        Case(
            "a reported pass displaces a later declaration",
            facts(reported, declared),
            on: "2026-06-01",
            .red,
            left: -32,
            under: red
        ),
        Case(
            "whichever is recorded first",
            facts(declared, reported),
            on: "2026-06-01",
            .red,
            left: -32,
            under: red
        ),
        Case(
            "a report of tomorrow displaces nothing",
            facts(declared, VerificationFacts(on: PolicyTests.day("2026-06-02"), result: .fail)),
            on: "2026-06-01",
            left: 197
        ),
        Case(
            "a declared failure counts while nothing is reported",
            facts(
                VerificationFacts(
                    on: PolicyTests.day("2026-02-01"),
                    result: .fail,
                    isDeclared: true
                )
            ),
            on: "2026-06-01",
            .red,
            under: red
        ),
    ]

    static let regimes = [
        Case("rotation far ahead", passed(regime: .rotate), on: "2026-06-01", left: 201),
        Case(
            "rotation within a month",
            passed(regime: .rotate),
            on: "2026-12-19",
            .yellow,
            left: 0,
            under: yellow
        ),
        Case(
            "rotation overdue",
            passed(regime: .rotate),
            on: "2026-12-20",
            .red,
            left: -1,
            under: red
        ),
        Case(
            "rotation overdue, standby",
            passed(.standby, regime: .rotate),
            on: "2026-12-20",
            .none,
            [.expiredIdle],
            left: -1,
            under: "浙江省计量监督管理条例第十九条第一款"
        ),
        Case(
            "scrap when inaccurate: an end is ignored",
            passed(regime: .scrapWhenInaccurate),
            on: "2030-01-01"
        ),
        Case(
            "scrap when inaccurate: idle, an end is ignored",
            passed(.standby, regime: .scrapWhenInaccurate),
            on: "2030-01-01"
        ),
        Case(
            "scrap when inaccurate: failed",
            InstrumentFacts(
                regime: .scrapWhenInaccurate,
                verifications: [
                    VerificationFacts(on: PolicyTests.day("2026-01-01"), result: .fail)
                ]
            ),
            on: "2026-06-01",
            .red,
            under: red
        ),
        Case(
            "scrap when inaccurate: never verified",
            InstrumentFacts(regime: .scrapWhenInaccurate),
            on: "2026-06-01",
            .none,
            [.unverifiedInUse],
            under: pass
        ),
    ]

    // The rows above are written with these.

    static let green = "四（一）绿色提示"
    static let yellow = "四（一）黄色预警"
    static let red = "四（一）红色警示"
    static let pass = "二（三）检定合格后使用"

    static let reported = VerificationFacts(
        on: PolicyTests.day("2025-05-01"),
        result: .pass,
        validUntil: PolicyTests.day("2026-04-30")
    )
    static let declared = VerificationFacts(
        on: PolicyTests.day("2025-12-16"),
        result: .pass,
        validUntil: PolicyTests.day("2026-12-15"),
        isDeclared: true
    )

    static func passed(
        _ status: UseStatus = .inUse,
        on: String = "2025-12-20",
        until: String? = "2026-12-19",
        isCompulsory: Bool = true,
        regime: VerificationRegime = .periodic,
        repaired: String? = nil
    ) -> InstrumentFacts {
        InstrumentFacts(
            status: status,
            isCompulsory: isCompulsory,
            regime: regime,
            verifications: [
                VerificationFacts(
                    on: PolicyTests.day(on),
                    result: .pass,
                    validUntil: until.map(PolicyTests.day)
                )
            ],
            repairedOn: repaired.map(PolicyTests.day)
        )
    }

    static func facts(
        _ status: UseStatus,
        _ verification: (String, VerificationResult, String?)
    ) -> InstrumentFacts {
        var facts = facts(verification)
        facts.status = status
        return facts
    }

    static func facts(
        _ verifications: (String, VerificationResult, String?)...,
        repaired: String? = nil
    ) -> InstrumentFacts {
        var facts = InstrumentFacts(
            verifications: verifications.map {
                VerificationFacts(
                    on: PolicyTests.day($0),
                    result: $1,
                    validUntil: $2.map(PolicyTests.day)
                )
            }
        )
        facts.repairedOn = repaired.map(PolicyTests.day)
        return facts
    }

    static func facts(_ verifications: VerificationFacts...) -> InstrumentFacts {
        InstrumentFacts(verifications: verifications)
    }
}
