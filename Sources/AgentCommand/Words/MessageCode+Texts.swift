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
        case .mergedInstrument, .mergedLeftOut: registrationTexts
        case .blanksRemoved, .fullWidthFolded, .dateRewritten, .excelSerialRead, .statusWord,
            .formulaGuard, .resultWord:
            repairTexts
        case .badHubAddress, .badPin, .hubUnreachable, .otherAuthority, .hubUntrusted,
            .tokenRefused, .tokenUsed, .noToken, .notJoined, .alreadyJoined, .identityRefused,
            .hubGarbled, .hubBusy, .otherHistory, .hubRefused, .keysMissing, .notAReceipt,
            .badKey, .opsRejected, .documentRefused, .changesLost, .hubMovedOn, .replicaDiffers,
            .otherRanks, .ranksNotCompared:
            hubTexts
        case .hubStalled, .redirected, .proxyPassword, .proxyRefused, .proxySettings,
            .clockOff:
            networkTexts ?? commandTexts
        case .snapshotUnusable, .firstSync: snapshotTexts ?? commandTexts
        case .hubContradicted, .unknownContradiction, .receiptNotInLog: headTexts
        case .keysUnproven, .keysForked, .keysShrunk, .keyEnded, .keyUnknown,
            .suiteUnknown:
            keyTexts
        case .opsIsolated, .deadlineNear, .framesQuarantined, .quarantineFull, .unknownOp,
            .notRetried, .notDead, .unknownFrame:
            outboxTexts ?? commandTexts
        case .certificateMissing, .certificateNotThere, .noCertificateFile:
            certificateFileTexts ?? commandTexts
        case .certificateEnding, .certificateExpired, .siteRevoked, .renewalFailed, .notTheHub:
            certificateTexts ?? commandTexts
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
            .notDecidedHere, .decisionOvertaken, .nothingToUndo,
            .unknownJob, .ambiguousJob, .jobNotYours, .jobStepNotAllowed, .jobNotAccepted,
            .jobClosed, .resultThere, .resultNotJSON, .unknownResultKey, .resultIncomplete,
            .resultNotText, .notPassOrFail, .issuedBeforeTested, .passWithoutValidity,
            .failWithValidity, .inspectorIsVerifier, .certificateNumberTaken, .fileTooLarge,
            .approverIsAnother, .issuedLate, .dayAhead, .unknownResultRecord, .ambiguousResult,
            .resultNotYours, .resultNotEffective, .nothingToCorrect:
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
                    "replica.db 会自动重建; journal.db 请从备份恢复, 再 jiliang recover",
                    "replica.db rebuilds itself; restore journal.db from a backup, then jiliang recover"
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
                (
                    "从备份恢复 journal.db, 再 jiliang recover; 不要手工修改",
                    "restore journal.db from a backup, then jiliang recover; never edit it"
                )
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
}
