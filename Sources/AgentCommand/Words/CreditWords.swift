import Evaluation
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a credit grade is told.
struct CreditWords {
    let report: CreditReport
    let session: Session

    /// Score, grade and whether it is provisional, as `status` has it.
    var summary: JSONValue {
        let decision = report.conclusion?.decision
        return [
            "score": .number(decision?.score),
            "grade": .text(decision?.grade.rawValue),
            "provisional": .bool(report.isProvisional),
        ]
    }

    func json(isAssumed: Bool) -> JSONValue {
        let decision = report.conclusion?.decision
        return [
            "score": .number(decision?.score),
            "grade": .text(decision?.grade.rawValue),
            "byScore": .text(decision?.byScore.rawValue),
            "direct": .text(decision?.direct),
            "provisional": .bool(report.isProvisional),
            "counted": .array(report.conclusion?.counted.map(json) ?? []),
            "sums": .array(report.sums.map(json)),
            "excluded": .array(report.conclusion?.excluded.map(json) ?? []),
            "rulePack": [
                "version": .string(report.rulePack.version),
                "status": .string(report.rulePack.status.rawValue),
            ],
            "needsConfirmation": .bool(decision?.needsConfirmation ?? false),
            "assumed": .bool(isAssumed),
            "asOf": .string(session.day.description),
        ]
    }

    private func json(_ counted: CountedFact) -> JSONValue {
        [
            "fact": .string(counted.fact),
            "points": .number(counted.points),
            "provision": .string(counted.provision.label),
            "countsUntil": .string(counted.countsUntil.description),
        ]
    }

    private func json(_ sum: CodeSum) -> JSONValue {
        [
            "code": .string(sum.item.code),
            "points": .number(sum.points),
            "cap": .number(sum.item.cap),
            "counted": .number(sum.counted),
        ]
    }

    private func json(_ excluded: ExcludedFact) -> JSONValue {
        [
            "fact": .string(excluded.fact),
            "because": .string(excluded.because.text(in: session.language)),
            "provision": .string(excluded.provision.label),
        ]
    }
}

extension Failure {
    /// Facts that cannot be read, by the code, where, and which key.
    static func badFacts(_ path: String, _ error: FactFileError) -> Failure {
        let code = error.error.code
        func text(_ language: Language) -> String {
            let detail = error.detail(in: language).map { ": \($0)" } ?? ""
            return "`\(path)` \(code.meaning(in: language))\(detail)"
        }
        return Failure(code, .badData, text(.chinese), text(.english))
    }
}
