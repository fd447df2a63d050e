import Glibc
package import Policy

extension TableError {
    /// The sentence for the screen, without the code.
    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .empty: "文件是空的"
        case .notText(let offset): "不是文本文件: 第 \(offset) 字节处为 NUL"
        case .invalidEncoding(let encoding, let offset):
            "第 \(offset) 字节处不是有效的 \(encoding.rawValue) 文字, 文件可能已损坏或被截断"
        case .unclosedQuote(let row): "第 \(row) 行的引号到文件末尾仍未闭合"
        case .cellTooLong(let row, let column, let limit):
            "第 \(row) 行第 \(column) 列超过 \(limit) 字节, 可能是引号未闭合"
        case .recordTooLong(let row, let limit): "第 \(row) 行超过 \(limit) 字节, 可能是引号未闭合"
        case .tooManyColumns(let row, let limit): "第 \(row) 行超过 \(limit) 列"
        case .noHeader: "找不到表头: 前 50 行中没有含 `出厂编号` 且至少两列可识别的一行"
        case .isDirectory: "这是目录, 不是文件"
        case .unreadable(let number): "无法读取文件: \(Self.chineseReason(number))"
        case .notCSV(.xlsx): "这是 XLSX 或其他压缩文件, 不是 CSV"
        case .notCSV(.xls): "这是旧版 Excel (XLS) 文件, 请另存为 CSV 或 XLSX"
        case .badMapping(.notAPair(let text)): "\(quoted(text)) 应写成 `列名=字段`"
        case .badMapping(.unknownField(let text)): "没有字段 \(quoted(text))"
        case .badMapping(.unknownColumn(let text)): "表头中没有列 \(quoted(text))"
        case .badMapping(.fieldTwice(let text)): "字段 \(quoted(text)) 指定了两次"
        case .badMapping(.columnTwice(let text)): "列 \(quoted(text)) 对应了两次"
        }
    }

    private var english: String {
        switch self {
        case .empty: "the file is empty"
        case .notText(let offset): "not a text file: NUL at byte \(offset)"
        case .invalidEncoding(let encoding, let offset):
            "byte \(offset) is not valid \(encoding.rawValue): the file may be damaged or cut off"
        case .unclosedQuote(let row): "the quote opened in row \(row) is never closed"
        case .cellTooLong(let row, let column, let limit):
            "row \(row), column \(column) is longer than \(limit) bytes: a quote may be unclosed"
        case .recordTooLong(let row, let limit):
            "row \(row) is longer than \(limit) bytes: a quote may be unclosed"
        case .tooManyColumns(let row, let limit): "row \(row) has more than \(limit) columns"
        case .noHeader:
            "no header found: none of the first 50 rows has `出厂编号` and a second known column"
        case .isDirectory: "this is a directory, not a file"
        case .unreadable(let number): "cannot read the file: \(Self.englishReason(number))"
        case .notCSV(.xlsx): "this is an XLSX or another zip file, not CSV"
        case .notCSV(.xls): "this is an old Excel file (XLS): save it as CSV or XLSX"
        case .badMapping(.notAPair(let text)): "\(quoted(text)) must be written `COLUMN=FIELD`"
        case .badMapping(.unknownField(let text)): "there is no field \(quoted(text))"
        case .badMapping(.unknownColumn(let text)): "the header has no column \(quoted(text))"
        case .badMapping(.fieldTwice(let text)): "field \(quoted(text)) is mapped twice"
        case .badMapping(.columnTwice(let text)): "column \(quoted(text)) is mapped twice"
        }
    }

    private static func chineseReason(_ number: Int32) -> String {
        switch number {
        case ENOENT, ENOTDIR: "文件不存在"
        case EACCES, EPERM: "没有读取权限"
        case EIO: "磁盘读取出错"
        case ESPIPE: "管道不能读两遍, 请先存成文件"
        default: "系统错误 \(number)"
        }
    }

    private static func englishReason(_ number: Int32) -> String {
        switch number {
        case ENOENT, ENOTDIR: "no such file"
        case EACCES, EPERM: "permission denied"
        case EIO: "the disk reported an error"
        case ESPIPE: "a pipe cannot be read twice, save it as a file first"
        default: "system error \(number)"
        }
    }
}

/// A person's own words in a message: in backticks, short, and unable to command the terminal.
func quoted(_ text: String) -> String {
    let limit = 40
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        shown.append(isControl ? " " : scalar)
    }
    let isLonger = text.unicodeScalars.dropFirst(limit).first != nil
    return "`\(String(shown))\(isLonger ? "…" : "")`"
}
