import Policy
import Testing

@testable import Documents

struct LedgerWordsTests {
    static let statuses: [(text: String, status: UseStatus?, canonical: String?)] = [
        ("在用", .inUse, nil), ("使用中", .inUse, "在用"), ("正常", .inUse, "在用"),
        ("in_use", .inUse, nil), ("In use", .inUse, "在用"),
        ("备用", .standby, nil), ("standby", .standby, nil),
        ("停用", .stopped, nil), ("封存", .stopped, "停用"), ("stopped", .stopped, nil),
        ("维修", .repairing, nil), ("在修", .repairing, "维修"), ("repairing", .repairing, nil),
        ("报废", .scrapped, nil), ("scrapped", .scrapped, nil),
        ("不详", nil, nil), ("", nil, nil), ("不在用", nil, nil),
    ]

    @Test(arguments: statuses)
    func `状态 is one of the known words`(text: String, status: UseStatus?, canonical: String?) {
        let reading = LedgerWords.status(text)
        #expect(reading?.value == status)
        #expect(reading?.canonical == canonical)
    }

    static let results: [(text: String, result: VerificationResult?, canonical: String?)] = [
        ("合格", .pass, nil), ("pass", .pass, nil), ("PASS", .pass, "合格"),
        ("2级合格", .pass, "合格"), ("检定合格", .pass, "合格"),
        ("不合格", .fail, nil), ("fail", .fail, nil), ("2级不合格", .fail, "不合格"),
        ("注销", .cancelled, nil), ("作废", .cancelled, "注销"), ("cancelled", .cancelled, nil),
        ("未合格", nil, nil), ("待检合格", nil, nil), ("合格/不合格", nil, nil),
        ("不不合格", nil, nil), ("合格证", nil, nil), ("良好", nil, nil),
    ]

    @Test(arguments: results)
    func `检定结论 is one of the known words`(
        text: String,
        result: VerificationResult?,
        canonical: String?
    ) {
        let reading = LedgerWords.result(text)
        #expect(reading?.value == result)
        #expect(reading?.canonical == canonical)
    }

    @Test func `our own words and raw values are read back`() {
        for status in UseStatus.allCases {
            #expect(LedgerWords.status(status.word(in: .chinese)) == .init(value: status))
            #expect(LedgerWords.status(status.rawValue) == .init(value: status))
        }
        for result in VerificationResult.allCases {
            #expect(LedgerWords.result(result.word(in: .chinese)) == .init(value: result))
        }
        for regime in VerificationRegime.allCases {
            #expect(LedgerWords.regime(regime.word(in: .chinese)) == regime)
            #expect(LedgerWords.regime(regime.rawValue) == regime)
        }
    }
}
