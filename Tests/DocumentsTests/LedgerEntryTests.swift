import Policy
import Testing

@testable import Documents

struct LedgerEntryTests {
    @Test func `typed values are judged and repaired as a ledger's are`() throws {
        let (row, repairs) = try LedgerRow.entered([
            .serial: "Ａ１", .name: "秤", .verifiedOn: "2026.1.2", .validUntil: "2027-01-01",
            .status: "使用中",
        ])
        #expect(row.serial == "A1")
        #expect(row.verification?.on == Day("2026-01-02"))
        #expect(Set(repairs.map(\.code)) == [.fullWidth, .date, .statusWord])
        #expect(repairs.first { $0.code == .date }?.column == "检定日期")
    }

    @Test func `typed values are refused with the same words`() {
        #expect(throws: LedgerRefusal(row: 1, column: "出厂编号", reason: .noSerial)) {
            try LedgerRow.entered([.name: "秤"])
        }
        #expect(throws: LedgerRefusal(row: 1, column: "Status", reason: .unknownStatus("?"))) {
            try LedgerRow.entered([.serial: "1", .status: "?"], in: .english)
        }
    }

    @Test func `more text than a change can carry to a hub is refused at the longest field`() throws
    {
        let texts: [LedgerField: String] = [
            .serial: "00123", .location: String(repeating: "仓", count: 33_000), .purpose: "贸易",
        ]
        _ = try LedgerRow.entered(texts, in: .chinese)
        let longer = texts.merging([.location: String(repeating: "仓", count: 34_000)]) { $1 }
        let refusal = #expect(throws: LedgerRefusal.self) {
            try LedgerRow.entered(longer, in: .chinese)
        }
        #expect(refusal?.reason.code == "E2121" && refusal?.column == "安装/使用地点")
    }
}
