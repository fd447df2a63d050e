import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore
import TestSupport
import Testing

/// Direct entry follows the same rules as a ledger.
struct LedgerEditTests {
    private let scale: [LedgerField: String] = [
        .serial: "00123", .name: "电子秤", .model: "ACS-30", .manufacturer: "示例衡器一厂",
        .status: "在用", .verifiedOn: "2026.1.2", .validUntil: "2027-01-01",
    ]

    @Test func `an instrument is added once`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        #expect(try site.store.instrument(id)?.verifications.first?.on == Day("2026-01-02"))
        #expect(throws: LedgerEdit.EditError.self) {
            try site.add(scale.merging([.model: "acs-30"]) { $1 })
        }
    }

    @Test(
        arguments: [
            ([.serial: ""], "E2104"), ([.verifiedOn: "2026-13-05"], "E2107"),
            ([.validUntil: "2025-01-01"], "E2112"), ([.status: "不详"], "E2113"),
        ] as [([LedgerField: String], String)]
    )
    func `a wrong value is refused with the code of an import`(
        _ wrong: [LedgerField: String],
        _ code: String
    ) throws {
        var site = try SiteFixture()
        let refusal = #expect(throws: LedgerRefusal.self) {
            try site.add(scale.merging(wrong) { $1 })
        }
        #expect(refusal?.reason.code == code)
        #expect(try site.store.journalSummary().ops == 0)
    }

    @Test func `a new validity is a new declared verification, and the old one stays`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        let outcome = try site.set(id, [.verifiedOn: "2026-11-01", .validUntil: "2027-10-31"])
        #expect(!outcome.changed.isEmpty)
        let record = try #require(try site.store.instrument(id))
        #expect(
            record.verifications.map(\.validUntil?.description) == ["2027-01-01", "2027-10-31"]
        )
        #expect(record.verifications.map(\.isDeclared) == [true, true])
        #expect(record.latestVerification(on: nil)?.validUntil == Day("2027-10-31"))
    }

    @Test func `an empty value empties a field, the same value changes nothing`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale.merging([.location: "3号仓"]) { $1 })
        #expect(try site.set(id, [.location: "3号仓"]).changed.isEmpty)
        #expect(try site.set(id, [.location: ""]).changed == [Patch.Field("location", nil)])
        #expect(try site.store.instrument(id)?[.location] == nil)
        #expect(try site.store.journalSummary().ops == 2)
    }

    @Test func `a serial number cannot be emptied or taken from another instrument`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        _ = try site.add(scale.merging([.serial: "00999"]) { $1 })
        #expect(throws: LedgerRefusal.self) { try site.set(id, [.serial: ""]) }
        #expect(throws: LedgerEdit.EditError.self) { try site.set(id, [.serial: "00999"]) }
    }

    @Test func `报废 is final`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        _ = try site.setStatus(id, .scrapped)
        #expect(try site.setStatus(id, .scrapped).changed.isEmpty)
        #expect(throws: LedgerEdit.EditError.self) { try site.setStatus(id, .inUse) }
        #expect(throws: LedgerEdit.EditError.self) { try site.set(id, [.status: "在用"]) }
    }

    @Test(arguments: [UseStatus.inUse, .standby, .stopped])
    func `二（三） back from 维修 an instrument needs a new verification`(_ status: UseStatus) throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        _ = try site.setStatus(id, .repairing)
        _ = try site.setStatus(id, status)
        _ = try site.setStatus(id, .inUse)
        let record = try #require(try site.store.instrument(id))
        let today = Day(secondsSince1970: site.now.seconds)
        #expect(record[.repairedOn] == today.description)
        let conclusion = site.engine.conclusion(for: record.facts, on: today)
        #expect(conclusion.violations == [.unverifiedInUse])
    }

    @Test func `a verification told of with the end of 维修 was made after the repair`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        _ = try site.setStatus(id, .repairing)
        let began = Day(secondsSince1970: site.now.seconds)
        site.now = Instant(milliseconds: site.now.milliseconds + 20 * 86_400_000)
        let verified = began.adding(days: 12).description
        _ = try site.set(
            id,
            [.status: "在用", .verifiedOn: verified, .validUntil: "2027-10-31"]
        )
        let record = try #require(try site.store.instrument(id))
        #expect(record[.repairedOn] == verified)
        let today = Day(secondsSince1970: site.now.seconds)
        #expect(site.engine.conclusion(for: record.facts, on: today).violations.isEmpty)
    }

    @Test func `a verification from before 维修 does not count after it, whenever it is told of`()
        throws
    {
        var site = try SiteFixture()
        let id = try site.add([.serial: "1", .status: "维修"])
        _ = try site.set(
            id,
            [.status: "在用", .verifiedOn: "2025-12-01", .validUntil: "2027-05-31"]
        )
        let record = try #require(try site.store.instrument(id))
        let today = Day(secondsSince1970: site.now.seconds)
        let conclusion = site.engine.conclusion(for: record.facts, on: today)
        #expect(conclusion.violations == [.unverifiedInUse])
    }

    @Test func `a day typed too late is put right, and the history keeps it`() throws {
        var site = try SiteFixture()
        let id = try site.add([
            .serial: "1", .status: "在用", .verifiedOn: "2026-05-01", .validUntil: "2027-04-30",
        ])
        let right: [LedgerField: String] = [.verifiedOn: "2025-05-01", .validUntil: "2026-04-30"]
        let added = try site.set(id, right)
        #expect(added.outranked && added.withdrawn == 0)
        #expect(try site.store.instrument(id)?.verifications.count == 2)
        let outcome = try site.set(id, right, corrects: true)
        #expect(outcome.withdrawn == 1)
        let record = try #require(try site.store.instrument(id))
        #expect(record.verifications.map(\.on.description) == ["2025-05-01"])
        let today = Day(secondsSince1970: site.now.seconds)
        #expect(site.engine.conclusion(for: record.facts, on: today).color == .red)
        let history = try site.store.history(of: id)
        #expect(history.contains { $0.op == .withdraw && $0.from == "2026-05-01" })
    }

    @Test func `a scrapped instrument leaves 维修 without a repair`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        _ = try site.setStatus(id, .repairing)
        #expect(try site.setStatus(id, .scrapped).changed == [Patch.Field("status", "scrapped")])
    }

    @Test func `another day is another verification and inherits nothing`() throws {
        var site = try SiteFixture()
        let certified = scale.merging([.certificateNumber: "YH-1", .verificationBody: "检测中心"]) {
            $1
        }
        let id = try site.add(certified)
        _ = try site.set(id, [.verifiedOn: "2026-11-01", .validUntil: "2027-10-31"])
        let latest = try #require(try site.store.instrument(id)?.latestVerification(on: nil))
        #expect(latest.certificateNumber == nil && latest.body == nil)
        _ = try site.set(id, [.certificateNumber: "YH-2"])
        let completed = try #require(try site.store.instrument(id)?.latestVerification(on: nil))
        #expect(completed.on == Day("2026-11-01") && completed.certificateNumber == "YH-2")
    }

    @Test func `another conclusion has neither the validity nor the certificate of the last`()
        throws
    {
        var site = try SiteFixture()
        let id = try site.add(scale.merging([.certificateNumber: "YH-1"]) { $1 })
        _ = try site.set(id, [.result: "不合格"])
        let latest = try #require(try site.store.instrument(id)?.latestVerification(on: nil))
        #expect(latest.result == .fail && latest.validUntil == nil)
        #expect(latest.certificateNumber == nil)
    }

    @Test(arguments: [LedgerField.validUntil, .verifiedOn, .result, .certificateNumber])
    func `what was recorded of a verification is not emptied`(_ field: LedgerField) throws {
        var site = try SiteFixture()
        let id = try site.add(scale)
        #expect(throws: LedgerEdit.EditError.self) { try site.set(id, [field: " "]) }
        #expect(try site.store.journalSummary().ops == 1)
    }

    @Test func `an emptied 是否强检 or 管理方式 is what goes without saying`() throws {
        var site = try SiteFixture()
        let id = try site.add(scale.merging([.compulsory: "否", .regime: "到期轮换"]) { $1 })
        _ = try site.set(id, [.compulsory: "", .regime: ""])
        let record = try #require(try site.store.instrument(id))
        #expect(record.isCompulsory && record.regime == .periodic)
    }
}
