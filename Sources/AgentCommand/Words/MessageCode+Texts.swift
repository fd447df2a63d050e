import Terminal

extension MessageCode {
    /// Meaning and repair of each code; a test compares them with docs/messages.md, code by code.
    var texts: (meaning: Pair, repair: Pair) {
        switch self {
        case .usage, .badDay, .outputLost, .noSite, .otherSite, .notPermitted, .cannotCreate,
            .badOrganisation, .organisationCheckDigit, .internalError:
            commandTexts
        case .configurationSyntax, .unknownSetting, .badSetting, .configurationUnreadable:
            configurationTexts
        case .locked, .diskFull, .inputOutput, .damaged, .tooNew, .notDurable, .overlayBehind,
            .brokenChain, .folded, .rebuilt, .olderJournal, .clockBehind,
            .ownOpMissing, .ownOpForked, .othersMissing, .clockBehindHub, .staleIncarnation,
            .ownOpsReturned:
            storeTexts
        case .emptyFile, .notText, .badEncoding, .unclosedQuote, .cellTooLong, .tooManyColumns,
            .noHeader, .isDirectory, .unreadableFile, .notCSV, .badMapping, .recordTooLong:
            fileTexts
        case .rowsRefused, .sameSerial, .noSerial, .impossibleDate, .validityBeforeVerification,
            .unknownStatus, .missingVerificationDay, .unknownResult,
            .verificationWithoutOutcome, .unknownRegime, .cellsMissing, .tooManyCells,
            .scrappedIsFinal, .tooMuchText:
            rowTexts
        case .unknownInstrument, .ambiguousInstrument, .unknownField, .badValue,
            .alreadyRegistered, .verificationStays, .unknownCode, .changeTooLarge, .unknownBatch,
            .batchUndone, .unsupportedFormat, .fileExists:
            editTexts
        case .blanksRemoved, .fullWidthFolded, .dateRewritten, .excelSerialRead, .statusWord,
            .formulaGuard, .resultWord:
            repairTexts
        case .badHubAddress, .badPin, .hubUnreachable, .otherAuthority, .hubUntrusted,
            .tokenRefused, .tokenUsed, .noToken, .notJoined, .alreadyJoined, .identityRefused,
            .hubGarbled, .hubBusy, .otherHistory, .hubRefused, .keysMissing, .notAReceipt,
            .badKey, .opsRejected, .documentRefused, .changesLost:
            hubTexts
        case .linesRefused, .lineNotJSON, .duplicateKey, .lineTooLong, .notAnObject, .unknownKind,
            .keyMissing, .unknownKey, .wrongType, .notADay, .unknownWord, .unknownItemCode,
            .outsideCalendar, .badRulePack, .rulePackOtherDay, .unknownParameter, .badParameter,
            .otherReading:
            evaluationTexts ?? commandTexts
        case .otherClass, .badFactName, .noFactsKnown, .onlyUserUnitsGraded:
            creditTexts ?? commandTexts
        case .notAnExplanation, .explanationAltered, .explanationDiffers, .otherUnit, .notGraded,
            .packNotHeld:
            explanationTexts ?? commandTexts
        case .alreadyFiled, .notYourInstrument, .scrappedInstrument, .applicationRunning,
            .windowBackwards, .bodyDecides, .unknownConflict, .conflictClosed, .decidedByOwner,
            .unknownJob, .ambiguousJob, .jobNotYours, .jobStepNotAllowed, .jobNotAccepted,
            .jobClosed, .resultThere, .resultNotJSON, .unknownResultKey, .resultIncomplete,
            .resultNotText, .notPassOrFail, .issuedBeforeTested, .passWithoutValidity,
            .failWithValidity, .inspectorIsVerifier, .certificateNumberTaken, .fileTooLarge,
            .approverIsAnother, .issuedLate, .dayAhead:
            // A test asks every code for its texts.
            verificationTexts ?? commandTexts
        }
    }

