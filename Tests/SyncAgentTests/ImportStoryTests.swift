import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// What a clerk does with ledgers over the weeks.
struct ImportStoryTests {
    private let scale = "电子秤,ACS-30,00123,示例衡器一厂,1号收银台,2026-01-02,2027-01-01,合格,在用"

    @Test func `a new ledger changes what differs and keeps what it leaves blank`() throws {
        var site = try SiteFixture()
        _ = try site.load(rows: [scale])
        let report = try site.load(rows: [
            "电子秤,ACS-30,00123,示例衡器一厂,,2026-10-02,2027-10-01,合格,停用"
        ])
        #expect(report.updated == 1 && report.added == 0)
        let record = try #require(try site.instrument("00123"))
        #expect(record[.location] == "1号收银台")
        #expect(record.status == .stopped)
        #expect(record.verifications.map(\.on.description) == ["2026-01-02", "2026-10-02"])
        #expect(record.latestVerification(on: nil)?.validUntil == Day("2027-10-01"))
    }

    @Test func `an older ledger adds no verification that is already known`() throws {
        var site = try SiteFixture()
        _ = try site.load(rows: [scale])
        _ = try site.load(rows: [
            scale.replacing("2026-01-02,2027-01-01", with: "2026-10-02,2027-10-01")
        ])
        let report = try site.load(rows: [scale])
        #expect(report.changes == 0)
        #expect(try site.instrument("00123")?.verifications.count == 2)
    }

    @Test func `undo restores what the import had changed, byte for byte`() throws {
        var site = try SiteFixture()
        _ = try site.load(rows: [scale])
        let before = try site.export()
        let report = try site.load(rows: [
            "电子台秤,ACS-30,00123,示例衡器一厂,5号仓,2026-10-02,2027-10-01,不合格,停用",
            scale.replacing("00123", with: "00999"),
        ])
        #expect(report.updated == 1 && report.added == 1)
        let plan = try site.undo(report.batch, dryRun: true)
        #expect(try site.export() != before)
        let undone = try site.undo(report.batch)
        #expect(undone == plan && undone.removed == 1 && undone.restored == 1)
        #expect(try site.export() == before)
    }

    @Test func `undo keeps what somebody has changed since`() throws {
        var site = try SiteFixture()
        let report = try site.load(rows: [scale, scale.replacing("00123", with: "00999")])
        let id = try #require(try site.instrument("00999")).id
        _ = try site.set(id, [.location: "3号仓"])
        let undone = try site.undo(report.batch)
        #expect(undone.removed == 1 && undone.kept == [id])
        #expect(try site.instrument("00999")?[.location] == "3号仓")
        #expect(try site.instrument("00123") == nil)
    }

    @Test func `two imports can be taken back in any order`() throws {
        for firstUndone in [0, 1] {
            var site = try SiteFixture()
            let empty = try site.export()
            let batches = [
                try site.load(rows: [scale]).batch,
                try site.load(rows: [scale.replacing("1号收银台", with: "5号仓")]).batch,
            ]
            _ = try site.undo(batches[firstUndone])
            _ = try site.undo(batches[1 - firstUndone])
            if firstUndone == 0 { _ = try site.undo(batches[0]) }
            #expect(try site.export() == empty)
        }
    }

    @Test func `what was taken back can be imported again`() throws {
        var site = try SiteFixture()
        _ = try site.undo(try site.load(rows: [scale]).batch)
        let again = try site.load(rows: [scale])
        #expect(again.added == 1 && again.batch?.hasSuffix("-2") == true)
    }

    static let inOneFile: [(label: String, second: String, duplicates: Int, refused: String?)] = [
        (
            "an exact copy", "电子秤,ACS-30,00123,示例衡器一厂,1号收银台,2026-01-02,2027-01-01,合格,在用",
            1, nil
        ),
        (
            "a copy written otherwise",
            "电子秤,ACS-30,００１２３ ,示例衡器一厂,1号收银台,2026.1.2,2027年1月1日,合格,使用中", 1, nil
        ),
        (
            "other content", "电子秤,ACS-30,00123,示例衡器一厂,5号仓,2026-01-02,2027-01-01,合格,在用", 0,
            "出厂编号"
        ),
        (
            "another model", "电子秤,ACS-15,00123,示例衡器一厂,1号收银台,2026-01-02,2027-01-01,合格,在用",
            0, nil
        ),
        (
            "the same in lower case",
            "电子秤,acs-30,00123,示例衡器一厂,1号收银台,2026-01-02,2027-01-01,合格,在用", 0, "出厂编号"
        ),
    ]

