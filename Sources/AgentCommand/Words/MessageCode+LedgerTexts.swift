import Terminal

/// What is said of ledgers: files, rows, direct entry, and what was read otherwise than written.
extension MessageCode {
    var fileTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .emptyFile:
            (("文件是空的", "the file is empty"), ("换一个文件", "choose another file"))
        case .notText:
            (
                ("文件不是文本", "the file is not text"),
                ("在 Excel 中另存为 CSV UTF-8", "save it from the spreadsheet as CSV UTF-8")
            )
        case .badEncoding:
            (
                ("编码有误, 文件可能被截断", "broken encoding; the file may be cut off"),
                ("重新导出, 再核对文件大小", "export it again and compare the size")
            )
        case .unclosedQuote:
            (
                ("有引号没有收尾", "a quote is never closed"),
                ("查看所示行的引号, 或重新导出", "look at the quotes of that row, or export it again")
            )
        case .cellTooLong:
            (
                ("单元格过长, 多半是引号没有收尾", "a cell is too long, mostly an unclosed quote"),
                ("查看所示行; 确实需要时改 import.cell_max", "look at that row, or raise import.cell_max")
            )
        case .tooManyColumns:
            (
                ("列数过多", "too many columns"),
                ("确认这是台账", "make sure that this is a ledger")
            )
        case .noHeader:
            (
                ("找不到表头行", "no header row was found"),
                (
                    "表头要有 出厂编号 和另一个认识的列名; 见 jiliang template 台账.csv",
                    "a header names the serial number and one more column; see jiliang template"
                )
            )
        case .isDirectory:
            (("给的是目录", "that is a folder"), ("请给出其中的文件", "name a file in it"))
        case .unreadableFile:
            (("文件读不出来", "the file cannot be read"), ("检查路径和权限", "check path and permissions"))
        case .notCSV:
            (
                ("这是 Excel 文件, 不是 CSV", "this is a spreadsheet, not CSV"),
                ("另存为 CSV UTF-8 再导入", "save it as CSV UTF-8 and import that")
            )
        case .badMapping:
            (
                ("--map 写法不对", "--map cannot be understood"),
                ("写作 --map 列名=字段, 如 --map 机身号=serial", "write --map COLUMN=FIELD")
            )
        default:
            (
                ("一行过长", "a row is too long"),
                ("查看所示行的引号", "look at the quotes of that row")
            )
        }
    }

    var rowTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .rowsRefused:
            (
                ("有行不能导入, 所以什么都没有写入", "some rows are refused, so nothing was written"),
                (
                    "改好所列各行再导入, 或加 --skip-bad 先导入其余的",
                    "mend the rows listed, or add --skip-bad to take the others"
                )
            )
        case .sameSerial:
            (
                (
                    "与前面某行是同一台器具, 内容却不同",
                    "the same instrument stands in an earlier row with other content"
                ),
                ("确为两台请核对编号, 否则删去一行", "correct the number, or delete one of the rows")
            )
        case .noSerial:
            (("没有出厂编号", "no serial number"), ("查铭牌补上", "read it from the nameplate"))
        case .impossibleDate:
            (("日期不存在", "the day does not exist"), ("核对证书上的日期", "compare the certificate"))
        case .validityBeforeVerification:
            (
                ("有效期至早于检定日期", "the validity ends before the verification"),
                ("核对两列是否填反", "see whether the two columns are swapped")
            )
        case .unknownStatus:
            (
                ("状态用语不认识", "the status is not known"),
                ("用 在用 备用 停用 维修 报废", "use 在用 备用 停用 维修 报废")
            )
        case .missingVerificationDay:
            (("没有检定日期", "no day of verification"), ("按证书补上", "add it from the certificate"))
        case .unknownResult:
            (
                ("检定结论不认识", "the conclusion is not known"),
                ("用 合格 不合格 注销", "use 合格 不合格 注销")
            )
        case .verificationWithoutOutcome:
            (
                (
                    "有检定日期, 却没有结论也没有有效期",
                    "a day of verification, but neither conclusion nor validity"
                ),
                ("按证书补上其中一项", "add one of them from the certificate")
            )
        case .unknownRegime:
            (
                ("是否强检或管理方式不认识", "compulsory or regime is not known"),
                ("是/否; 周期检定 到期轮换 失准报废", "是/否; 周期检定 到期轮换 失准报废")
            )
        case .cellsMissing:
            (
                ("这一行缺单元格, 文件可能被截断", "the row is short; the file may be cut off"),
                ("重新导出", "export it again")
            )
        case .tooMuchText:
            (
                ("一行的文字太多", "a row has too much text"),
                (
                    "多半是一格里误粘了别的内容; 缩短后再试",
                    "something else was probably pasted into a cell; shorten it and try again"
                )
            )
        case .tooManyCells:
            (
                ("这一行的单元格比表头多", "the row has more cells than the header"),
                ("看是否有未加引号的逗号", "look for a comma without quotes")
            )
        default:
            (
                ("已报废的器具不能再改状态", "a scrapped instrument keeps its status"),
                ("报废是终态; 误操作请撤销那次导入", "scrapping is final; undo the import if it was wrong")
            )
        }
    }

    var editTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .unknownInstrument:
            (("没有这台器具", "no such instrument"), ("jiliang list 列出全部", "jiliang list shows all"))
        case .ambiguousInstrument:
            (
                ("有几台器具符合", "several instruments match"),
                ("改用 jiliang list 中的完整 ID", "use the full id from jiliang list")
            )
        case .unknownField:
            (
                ("没有这个字段", "no such field"),
                ("jiliang template - 列出字段名", "jiliang template - prints their names")
            )
        case .badValue:
            (("值不合法", "the value does not fit"), ("按提示改", "write it as shown"))
        case .alreadyRegistered:
            (
                ("这台器具已经在台账里", "the instrument is already in the ledger"),
                ("jiliang set ID 字段=值 修改它", "jiliang set ID KEY=VALUE changes it")
            )
        case .verificationStays:
            (
                ("检定记录不能清空", "what was recorded of a verification is not emptied"),
                (
                    "补记新的检定, 如 set ID verifiedOn=日期 result=注销",
                    "record a new one, as in set ID verifiedOn=DAY result=cancelled"
                )
            )
        case .unknownCode:
            (
                ("没有这个消息代码", "no message has this code"),
                ("核对代码; 全部代码见 docs/messages.md", "compare it; docs/messages.md lists all")
            )
        case .changeTooLarge:
            (
                ("一次修改的内容太多, 平台收不下", "one change says more than a hub takes"),
                (
                    "多半是误粘了别的内容; 缩短后再试",
                    "something else was probably pasted in; shorten it and try again"
                )
            )
        case .unknownBatch:
            (
                ("没有这个导入批次", "no import has this name"),
                ("批次号在导入结束时显示, 也在 jiliang history 中", "jiliang history shows it")
            )
        case .batchUndone:
            (
                ("这个批次已经撤销过", "the import has already been taken back"),
                ("不需要处理", "nothing to do")
            )
        case .unsupportedFormat:
            (
                ("不支持这种文件格式", "this file format is not supported"),
                ("用 .csv 或 .ndjson", "use .csv or .ndjson")
            )
        default:
            (
                ("文件已存在", "the file exists"),
                ("换个文件名, 或加 --yes 覆盖", "choose another name, or --yes to overwrite")
            )
        }
    }

    var repairTexts: (meaning: Pair, repair: Pair) {
        let nothing: Pair = ("已自动修正, 您的文件没有改动", "repaired on reading; your file is unchanged")
        let meaning: Pair =
            switch self {
            case .blanksRemoved: ("首尾空白已去掉", "blanks around the text were removed")
            case .fullWidthFolded: ("全角改为半角", "full-width forms were made half-width")
            case .dateRewritten: ("日期写法已统一", "the day was written as YYYY-MM-DD")
            case .excelSerialRead: ("Excel 序列值读作日期", "an Excel serial was read as a day")
            case .statusWord: ("状态用语已统一", "the usual status word was put")
            case .formulaGuard: ("防公式的单引号已去掉", "the guard against formulas was removed")
            default: ("结论用语已统一", "the usual conclusion word was put")
            }
        return (meaning, nothing)
    }
}
