import Documents
import Foundation
import LocalStore
import Policy
import SyncAgent
import TestSupport
import Testing

/// The clerk's ledger, whole.
struct SampleImportTests {
    private func sample(_ encoding: String = "gb18030") throws -> [UInt8] {
        let bytes = try Checkout.bytes(Checkout.sampleLedger)
        guard encoding != "gb18030" else { return bytes }
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        let text = try #require(String(data: Data(bytes), encoding: gb18030))
        return switch encoding {
        case "utf-8 with mark": [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case "utf-16": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        default: Array(text.utf8)
        }
    }

    @Test func `refused rows are named, and then nothing is written`() throws {
        var site = try SiteFixture()
        let expected = try SampleExpectation.load()
        let report = try site.load(try sample())
        #expect(!report.isWritten && report.batch == nil)
        let refused = report.refusals.map { SampleExpectation.Cell(row: $0.row, column: $0.column) }
        #expect(refused.sorted { $0.row < $1.row } == expected.rejected)
        #expect(report.added == expected.accepted && report.duplicates == expected.duplicates)
        #expect(try site.export().isEmpty)
        #expect(try site.store.journalSummary().ops == 0)
    }

    @Test func `with --skip-bad the others are taken as they should be`() throws {
        var site = try SiteFixture()
        let expected = try SampleExpectation.load()
        let report = try site.load(try sample(), skipBad: true)
        #expect(report.isWritten && report.added == expected.accepted)
        #expect(report.refusals.count == expected.rejected.count)
        #expect(report.unknownColumns == ["责任人电话", "备注2"])
        let found = try site.instruments().mapValues {
            SampleExpectation.Instrument(
                status: $0.status.rawValue,
                validUntil: $0.latestVerification(on: nil)?.validUntil?.description
            )
        }
        #expect(found == expected.instruments)
    }

    @Test(arguments: ["gb18030", "utf-8", "utf-8 with mark", "utf-16"])
    func `the same ledger in another encoding changes nothing`(_ encoding: String) throws {
        var site = try SiteFixture()
        _ = try site.load(try sample(), skipBad: true)
        let before = try site.export()
        let again = try site.load(try sample(encoding), skipBad: true)
        #expect(again.changes == 0 && again.unchanged == 1203 && again.batch == nil)
        #expect(try site.export() == before)
    }

    @Test func `taking the import back leaves an empty ledger and the whole history`() throws {
        var site = try SiteFixture()
        let report = try site.load(try sample(), skipBad: true)
        let undone = try site.undo(report.batch)
        #expect(undone.removed == 1203 && undone.restored == 0 && undone.kept.isEmpty)
        #expect(try site.export().isEmpty)
        #expect(try site.store.checkIntegrity().ops == 2406)
        #expect(throws: StoreError.self) { try site.undo(report.batch) }
    }

    @Test func `our own export comes back without a change`() throws {
        var site = try SiteFixture()
        _ = try site.load(try sample(), skipBad: true)
        for bytes in [try site.exportCSV(), try site.exportCSV(in: .english)] {
            let again = try site.load(bytes)
            #expect(again.refusals.isEmpty && again.changes == 0 && again.unchanged == 1203)
        }
    }
}