    private var commandTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .badDay:
            (
                ("日期写法不对", "a day is not written as it must be"),
                ("写作 YYYY-MM-DD, 如 2026-12-31", "write YYYY-MM-DD, as in 2026-12-31")
            )
        case .outputLost:
            (
                ("结果没能写出去", "the output did not arrive"),
                ("检查重定向的目标和磁盘空间", "check the target of the redirection and the disk")
            )
        case .noSite:
            (
                ("这个目录还不是站点", "the folder holds no site yet"),
                (
                    "jiliang --home DIR init --role user-unit --organisation 统一社会信用代码 --name 名称",
                    "jiliang --home DIR init --role user-unit --organisation USCC --name NAME"
                )
            )
        case .otherSite:
            (
                ("目录里已经是另一个站点", "the folder already holds another site"),
                ("换一个 --home", "choose another --home")
            )
        case .notPermitted:
            (
                ("当前账户没有读写权限", "this account may not read or write there"),
                ("换用拥有该目录的账户, 或改 --home", "use the account that owns it, or another --home")
            )
        case .cannotCreate:
            (
                ("文件或目录建不出来", "a file or folder cannot be made"),
                ("检查路径是否存在、是否被占用", "check that the path exists and is free")
            )
        case .badOrganisation:
            (
                ("不是统一社会信用代码的写法", "not the shape of a unified social credit code"),
                ("18 位, 没有 I O S V Z; jiliang id check 代码", "18 characters; jiliang id check CODE")
            )
        case .organisationCheckDigit:
            (
                ("统一社会信用代码校验位不符", "the check digit of a credit code does not match"),
                ("请核对; 个别真实代码如此, 所以不拒绝", "please compare; some real codes do not match")
            )
        case .internalError:
            (
                ("程序自身出错", "the program itself is at fault"),
                ("请附命令和本行报告; 已确认的数据不受影响", "report the command and this line; data is safe")
            )
        default:
            (
                ("命令写法不对", "the command line cannot be understood"),
                ("jiliang help, 或 jiliang help 子命令", "jiliang help, or jiliang help COMMAND")
            )
        }
    }

    private var configurationTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .configurationSyntax:
            (
                ("agent.conf 不是合法的 TOML", "agent.conf is not valid TOML"),
                ("按行列改正后 jiliang check-config", "mend the line, then jiliang check-config")
            )
        case .unknownSetting:
            (
                ("没有这个配置项", "no setting has this name"),
                ("jiliang config show 列出全部", "jiliang config show lists them all")
            )
        case .badSetting:
            (
                ("配置项的值不合法", "a setting has a value that does not fit"),
                ("按提示的写法改, 单位不能省", "write it as shown, with its unit")
            )
        default:
            (
                ("配置文件读不出来", "the configuration cannot be read"),
                ("检查路径和权限", "check path and permissions")
            )
        }
    }

    private var storeTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .locked:
            (
                ("另一个 jiliang 正在使用这个站点", "another jiliang has the site open"),
                ("等它结束再试, 或加长 store.lock_wait", "wait for it, or raise store.lock_wait")
            )
        case .diskFull:
            (
                ("磁盘已满, 本次没有写入任何内容", "the disk is full; nothing was written"),
                ("腾出空间后再执行一次, 不需要修复", "free some space and repeat; no repair is needed")
            )
        case .inputOutput:
            (
                ("读写失败, 本次没有写入任何内容", "reading or writing failed; nothing was written"),
                ("检查磁盘, 再 jiliang doctor", "check the disk, then jiliang doctor")
            )
        case .damaged:
            (
                ("数据文件损坏", "a data file is damaged"),
                (
                    "replica.db 会自动重建; journal.db 请从备份恢复",
                    "replica.db rebuilds itself; restore journal.db from a backup"
                )
            )
        case .tooNew:
            (
                ("数据文件由更新的版本写成", "a newer version has written the data"),
                ("升级 jiliang", "upgrade jiliang")
            )
        case .notDurable:
            (
                ("日志库没有完全持久化, 拒绝运行", "the journal is not fully durable; refusing to run"),
                ("请报告文件系统和 SQLite 版本", "report the file system and SQLite version")
            )
        case .overlayBehind:
            (
                (
                    "修改已经落盘, 但 replica.db 暂时没跟上",
                    "the change is durable, but replica.db could not follow yet"
                ),
                ("腾出空间后任意命令会自动补上", "free some space; the next command folds it in")
            )
        case .brokenChain:
            (
                ("日志的哈希链断了", "the hash chain of the journal is broken"),
                ("从备份恢复 journal.db; 不要手工修改", "restore journal.db from a backup; never edit it")
            )
        case .folded:
            (
                ("上次中断的修改已补入", "changes of an interrupted command were folded in"),
                ("不需要处理", "nothing to do")
            )
        case .olderJournal:
            (
                (
                    "journal.db 比 replica.db 旧, 有修改不在日志里",
                    "journal.db is older than replica.db; some changes are not in it"
                ),
                (
                    "若是误放旧备份, 换回新的 journal.db; 旧表留作 replica.db.damaged, 可查看",
                    "if a backup was put back by mistake, restore the newer one; see replica.db.damaged"
                )
            )
        case .othersMissing:
            (
                (
                    "平台上其他方的数据还没有取回, 现在只有本站点自己的",
                    "what others have written is not here yet, only this site's own"
                ),
                ("联网后运行 jiliang sync", "run jiliang sync once there is a connection")
            )
        case .clockBehindHub:
            (
                (
                    "本机时钟早于平台最近一次告知的时间, 结论按平台的日期得出",
                    "the clock is behind the last time that the hub told; conclusions are drawn for the hub's day"
                ),
                ("请校准本机时间", "please set the clock of this machine")
            )
        case .ownOpForked:
            (
                (
                    "平台上本站点的一条修改与本机的不同",
                    "the hub has another op of this site under the same number"
                ),
                (
                    "目录可能被复制或换回了旧备份; 只留一份使用, 在那一份运行 jiliang recover (先 --dry-run 看看). 修改都在, 没有送出",
                    "the home was perhaps copied, or an old copy put back; use one only, and run jiliang recover there (--dry-run tells first). nothing is lost, nothing is sent"
                )
            )
        case .staleIncarnation:
            (
                (
                    "平台上本站点已从另一份目录继续",
                    "another copy of this home goes on at the hub as this site"
                ),
                (
                    "只留一份使用; 若留这一份, 运行 jiliang recover (先 --dry-run 看看). 修改都在, 没有送出",
                    "use one only; if it is this one, run jiliang recover (--dry-run tells first). nothing is lost, nothing is sent"
                )
            )
        case .ownOpsReturned:
            (
                (
                    "journal.db 里没有的本站点的修改已从平台取回",
                    "changes of this site that journal.db had not came back from the hub"
                ),
                (
                    "若换回过旧备份, 不需要处理; 若目录被复制过, 只留一份使用",
                    "if an old copy was put back, nothing to do; if the home was copied, use one only"
                )
            )
        case .ownOpMissing:
            (
                (
                    "平台有本站点的一条修改, journal.db 里没有",
                    "the hub has an op of this site that journal.db has not"
                ),
                (
                    "再运行一次 jiliang sync; 若仍有, 请报告平台版本",
                    "run jiliang sync again; if it stays, report the version of the hub"
                )
            )
        case .rebuilt:
            (
                ("replica.db 已由日志重建", "replica.db was rebuilt from the journal"),
                ("旧文件如果还在, 留作 replica.db.damaged", "an old file stays as replica.db.damaged")
            )
        default:
            (
                ("本机时钟早于最近一条记录", "the clock is behind the newest record"),
                ("请校准本机时间", "please set the clock of this machine")
            )
        }
    }

    private var fileTexts: (meaning: Pair, repair: Pair) {
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

    private var rowTexts: (meaning: Pair, repair: Pair) {
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

    private var editTexts: (meaning: Pair, repair: Pair) {
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

    private var repairTexts: (meaning: Pair, repair: Pair) {
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
