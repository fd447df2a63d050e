import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How results are told that were taken or refused.
enum ResultWords {
    /// The object of `result add --json`.
    static func json(
        accepted: Int,
        _ faults: [ResultFault],
        _ language: Language,
        _ outcome: ResultEntry.Outcome? = nil,
        _ session: Session? = nil
    ) -> JSONValue {
        let rejected = faults.map { fault -> JSONValue in
            [
                "row": 1,
                "code": .string(fault.code.rawValue),
                "message": .string(text(fault, language)),
            ]
        }
        let isDryRun = session?.options.dryRun ?? false
        return [
            "accepted": .number(accepted),
            "rejected": .array(rejected),
            "verification": isDryRun
                ? .null : .text(outcome?.verification.description),
            "instrument": .text(outcome?.instrument.description),
            "dueOn": .text(outcome?.clock?.due.due.description),
            "certificateDigest": .text(outcome?.certificate?.digest),
            "remarks": json(outcome?.remarks ?? [], language),
            "dryRun": .bool(isDryRun),
        ]
    }

    static func json(_ remarks: [ResultRemark], _ language: Language) -> JSONValue {
        .array(
            remarks.map {
                [
                    "code": .string($0.code.rawValue),
                    "message": .string(text($0, language)),
                ]
            }
        )
    }

    static func line(_ remark: ResultRemark, _ language: Language) -> String {
        "\(remark.code.rawValue) \(text(remark, language))"
    }

    static func text(_ fault: ResultFault, _ language: Language) -> String {
        let isChinese = language == .chinese
        let meaning = fault.code.meaning(in: language)
        return switch fault {
        case .notJSON(let detail), .numberTaken(let detail), .sameHands(let detail),
            .unknownResult(let detail), .unknownKey(let detail), .missing(let detail),
            .notText(let detail):
            "\(meaning): `\(detail)`"
        case .impossibleDay(let key, let text): "`\(key)`: \(meaning): `\(text)`"
        case .issuedBeforeTested(let tested, let issued):
            isChinese ? "\(meaning): \(issued) 早于 \(tested)" : "\(meaning): \(issued) < \(tested)"
        case .validityBeforeTest(let tested, let until):
            isChinese ? "\(meaning): \(until) 早于 \(tested)" : "\(meaning): \(until) < \(tested)"
        case .dayAhead(let day): "\(meaning): \(day)"
        case .jobClosed(let state):
            "\(meaning): "
                + Terms.value(state.rawValue, of: ApplicationField.state.rawValue, in: language)
        case .passWithoutValidity, .failWithValidity, .jobNotYours, .jobNotAccepted, .resultThere:
            meaning
        }
    }

    private static func text(_ remark: ResultRemark, _ language: Language) -> String {
        let meaning = remark.code.meaning(in: language)
        return switch remark {
        case .approverIsAnother(let name): "\(meaning): `\(name)`"
        case .issuedLate(let tested, let issued): "\(meaning): \(tested) → \(issued)"
        }
    }
}

extension ResultFault {
    var code: MessageCode {
        switch self {
        case .notJSON: .resultNotJSON
        case .unknownKey: .unknownResultKey
        case .missing: .resultIncomplete
        case .notText: .resultNotText
        case .impossibleDay: .impossibleDate
        case .unknownResult: .notPassOrFail
        case .issuedBeforeTested: .issuedBeforeTested
        case .passWithoutValidity: .passWithoutValidity
        case .failWithValidity: .failWithValidity
        case .validityBeforeTest: .validityBeforeVerification
        case .dayAhead: .dayAhead
        case .sameHands: .inspectorIsVerifier
        case .numberTaken: .certificateNumberTaken
        case .jobNotYours: .jobNotYours
        case .jobNotAccepted: .jobNotAccepted
        case .jobClosed: .jobClosed
        case .resultThere: .resultThere
        }
    }
}

extension ResultRemark {
    var code: MessageCode {
        switch self {
        case .approverIsAnother: .approverIsAnother
        case .issuedLate: .issuedLate
        }
    }
}
