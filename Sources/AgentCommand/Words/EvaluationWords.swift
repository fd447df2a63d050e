import Evaluation
import Policy
import SyncCore
import Terminal

/// Why a line of `policy evaluate` is refused, in words.
enum EvaluationWords {
    /// The object that stands in the place of an answer.
    static func json(
        _ error: EvaluationError,
        line: Int64,
        _ language: Language
    ) -> JSONValue {
        let detail = error.detail(in: language).map { ": \($0)" } ?? ""
        let code = error.code
        return [
            "line": .integer(line),
            "error": [
                "code": .string(code.rawValue),
                "message": .string(code.meaning(in: language) + detail),
            ],
        ]
    }
}

extension EvaluationError {
    /// The code under which the agent says it.
    var code: MessageCode {
        switch self {
        case .tooLong: .lineTooLong
        case .notJSON: .lineNotJSON
        case .notAnObject: .notAnObject
        case .duplicateKey: .duplicateKey
        case .unknownKind: .unknownKind
        case .missingKey: .keyMissing
        case .unknownKey: .unknownKey
        case .wrongType: .wrongType
        case .notADay: .notADay
        case .unknownWord: .unknownWord
        case .unknownCode: .unknownItemCode
        case .otherClass: .otherClass
        case .badName: .badFactName
        case .outsideCalendar: .outsideCalendar
        }
    }
}

extension Failure {
    /// Some lines were refused; their reasons stand among the answers.
    static func linesRefused(_ count: Int) -> Failure {
        Failure(.linesRefused, .badData, "\(count) 行无法判断", "lines refused: \(count)")
    }
}
