import Policy
import SyncAgent
import SyncCore
import Terminal

extension Failure {
    static func verification(_ error: VerificationError) -> Failure {
        switch error {
        case .unknownInstrument(let id): return .unknownInstrument(id.description)
        case .notYours(let id): return .about(.notYourInstrument, id, .notPermitted)
        case .scrapped(let id): return .about(.scrappedInstrument, id)
        case .alreadyFiled(let id, let state):
            let (chinese, english) = words(state.rawValue, of: InstrumentField.filing.rawValue)
            return Failure(
                .alreadyFiled,
                .badData,
                "`\(id)` 备案状态为 \(chinese), 不必再报",
                "`\(id)` is \(english) already"
            )
        case .applicationRunning(let id, let application):
            return Failure(
                .applicationRunning,
                .badData,
                "`\(id)` 已有未办结的申请 `\(application)`",
                "`\(id)` has the application `\(application)` running"
            )
        case .windowBackwards(let from, let to):
            return Failure(
                .windowBackwards,
                .usage,
                "--window 的 \(from) 晚于 \(to)",
                "--window begins on \(from), after \(to)"
            )
        case .unknownJob, .jobNotYours, .stepNotAllowed, .issuedBeforeTested: return job(error)
        case .unknownResult(let id): return .unknownResult(id.description)
        case .resultNotYours(let id): return .about(.resultNotYours, id, .notPermitted)
        case .resultNotEffective(let id): return .about(.resultNotEffective, id)
        case .nothingToCorrect(let id): return .about(.nothingToCorrect, id)
        }
    }

    private static func job(_ error: VerificationError) -> Failure {
        switch error {
        case .unknownJob(let id): return .unknownJob(id.description)
        case .jobNotYours(let id): return .about(.jobNotYours, id, .notPermitted)
        case .stepNotAllowed(let id, let from, let to):
            let field = ApplicationField.state.rawValue
            let (old, new) = (words(from.rawValue, of: field), words(to.rawValue, of: field))
            // A body that forgot to accept needs another hint than one that comes too late.
            return Failure(
                from == .applied ? .jobNotAccepted : .jobStepNotAllowed,
                .badData,
                "`\(id)` \(old.chinese), 不能改为 \(new.chinese)",
                "`\(id)` is \(old.english) and cannot become \(new.english)"
            )
        case .issuedBeforeTested(let tested, let issued):
            return Failure(
                .issuedBeforeTested,
                .badData,
                "出具证书日期 \(issued) 早于检定日期 \(tested)",
                "the certificate is issued on \(issued), before the test on \(tested)"
            )
        default: return .unexpected(error)
        }
    }

    static func resolution(_ error: ResolutionError) -> Failure {
        switch error {
        case .unknown(let n): Failure(.unknownConflict, .badData, "没有冲突 \(n)", "no conflict \(n)")
        case .closed(let n, let state):
            Failure(
                .conflictClosed,
                .badData,
                state == .resolved ? "冲突 \(n) 已经解决" : "冲突 \(n) 已按规则定案",
                state == .resolved
                    ? "conflict \(n) is resolved" : "the rule has decided conflict \(n)"
            )
        case .decidedByOwner(let n, let field, let owner):
            Failure(
                .decidedByOwner,
                .notPermitted,
                "冲突 \(n): `\(Terms.field(field, in: .chinese))` 归"
                    + "\(Terms.party(owner, in: .chinese)), 本单位不能改定",
                "conflict \(n): `\(field)` belongs to the \(Terms.party(owner, in: .english))"
            )
        case .notDecidedHere(let n): about(.notDecidedHere, n)
        case .overtaken(let n): about(.decisionOvertaken, n)
        case .nothingToUndo(let n): about(.nothingToUndo, n)
        case .notOneOfBoth(let n):
            Failure(
                .badValue,
                .badData,
                "冲突 \(n): 只能从两份更正中选一份 (mine 或 theirs)",
                "conflict \(n): one of the two corrections has to be taken (mine or theirs)"
            )
        case .badDay(let text): .badDay(text)
        case .badOrganisation(let text): .badOrganisation(text)
        }
    }

    /// Every fault of a result; the code is that of the first.
    static func refusedResult(_ refusal: ResultRefusal) -> Failure {
        func sentence(_ language: Language) -> String {
            refusal.faults.enumerated().map { index, fault in
                let code = index == 0 ? "" : "\(fault.code.rawValue) "
                return code + ResultWords.text(fault, language)
            }.joined(separator: "; ")
        }
        let code = refusal.faults.first?.code ?? .internalError
        return Failure(code, .badData, sentence(.chinese), sentence(.english))
    }

    static func fieldWithoutRecord(_ field: String) -> Failure {
        Failure(
            .unknownField,
            .badData,
            "这台器具没有 `\(Terms.field(field, in: .chinese))` 的记录",
            "this instrument has no record with `\(field)`"
        )
    }

    static func unknownJob(_ text: String) -> Failure {
        Failure(.unknownJob, .badData, "没有检定任务 `\(text)`", "no job `\(text)`")
    }

    static func unknownResult(_ text: String) -> Failure {
        Failure(.unknownResultRecord, .badData, "没有检定结果 `\(text)`", "no result `\(text)`")
    }

    static func noCertificateFile(_ text: String) -> Failure {
        Failure(
            .noCertificateFile,
            .badData,
            "`\(text)` 没有附证书文件",
            "`\(text)` names no certificate file"
        )
    }

    static func certificateNotThere(_ text: String) -> Failure {
        Failure(
            .certificateNotThere,
            .unavailable,
            "平台上没有 `\(text)` 的证书文件",
            "the hub has no certificate file of `\(text)`"
        )
    }

    static func ambiguousResult(_ text: String, _ count: Int) -> Failure {
        Failure(
            .ambiguousResult,
            .badData,
            "`\(text)` 对应 \(count) 份检定结果",
            "`\(text)` means \(count) results"
        )
    }

    static func ambiguousJob(_ text: String, _ count: Int) -> Failure {
        Failure(
            .ambiguousJob,
            .badData,
            "`\(text)` 对应 \(count) 项任务",
            "`\(text)` means \(count) jobs"
        )
    }

    static func badOrganisation(_ text: String) -> Failure {
        Failure(
            .badOrganisation,
            .usage,
            "`\(text)` 不是统一社会信用代码",
            "`\(text)` is no unified social credit code"
        )
    }

    static func tooLarge(_ path: String, _ max: Int) -> Failure {
        Failure(
            .fileTooLarge,
            .badData,
            "`\(path)` 超过 \(max) 字节",
            "`\(path)` is longer than \(max) bytes"
        )
    }

    private static func about(_ code: MessageCode, _ n: Int64) -> Failure {
        Failure(
            code,
            .badData,
            "冲突 \(n): \(code.meaning(in: .chinese))",
            "conflict \(n): \(code.meaning(in: .english))"
        )
    }

    /// A sentence that says no more than the code does, about one record.
    private static func about(
        _ code: MessageCode,
        _ id: RecordID,
        _ status: ExitStatus = .badData
    ) -> Failure {
        Failure(
            code,
            status,
            "`\(id)`: \(code.meaning(in: .chinese))",
            "`\(id)`: \(code.meaning(in: .english))"
        )
    }

    private static func words(_ value: String, of field: String) -> Terms.Term {
        (Terms.value(value, of: field, in: .chinese), Terms.value(value, of: field, in: .english))
    }
}
