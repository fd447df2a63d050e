package import Policy

extension RefusalReason {
    /// The sentence for the screen, without row, column and code.
    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    private var chinese: String {
        switch self {
        case .impossibleDate(let text): "日期 \(quoted(text)) 不存在或无法识别"
        case .validityBeforeVerification(let verifiedOn, let validUntil):
            "有效期至 `\(validUntil)` 早于检定日期 `\(verifiedOn)`, 两列是否填反"
        case .noSerial: "没有出厂编号"
        case .unknownStatus(""): "没有填写状态"
        case .unknownStatus(let text): "状态 \(quoted(text)) 无法识别, 可填在用、备用、停用、维修、报废"
        case .unknownResult(let text): "检定结论 \(quoted(text)) 无法识别, 可填合格、不合格、注销"
        case .missingVerificationDay: "有检定内容但没有检定日期"
        case .verificationWithoutOutcome: "有检定日期但既无检定结论也无有效期"
        case .unknownCompulsory(let text): "是否强检 \(quoted(text)) 无法识别, 可填是、否"
        case .unknownRegime(let text):
            "管理方式 \(quoted(text)) 无法识别, 可填周期检定、到期轮换、失准报废"
        case .cellsMissing(let found, let expected):
            "本行只有 \(found) 列, 表头有 \(expected) 列, 文件可能被截断"
        case .tooManyCells(let found, let expected):
            "本行有 \(found) 列, 表头只有 \(expected) 列, 是否有未加引号的逗号"
        case .sameSerial(let firstRow): "与第 \(firstRow) 行是同一器具, 但内容不同"
        case .scrappedIsFinal: "台账里已经报废, 状态不能再改"
        case .tooMuchText(let bytes, let max): "本行文字共 \(bytes) 字节, 一条记录最多 \(max) 字节"
        }
    }

    private var english: String {
        switch self {
        case .impossibleDate(let text): "there is no such date as \(quoted(text))"
        case .validityBeforeVerification(let verifiedOn, let validUntil):
            "valid until `\(validUntil)`, before the verification on `\(verifiedOn)`: "
                + "are the columns swapped?"
        case .noSerial: "no serial number"
        case .unknownStatus(""): "no status"
        case .unknownStatus(let text):
            "unknown status \(quoted(text)): use `在用`, `备用`, `停用`, `维修` or `报废`"
        case .unknownResult(let text):
            "unknown conclusion \(quoted(text)): use `合格`, `不合格` or `注销`"
        case .missingVerificationDay: "the verification has no date"
        case .verificationWithoutOutcome: "the verification has neither a conclusion nor a validity"
        case .unknownCompulsory(let text): "\(quoted(text)) is neither `是` nor `否`"
        case .unknownRegime(let text):
            "unknown regime \(quoted(text)): use `周期检定`, `到期轮换` or `失准报废`"
        case .cellsMissing(let found, let expected):
            "the row has \(found) cells, the header \(expected): the file may be cut off"
        case .tooManyCells(let found, let expected):
            "the row has \(found) cells, the header only \(expected): is a comma unquoted?"
        case .sameSerial(let firstRow):
            "the same instrument as in row \(firstRow), with other content"
        case .scrappedIsFinal: "scrapped in the store, and that is final"
        case .tooMuchText(let bytes, let max):
            "the row has \(bytes) bytes of text, a record can have \(max)"
        }
    }
}