    @Test(arguments: inOneFile)
    func `a second row about one instrument is a copy or is refused`(
        _ example: (label: String, second: String, duplicates: Int, refused: String?)
    ) throws {
        var site = try SiteFixture()
        let report = try site.load(rows: [scale, example.second], skipBad: true)
        #expect(report.duplicates == example.duplicates, "\(example.label)")
        #expect(report.refusals.first?.column == example.refused, "\(example.label)")
        #expect(
            report.refusals.first?.reason == example.refused.map { _ in .sameSerial(firstRow: 2) }
        )
    }

    @Test func `a copy of a refused row is refused for the same reason`() throws {
        var site = try SiteFixture()
        let bad = scale.replacing("2026-01-02", with: "2026-13-05")
        let report = try site.load(rows: [bad, bad, scale], skipBad: true)
        #expect(report.refusals.map(\.row) == [2, 3])
        #expect(report.refusals.allSatisfy { $0.column == "检定日期" })
        #expect(report.added == 1 && report.duplicates == 0)
    }

    @Test func `a scrapped instrument is not brought back by a ledger`() throws {
        var site = try SiteFixture()
        _ = try site.load(rows: [scale.replacing(",在用", with: ",报废")])
        let report = try site.load(rows: [scale])
        #expect(report.refusals.map(\.reason) == [.scrappedIsFinal])
        #expect(report.refusals.first?.column == "状态")
        #expect(!report.isWritten)
    }

    @Test func `a dry run says what would happen and writes nothing`() throws {
        var site = try SiteFixture()
        let report = try site.load(rows: [scale], dryRun: true)
        #expect(report.added == 1 && !report.isWritten && report.batch == nil)
        #expect(try site.export().isEmpty)
    }

    @Test func `a later ledger that says less changes nothing`() throws {
        var site = try SiteFixture()
        _ = try site.load(
            header: "出厂编号,器具名称,是否强检,管理方式,状态,检定日期,有效期至,检定结论,证书编号",
            rows: [
                "P1,秤,否,失准报废,备用,2026-03-29,2027-03-28,合格,YH-1",
                "P2,秤,是,周期检定,在用,2026-03-29,2027-03-28,不合格,YH-2",
            ]
        )
        let before = try site.export()
        let report = try site.load(
            header: "出厂编号,器具名称,是否强检,管理方式,检定日期,有效期至",
            rows: ["P1,,,,2026-03-29,2027-03-28", "P2,,,,2026-03-29,2027-03-28"]
        )
        #expect(report.unchanged == 2)
        #expect(try site.export() == before)
    }

    @Test func `a later ledger completes a verification, and another conclusion is another one`()
        throws
    {
        var site = try SiteFixture()
        let header = "出厂编号,检定日期,有效期至,检定结论,证书编号"
        _ = try site.load(header: header, rows: ["P1,2026-03-29,2027-03-28,,"])
        _ = try site.load(header: header, rows: ["P1,2026-03-29,,,YH-1"], skipBad: true)
        _ = try site.load(header: header, rows: ["P1,2026-03-29,2027-03-28,,YH-1"])
        let completed = try #require(try site.instrument("P1")?.latestVerification(on: nil))
        #expect(completed.certificateNumber == "YH-1" && completed.result == .pass)
        _ = try site.load(header: header, rows: ["P1,2026-03-29,,不合格,"])
        let failed = try #require(try site.instrument("P1")?.latestVerification(on: nil))
        #expect(failed.result == .fail && failed.validUntil == nil)
        #expect(failed.certificateNumber == nil)
    }

    @Test func `二（三） a ledger that ends 维修 ends reliance on older verifications`() throws {
        var site = try SiteFixture()
        _ = try site.load(rows: [scale.replacing(",在用", with: ",维修")])
        _ = try site.load(rows: [scale])
        let record = try #require(try site.instrument("00123"))
        let today = Day(secondsSince1970: site.now.seconds)
        #expect(record[.repairedOn] == today.description)
        let conclusion = site.engine.conclusion(for: record.facts, on: today)
        #expect(conclusion.violations == [.unverifiedInUse])
        #expect(try site.load(rows: [scale]).changes == 0)
    }

    @Test func `the red list leads with the gravest, repaired ones among them`() throws {
        var site = try SiteFixture()
        let header = "出厂编号,状态,检定日期,有效期至,维修日期"
        var rows = (0..<12).map { "R\($0),在用,2025-01-02,2026-01-01,2025-06-01" }
        rows += (0..<3).map { "G\($0),在用,2025-01-02,2026-01-01," }
        rows += ["L,在用,2025-10-02,2026-10-01,", "E,在用,2024-10-02,2025-10-01,2024-01-01"]
        _ = try site.load(header: header, rows: rows)
        let today = Day(secondsSince1970: site.now.seconds)
        let overview = try LedgerOverview(
            of: site.store,
            on: today,
            by: site.engine,
            gravestMax: 10
        )
        let serials = overview.gravest.compactMap { $0.record[.serial] }
        #expect(serials == ["E", "G0", "G1", "G2", "L"])
        #expect(overview.colors[.red] == 5 && overview.unverified == 12)
    }

    @Test func `a cell that looks like a formula comes back as it was`() throws {
        var site = try SiteFixture()
        _ = try site.load(header: "出厂编号,器具名称", rows: ["''=3,秤", "=4,秤", "'-5,秤"])
        let before = try site.export()
        let again = try site.load(try site.exportCSV())
        #expect(again.changes == 0 && again.unchanged == 3)
        #expect(try site.export() == before)
    }
}
