import Policy
import SyncAgent
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
        let detail = detail(error, language).map { ": \($0)" } ?? ""
        let code = error.code
        return [
            "line": .integer(line),
            "error": [
                "code": .string(code.rawValue),
                "message": .string(code.meaning(in: language) + detail),
            ],
        ]
    }

    /// What a long or odd text must not make of a message.
    private static let quotedMax = 80

    private static func detail(_ error: EvaluationError, _ language: Language) -> String? {
        func say(_ chinese: String, _ english: String) -> String {
            language == .chinese ? chinese : english
        }
        return switch error {
        case .tooLong: say("上限 \(LineReader.lengthMax) 字节", "at most \(LineReader.lengthMax) bytes")
        case .notJSON(let error):
            say("第 \(error.offset) 字节", "byte \(error.offset), \(error.reason.rawValue)")
        case .duplicateKey: nil
        case .notAnObject(let key): key.isEmpty ? nil : quoted(key)
        case .unknownKind(let word), .outsideCalendar(let word): quoted(word)
        case .missingKey(let key), .unknownKey(let key): quoted(key)
        case .wrongType(let key, let expected):
            quoted(key) + say(" 应为\(word(expected, .chinese))", " is \(word(expected, .english))")
        case .notADay(let key, let text), .unknownCode(let key, let text):
            "\(quoted(key)) = \(quoted(text))"
        case .unknownWord(let key, let text, let expected):
            "\(quoted(key)) = \(quoted(text)), "
                + say("应为 ", "one of ") + expected.joined(separator: " ")
        }
    }

    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.count <= quotedMax ? "`\(text)`" : "`\(text.prefix(quotedMax))…`"
    }

    private static func word(_ type: EvaluationError.ValueType, _ language: Language) -> String {
        switch (type, language) {
        case (.text, .chinese): "文字"
        case (.text, .english): "a text"
        case (.flag, .chinese): " true 或 false"
        case (.flag, .english): "true or false"
        case (.list, .chinese): "列表"
        case (.list, .english): "a list"
        }
    }
}

extension EvaluationError {
    fileprivate var code: MessageCode {
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
        case .outsideCalendar: .outsideCalendar
        }
    }
}

extension Failure {
    /// Some lines were refused; their reasons stand among the answers.
    static func linesRefused(_ count: Int) -> Failure {
        Failure(.linesRefused, .badData, "\(count) 行无法判断", "\(count) lines are refused")
    }
}
