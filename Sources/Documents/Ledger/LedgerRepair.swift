package import Policy

/// A cell that was read otherwise than it is written; the person's file stays as it is.
package struct LedgerRepair: Sendable, Equatable {
    package let row: Int
    /// The header's text as it stands.
    package let column: String
    package let code: RepairCode
    package let from: String
    package let to: String

    package init(row: Int, column: String, code: RepairCode, from: String, to: String) {
        self.row = row
        self.column = column
        self.code = code
        self.from = from
        self.to = to
    }
}

/// The kinds of repair; a cell that took several is listed once, under the most telling.
package enum RepairCode: String, CaseIterable, Sendable {
    case blanks = "R2001"
    case fullWidth = "R2002"
    case date = "R2003"
    case excelSerial = "R2004"
    case statusWord = "R2005"
    case formulaGuard = "R2006"
    case resultWord = "R2007"

    /// The stable code.
    package var code: String { rawValue }

    /// What was done, in a few words.
    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .blanks: "去掉首尾空白"
        case .fullWidth: "全角数字或字母改为半角"
        case .date: "日期改为 `YYYY-MM-DD`"
        case .excelSerial: "Excel 日期序列值改为日期 (1900 日期系统)"
        case .statusWord: "状态用语统一"
        case .formulaGuard: "去掉防公式的前导 `'`"
        case .resultWord: "检定结论用语统一"
        }
    }

    private var english: String {
        switch self {
        case .blanks: "blanks around the text removed"
        case .fullWidth: "full-width digits or letters made half-width"
        case .date: "date written as `YYYY-MM-DD`"
        case .excelSerial: "Excel serial number read as a date (1900 system)"
        case .statusWord: "status word replaced by the usual one"
        case .formulaGuard: "leading `'` that guards against formulas removed"
        case .resultWord: "conclusion word replaced by the usual one"
        }
    }
}
