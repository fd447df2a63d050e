import Evaluation
import Hub
import Policy
import SyncCore
import Terminal

/// Credit facts in words.
enum FactWords {
    /// What became of a fact that was handed in.
    static func outcome(_ answer: JSONValue, _ screen: Screen) -> String {
        switch answer.shown("outcome") {
        case "added": screen.say("已记入", "added")
        case "changed": screen.say("已更改", "changed")
        default: screen.say("已有, 没有变化", "known, nothing changes")
        }
    }
}

extension Failure {
    /// A file of facts that cannot be used: the code, where, and which key.
    static func factFile(_ path: String, _ error: FactFileError) -> Failure {
        let code = error.error.hubCode
        func text(_ language: Language) -> String {
            let detail = error.detail(in: language).map { ": \($0)" } ?? ""
            return "`\(path)` \(code.meaning(in: language))\(detail)"
        }
        return Failure(code, .badData, text(.chinese), text(.english))
    }

    static func factFileTooLarge(_ path: String, max: Int) -> Failure {
        Failure(
            .factFileTooLarge,
            .badData,
            "`\(path)` 超过 \(max >> 10) KiB",
            "`\(path)` is larger than \(max >> 10) KiB"
        )
    }

    static func unreadable(_ path: String, errno: Int32) -> Failure {
        Failure(
            .factFileUnreadable,
            .badData,
            "读不了 `\(path)`: \(systemText(errno))",
            "cannot read `\(path)`: \(systemText(errno))"
        )
    }

    /// What stands in the way of an act on credit facts; `nil` for every other error.
    static func fact(_ error: HubError) -> Failure? {
        switch error {
        case .unknownFact(let name):
            Failure(.unknownFact, .badData, "没有信用信息 `\(name)`", "no credit fact `\(name)`")
        case .ambiguousFact(let text):
            Failure(
                .ambiguousFact,
                .badData,
                "有几条同名, 用 --subject 或 ID 指明: \(text)",
                "several have the name, say --subject or an id: \(text)"
            )
        case .factDetermined(let text):
            Failure(
                .factDetermined,
                .badData,
                "同名信用信息的认定内容不同: `\(text)`",
                "a fact of this name was determined otherwise: `\(text)`"
            )
        case .notGraded(let code):
            Failure(
                .notGraded,
                .badData,
                "`\(code)` 不是使用单位, 没有信用档案",
                "`\(code)` is no user unit and has no credit file"
            )
        case .repairTooEarly(let text):
            Failure(
                .repairTooEarly,
                .badData,
                "修复日早于认定日: `\(text)`",
                "repaired before it was determined: `\(text)`"
            )
        case .repairAhead(let text):
            Failure(
                .repairAhead,
                .badData,
                "修复日还没有到: `\(text)`",
                "the day of the repair has not come: `\(text)`"
            )
        case .repairChanges(let text):
            Failure(
                .repairChanges,
                .badData,
                "已有另一个修复日, 没有更改: `\(text)`",
                "repaired from another day on; nothing changes: `\(text)`"
            )
        case .retentionTooEarly(let text):
            Failure(
                .retentionTooEarly,
                .badData,
                "retainUntil 早于认定日: `\(text)`",
                "kept until a day before it was determined: `\(text)`"
            )
        case .expiryAhead(let day):
            Failure(
                .expiryAhead,
                .usage,
                "`\(day)` 还没有到, 不能提前删除",
                "`\(day)` has not come; nothing is deleted ahead"
            )
        case .notDue(let name):
            Failure(
                .notDue,
                .badData,
                "`\(name)` 的保存期限没有届满",
                "the term of `\(name)` is not over"
            )
        case .unknownItemCode(let text):
            Failure(
                .factUnknownItemCode,
                .badData,
                "在用的评分标准没有这个代码: `\(text)`",
                "the rule pack in force has no such code: `\(text)`"
            )
        default: nil
        }
    }
}

extension EvaluationError {
    /// The code under which the hub says it.
    fileprivate var hubCode: HubMessageCode {
        switch self {
        case .tooLong: .factFileTooLarge
        case .notJSON: .factNotJSON
        case .duplicateKey: .factDuplicateKey
        case .notAnObject: .factNotAnObject
        case .missingKey: .factKeyMissing
        case .unknownKey: .factUnknownKey
        case .wrongType: .factWrongType
        case .notADay, .outsideCalendar: .factNotADay
        case .unknownWord, .unknownKind: .factUnknownWord
        case .unknownCode: .factUnknownItemCode
        case .otherClass: .factOtherClass
        case .badName: .factBadName
        }
    }
}
