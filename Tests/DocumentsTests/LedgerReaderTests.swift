import Policy
import Testing

@testable import Documents

struct LedgerReaderTests {
    static let refusals:
        [(cells: KeyValuePairs<String, String>, column: String, reason: RefusalReason)] = [
            (["检定日期": "2026-13-05", "检定结论": "合格"], "检定日期", .impossibleDate("2026-13-05")),
            (["维修日期": "待定"], "维修日期", .impossibleDate("待定")),
            (["出厂编号": ""], "出厂编号", .noSerial),
            (["出厂编号": "/"], "出厂编号", .noSerial),
            (["出厂编号": "n/a"], "出厂编号", .noSerial),
            (["状态": ""], "状态", .unknownStatus("")),
            (["使用状态": "不详"], "使用状态", .unknownStatus("不详")),
            (["检定日期": "2026-01-01", "结论": "好"], "结论", .unknownResult("好")),
            (["检定日期": "", "有效期": "2026-01-01"], "检定日期", .missingVerificationDay),
            (["有效期": "2026-01-01"], "有效期", .missingVerificationDay),
            (["结论": "合格"], "结论", .missingVerificationDay),
            (["检定日期": "/", "证书编号": "YH-1"], "检定日期", .missingVerificationDay),
            (["检定日期": "2026-01-01"], "检定日期", .verificationWithoutOutcome),
            (["强检": "也许"], "强检", .unknownCompulsory("也许")),
            (["管理方式": "随意"], "管理方式", .unknownRegime("随意")),
        ]

    @Test(arguments: refusals)
    func `a row is refused at the column to look at`(
        cells: KeyValuePairs<String, String>,
        column: String,
        reason: RefusalReason
    ) throws {
        #expect(
            try readRow(cells) == .refused(LedgerRefusal(row: 2, column: column, reason: reason))
        )
    }

    @Test func `every fault of a row is named, the gravest first`() throws {
        let record = try readRow([
            "出厂编号": "无", "状态": "不详", "检定日期": "2026.5.2", "有效期至": "2026-05-01", "维修日期": "x",
        ])
        guard case .refused(let refusal) = record else {
            Issue.record("\(record)")
            return
        }
        #expect(refusal.reason.code == "E2107")
        #expect(refusal.others.map(\.reason.code) == ["E2112", "E2104", "E2113"])
        #expect(refusal.others.map(\.column) == ["有效期至", "出厂编号", "状态"])
    }

    @Test func `what is not said has its usual meaning`() throws {
        var expected = LedgerRow(serial: "A-1")
        expected.name = "压力表"
        #expect(try readRow([:]) == .row(number: 2, expected, repairs: []))
        #expect(try readRow(["强检": "", "管理方式": ""]) == .row(number: 2, expected, repairs: []))
    }

    @Test func `a validity without a conclusion tells of a pass`() throws {
        let record = try readRow(["检定日期": "2026-01-02", "有效期至": "2027-01-01"])
        guard case .row(_, let row, _) = record else {
            Issue.record("\(record)")
            return
        }
        #expect(row.verification?.result == .pass)
    }

    @Test func `every repair is listed once, as written and as read`() throws {
        let record = try readRow([
            "出厂编号": "Ａ１ ", "检定日期": " ２０２６.3.5", "有效期至": "46386", "检定结论": "2级合格",
            "状态": "封存", "维修日期": "无", "准确度": "'-1级", "备注": "　１",
        ])
        guard case .row(_, let row, let repairs) = record else {
            Issue.record("\(record)")
            return
        }
        #expect(
            repairs == [
                .init(row: 2, column: "出厂编号", code: .fullWidth, from: "Ａ１ ", to: "A1"),
                .init(row: 2, column: "检定日期", code: .date, from: " ２０２６.3.5", to: "2026-03-05"),
                .init(row: 2, column: "有效期至", code: .excelSerial, from: "46386", to: "2026-12-30"),
                .init(row: 2, column: "检定结论", code: .resultWord, from: "2级合格", to: "合格"),
                .init(row: 2, column: "状态", code: .statusWord, from: "封存", to: "停用"),
                .init(row: 2, column: "维修日期", code: .date, from: "无", to: ""),
                .init(row: 2, column: "准确度", code: .formulaGuard, from: "'-1级", to: "-1级"),
            ]
        )
        #expect(row.serial == "A1")
        #expect(row.status == .stopped)
        #expect(row.accuracy == "-1级")
    }

    @Test func `rows are numbered by record, blank ones count for nothing else`() throws {
        let text = "台账\n\n器具名称,出厂编号,备注\n秤,1,\"a\nb\"\n ,\u{3000},\n秤,2,\n,,x\n"
        let records = try read(ByteSource(bytes: Array(text.utf8)))
        #expect(records.map(\.number) == [4, 6, 7])
    }

    @Test func `a record of the wrong shape is refused and not judged further`() throws {
        let text = "器具名称,出厂编号,状态,\n秤,1,在用,,\n秤,2\n秤,3,在用,,x\n秤,4,在用\n"
        let records = try read(ByteSource(bytes: Array(text.utf8)))
        #expect(records.map(\.number) == [2, 3, 4, 5])
        #expect(
            records[1]
                == .refused(
                    .init(row: 3, column: "状态", reason: .cellsMissing(found: 2, expected: 3))
                )
        )
        #expect(
            records[2]
                == .refused(.init(row: 4, column: "", reason: .tooManyCells(found: 5, expected: 4)))
        )
    }

    @Test func `blank cells that a program leaves out at the end of a row are blank`() throws {
        let text = "器具名称,出厂编号,状态,备注,价格\n秤,1,在用\n秤,2,在用,旧\n"
        let records = try read(ByteSource(bytes: Array(text.utf8)))
        #expect(records.map(\.number) == [2, 3])
        #expect(!records.contains { if case .refused = $0 { true } else { false } })
    }

    static let twins: [(one: String, other: String, same: Bool)] = [
        ("示例厂,Y-100,a1", "示例厂,y-100,A 1", true),
        ("示例厂,Y-100（A）,1", "示例 厂,Y-100(A),１", true),
        ("示例厂,Y-1,001", "示例厂,Y-1,1", false),
        ("示例厂,Y,1-1", "示例厂,Y1,-1", false),
    ]

    @Test(arguments: twins)
    func `the identity passes over what a typist varies`(one: String, other: String, same: Bool)
        throws
    {
        let text = "生产厂家,型号,出厂编号\n\(one)\n\(other)\n"
        let rows = try read(ByteSource(bytes: Array(text.utf8))).compactMap { record in
            if case .row(_, let row, _) = record { row.identity } else { nil }
        }
        #expect(rows.count == 2)
        #expect((rows[0] == rows[1]) == same)
    }
}

extension LedgerRecord {
    /// The place in the file, refused or not.
    fileprivate var number: Int {
        switch self {
        case .row(let number, _, _): number
        case .refused(let refusal): refusal.row
        }
    }
}
