import Policy
import Testing

@testable import Documents

struct ColumnMapTests {
    static let headers: [(text: String, field: LedgerField?)] = [
        ("出厂编号", .serial), (" 出 厂\n编 号 ", .serial), ("表号", .serial), ("Serial Number", .serial),
        ("器具名称", .name), ("型号／规格", .model), ("量程", .range), ("精度等级", .accuracy),
        ("生产厂家", .manufacturer), ("安装/使用地点", .location), ("使用科室", .location),
        ("检定日期(必填)", .verifiedOn), ("检定日期（必填）", .verifiedOn), ("*检定日期", .verifiedOn),
        ("有效期至【年月日】", .validUntil), ("validUntil", .validUntil), ("VALID_UNTIL", .validUntil),
        ("检定有效期", .validUntil), ("结论", .result), ("强检", .compulsory), ("管理方式", .regime),
        ("(备注)", nil), ("备注2", nil), ("编号", nil), ("下次检定日期", nil), ("", nil),
    ]

    @Test(arguments: headers)
    func `a header is known by any of its names`(text: String, field: LedgerField?) {
        #expect(LedgerField(name: text) == field)
    }

    @Test func `no name means two fields`() {
        var owners: [String: LedgerField] = [:]
        for field in LedgerField.allCases {
            for name in field.allNames {
                let key = HeaderText.normalised(name)
                #expect(owners[key] == nil || owners[key] == field, "\(name)")
                #expect(!LedgerField.isIgnored(name))
                owners[key] = field
            }
        }
    }

    @Test func `of two columns for one field the first wins and the other is reported`() {
        let map = ColumnMap(headers: ["序号", "型号", "规格", "表号", "", "价格"])
        #expect(map.fields == [.model: 1, .serial: 3])
        #expect(map.unknown == ["规格", "价格"])
    }

    @Test(arguments: Language.allCases)
    func `a table of ours is mapped as its header would be`(_ language: Language) {
        let fields = LedgerField.allCases.reversed() as [LedgerField]
        let map = ColumnMap(headers: fields.map { $0.header(in: language) })
        #expect(ColumnMap(of: fields, in: language) == map)
    }

    @Test func `the field's own name goes before a synonym`() {
        let map = ColumnMap(headers: ["器具编号", "出厂编号"])
        #expect(map.fields == [.serial: 1])
        #expect(map.unknown == ["器具编号"])
    }

    @Test func `a mapping overrides what the header would mean`() throws {
        let text = "资产号,出厂编号,有效期至\nA,B,C\n"
        let overrides = [try ColumnOverride("资产号=serial"), try ColumnOverride("出厂编号 = 型号")]
        let reader = try LedgerReader(
            ByteSource(bytes: Array(text.utf8)),
            overrides: overrides
        )
        #expect(reader.columns.fields == [.serial: 0, .model: 1, .validUntil: 2])
    }

    static let faults: [(mappings: [String], fault: MappingFault)] = [
        (["资产号"], .notAPair("资产号")),
        (["=serial"], .notAPair("=serial")),
        (["资产号=价格"], .unknownField("价格")),
        (["价格=name"], .unknownColumn("价格")),
        (["资产号=name", "器具名称=name"], .fieldTwice("name")),
    ]

    @Test(arguments: faults)
    func `a mapping that means nothing is an error`(mappings: [String], fault: MappingFault) {
        let text = "资产号,出厂编号,器具名称\nA,B,C\n"
        #expect(throws: TableError.badMapping(fault)) {
            var overrides: [ColumnOverride] = []
            for mapping in mappings { overrides.append(try ColumnOverride(mapping)) }
            _ = try LedgerReader(ByteSource(bytes: Array(text.utf8)), overrides: overrides)
        }
    }

    static let separators = [
        "计量台账, 2026\n器具名称,出厂编号\n秤,1\n",
        "器具名称;出厂编号;量程\n秤, 大, 好;1;0,5\n",
        "器具名称\t出厂编号\t量程\n秤;大;好\t1\t0,5\n",
    ]

    @Test(arguments: separators)
    func `the separator is the one with which there is a header`(text: String) throws {
        let rows = try read(ByteSource(bytes: Array(text.utf8)))
        guard case .row(_, let row, _)? = rows.first else {
            Issue.record("no row: \(rows)")
            return
        }
        #expect(row.serial == "1")
    }

    @Test func `a header after fifty rows of prose is not looked for`() throws {
        let header = "器具名称,出厂编号\n秤,1\n"
        let found = String(repeating: "x\n\n", count: 49) + header
        #expect(try read(ByteSource(bytes: Array(found.utf8))).count == 1)
        let late = String(repeating: "x\n\n", count: 50) + header
        #expect(throws: TableError.noHeader) { try read(ByteSource(bytes: Array(late.utf8))) }
    }
}
