import Policy
import Testing

struct BecauseTests {
    static let end = day("2026-12-19")

    static let cases: [(Because, String, String)] = [
        (.scrapped, "已报废", "scrapped"),
        (.notCompulsory, "不属于强制检定计量器具", "not subject to compulsory verification"),
        (
            .notInUse(.standby, .passed(on: end, until: end)), "备用，未在使用；有效期至 2026-12-19",
            "standby, not in use; valid until 2026-12-19"
        ),
        (
            .notInUse(.stopped, .failed(on: end)), "停用，未在使用；最近一次检定不合格（2026-12-19）",
            "out of use, not in use; failed the last verification (2026-12-19)"
        ),
        (
            .notInUse(.repairing, .unverified(firstOn: nil)), "维修，未在使用；没有检定",
            "under repair, not in use; no verification"
        ),
        (
            .withinTerm(.init(.validity, until: end, daysLeft: 391), months: 2),
            "有效期至 2026-12-19，距今 391 天，超过 2 个月",
            "valid until 2026-12-19, 391 days left, more than 2 months ahead"
        ),
        (
            .termEnding(.init(.validity, until: end, daysLeft: 26), months: 1),
            "有效期至 2026-12-19，距今 26 天，在 1 个月以内",
            "valid until 2026-12-19, 26 days left, within 1 month"
        ),
        (
            .termEnding(.init(.validity, until: end, daysLeft: 0), months: 1),
            "有效期至 2026-12-19，当日到期，在 1 个月以内",
            "valid until 2026-12-19, the last day, within 1 month"
        ),
        (
            .termEnding(.init(.rotation, until: end, daysLeft: 1), months: 1),
            "轮换期限至 2026-12-19，距今 1 天，在 1 个月以内",
            "to be replaced by 2026-12-19, 1 day left, within 1 month"
        ),
        (
            .applicationDue(.init(.validity, until: end, daysLeft: 26), leadDays: 30),
            "有效期至 2026-12-19，距今 26 天，期满前 30 天内应当申请检定",
            "valid until 2026-12-19, 26 days left, to be applied for within 30 days of the end"
        ),
        (
            .applicationDue(.init(.rotation, until: end, daysLeft: 26), leadDays: 30),
            "轮换期限至 2026-12-19，距今 26 天，期满前 30 天内应当安排轮换",
            "to be replaced by 2026-12-19, 26 days left, to be arranged for within 30 days of the end"
        ),
        (
            .termOver(.init(.validity, until: end, daysLeft: -1), .inUse),
            "有效期至 2026-12-19，已超过 1 天，仍在使用",
            "valid until 2026-12-19, 1 day past, still in use"
        ),
        (
            .termOver(.init(.rotation, until: end, daysLeft: -5), .stopped),
            "轮换期限至 2026-12-19，已超过 5 天，停用，未在使用",
            "to be replaced by 2026-12-19, 5 days past, out of use"
        ),
        (
            .failed(on: end, .inUse), "2026-12-19 检定不合格，仍在使用",
            "failed the verification of 2026-12-19, still in use"
        ),
        (
            .cancelled(on: end, .inUse), "检定证书已注销（2026-12-19），仍在使用",
            "certificate cancelled (2026-12-19), still in use"
        ),
        (
            .neverVerified(firstOn: nil), "没有检定记录，已在使用",
            "in use without any verification on record"
        ),
        (
            .neverVerified(firstOn: end), "该日没有检定；最早的记录是 2026-12-19",
            "no verification by that day; the first on record is of 2026-12-19"
        ),
        (
            .credit(.direct(code: "D01")), "依 D01 以不正当手段取得计量行政许可，直接判定为 E 级",
            "a direct E for D01 a licence by deceit"
        ),
        (
            .notVerifiedSinceRepair(end), "2026-12-19 维修后未经检定合格，仍在使用",
            "repaired on 2026-12-19 and not verified since, still in use"
        ),
        (
            .noTerm(verifiedOn: end), "2026-12-19 检定合格，未载明有效期",
            "passed on 2026-12-19, no end of validity stated"
        ),
        (
            .goodUntilInaccurate(verifiedOn: end), "2026-12-19 检定合格，失准报废，无检定有效期限",
            "passed on 2026-12-19, valid for as long as it is accurate"
        ),
    ]

    @Test(arguments: cases)
    func `a reason reads well in both languages`(
        because: Because,
        chinese: String,
        english: String
    ) {
        #expect(because.text(in: .chinese) == chinese)
        #expect(because.text(in: .english) == english)
    }
}
