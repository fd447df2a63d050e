import Documents
import Glibc
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

extension Failure {
    init(_ code: MessageCode, _ status: ExitStatus, _ chinese: String, _ english: String) {
        self.init(code: code, status: status, chinese: chinese, english: english)
    }

    /// Any error of the modules below, in the user's words.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as OutputLost: self = .outputLost(error)
        case let error as StoreError: self.init(error)
        case let error as TableError: self = .table(error)
        case let error as LedgerRefusal: self = .refused(error)
        case let error as LedgerEdit.EditError: self = .edit(error)
        case let error as VerificationError: self = .verification(error)
        case let error as ResultRefusal: self = .refusedResult(error)
        case let error as ResolutionError: self = .resolution(error)
        case let error as ConfigurationError: self = .configuration(error)
        case let error as SiteKeys.KeysError: self = .keys(error)
        default: self = .unexpected(error)
        }
    }

    private static func outputLost(_ error: OutputLost) -> Failure {
        let detail = systemText(error.errno)
        return error.isLast
            ? Failure(
                .outputLost,
                .inputOutput,
                "命令已经完成, 只是结果没能写出: \(detail)",
                "the command is done, only its output was lost: \(detail)"
            )
            : Failure(
                .outputLost,
                .inputOutput,
                "无法写出结果: \(detail)",
                "cannot write the output: \(detail)"
            )
    }

    private static func table(_ error: TableError) -> Failure {
        let code = MessageCode(rawValue: error.code) ?? .internalError
        let status: ExitStatus =
            switch error {
            case .badMapping: .usage
            case .unreadable(EACCES), .unreadable(EPERM): .notPermitted
            case .unreadable(EIO): .inputOutput
            default: .badData
            }
        return Failure(code, status, error.text(in: .chinese), error.text(in: .english))
    }

    private static func refused(_ refusal: LedgerRefusal) -> Failure {
        let faults = [LedgerFault(column: refusal.column, reason: refusal.reason)] + refusal.others
        func sentence(_ language: Language) -> String {
            faults.map { "`\($0.column)`: \($0.reason.text(in: language))" }
                .joined(separator: "; ")
        }
        let code = MessageCode(rawValue: refusal.reason.code) ?? .internalError
        return Failure(code, .badData, sentence(.chinese), sentence(.english))
    }

    private static func edit(_ error: LedgerEdit.EditError) -> Failure {
        switch error {
        case .alreadyRegistered(let id):
            Failure(
                .alreadyRegistered,
                .badData,
                "这台器具已经在台账里, ID `\(id)`",
                "the instrument is already in the ledger as `\(id)`"
            )
        case .unknownInstrument(let text): .unknownInstrument(text)
        case .verificationStays(let field):
            Failure(
                .verificationStays,
                .badData,
                "`\(field.header(in: .chinese))` 不能清空, 检定记录要保留",
                "`\(field.header(in: .english))` cannot be emptied: a verification stays on record"
            )
        case .ownedByAnother(let field, let owner):
            Failure(
                .decidedByOwner,
                .notPermitted,
                "`\(Terms.field(field, in: .chinese))` 归\(Terms.party(owner, in: .chinese)), 本单位不能改",
                "`\(field)` belongs to the \(Terms.party(owner, in: .english))"
            )
        case .scrappedIsFinal(let id):
            Failure(
                .scrappedIsFinal,
                .badData,
                "`\(id)` 已报废, 状态不能再改",
                "`\(id)` is scrapped and keeps that status"
            )
        }
    }

    private static func configuration(_ error: ConfigurationError) -> Failure {
        func sentence(_ language: Language) -> String {
            let count = error.problems.count
            let head = language == .chinese ? "配置有 \(count) 处问题:" : "\(count) problems:"
            let lines = error.problems.map { ConfigurationWords.line($0, in: language) }
            return ([head] + lines).joined(separator: "\n      ")
        }
        let code = error.problems.first.map(ConfigurationWords.code) ?? .configurationSyntax
        return Failure(code, .configuration, sentence(.chinese), sentence(.english))
    }

    static func badDay(_ text: String) -> Failure {
        Failure(
            .badDay,
            .usage,
            "`\(text)` 不是日期",
            "`\(text)` is not a day"
        )
    }

    static var argumentsNotText: Failure {
        Failure(
            .usage,
            .usage,
            "命令行里有不是 UTF-8 的文字",
            "an argument is not UTF-8"
        )
    }

    static var emptyHome: Failure {
        Failure(.usage, .usage, "--home 是空的", "--home is empty")
    }

    static func badLanguage(_ text: String) -> Failure {
        Failure(
            .usage,
            .usage,
            "--lang 只能是 zh 或 en, 不能是 `\(text)`",
            "--lang is zh or en, not `\(text)`"
        )
    }

    static func unknownCode(_ text: String) -> Failure {
        Failure(.unknownCode, .badData, "没有消息代码 `\(text)`", "no message code `\(text)`")
    }

    static func unknownInstrument(_ text: String) -> Failure {
        Failure(
            .unknownInstrument,
            .badData,
            "没有器具 `\(text)`",
            "no instrument `\(text)`"
        )
    }

    static func ambiguousInstrument(_ text: String, _ count: Int) -> Failure {
        Failure(
            .ambiguousInstrument,
            .badData,
            "`\(text)` 对应 \(count) 台器具",
            "`\(text)` means \(count) instruments"
        )
    }

    /// A word where one of a few is expected.
    static func badChoice(_ text: String, for name: String, expected: String) -> Failure {
        Failure(
            .badValue,
            .usage,
            "\(name) 不能是 `\(text)`, 应为 \(expected)",
            "\(name) cannot be `\(text)`, it is one of \(expected)"
        )
    }
}
