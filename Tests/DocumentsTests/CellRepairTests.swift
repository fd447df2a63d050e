import Testing

@testable import Documents

struct CellRepairTests {
    static let cells: [(from: String, to: String, code: RepairCode?)] = [
        ("A-1", "A-1", nil),
        ("", "", nil),
        (" \t\u{3000}\u{A0}\u{FEFF}\r\n", "", nil),
        ("A-1  ", "A-1", .blanks),
        ("\u{3000}器\u{A0}", "器", .blanks),
        ("\u{FEFF}A\n", "A", .blanks),
        ("A 1", "A 1", nil),
        ("级Ā　Ā级", "级Ā　Ā级", nil),
        ("１２３ＡＺａｚ", "123AZaz", .fullWidth),
        ("　１ ", "1", .fullWidth),
        ("③级", "③级", nil),
        ("（５～５０）Ｌ／min", "（5～50）L／min", .fullWidth),
        ("，。", "，。", nil),
        ("'=1+1", "=1+1", .formulaGuard),
        ("'-0.5级", "-0.5级", .formulaGuard),
        ("''=1", "'=1", .formulaGuard),
        ("'abc", "'abc", nil),
        ("'", "'", nil),
        ("à", "à", nil),
    ]

    @Test(arguments: cells)
    func `a cell is repaired and nothing more`(from: String, to: String, code: RepairCode?) {
        let bytes = Array(from.utf8)
        let repaired = bytes.withUnsafeBufferPointer { CellRepair.repair($0) }
        #expect(repaired == CellRepair.Outcome(text: to, code: code))
        #expect(bytes.withUnsafeBufferPointer { CellRepair.isBlank($0) } == to.isEmpty)
    }
}
