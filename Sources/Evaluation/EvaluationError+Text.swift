package import Policy
import SyncCore

extension EvaluationError {
    /// What a long or odd text must not make of a message.
    private static let quotedMax = 80

    /// The particulars of the case: which key, which value, what would be right.
    package func detail(in language: Language) -> String? {
        func say(_ chinese: String, _ english: String) -> String {
            language == .chinese ? chinese : english
        }
        return switch self {
        case .tooLong: say("上限 \(LineReader.lengthMax) 字节", "at most \(LineReader.lengthMax) bytes")
        case .notJSON(let error):
            say(
                "第 \(error.offset) 字节, \(error.reason.chinese)",
                "byte \(error.offset), \(error.reason.rawValue)"
            )
        case .duplicateKey: nil
        case .notAnObject(let key): key.isEmpty ? nil : Self.quoted(key)
        case .unknownKind(let word), .outsideCalendar(let word): Self.quoted(word)
        case .missingKey(let key), .unknownKey(let key): Self.quoted(key)
        case .wrongType(let key, let expected):
            Self.quoted(key)
                + say(" 应为\(expected.word(in: .chinese))", " is \(expected.word(in: .english))")
        case .notADay(let key, let text), .unknownCode(let key, let text),
            .badName(let key, let text):
            "\(Self.quoted(key)) = \(Self.quoted(text))"
        case .otherClass(let key, let text, let expected):
            "\(Self.quoted(key)) = \(Self.quoted(text)), " + say("应为 ", "expected ") + expected
        case .unknownWord(let key, let text, let expected):
            "\(Self.quoted(key)) = \(Self.quoted(text)), "
                + say("应为 ", "one of ") + expected.joined(separator: " ")
        }
    }

    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.count <= quotedMax ? "`\(text)`" : "`\(text.prefix(quotedMax))…`"
    }
}

extension EvaluationError.ValueType {
    fileprivate func word(in language: Language) -> String {
        switch (self, language) {
        case (.text, .chinese): "文字"
        case (.text, .english): "a text"
        case (.flag, .chinese): " true 或 false"
        case (.flag, .english): "true or false"
        case (.list, .chinese): "列表"
        case (.list, .english): "a list"
        }
    }
}

extension JSONError.Reason {
    fileprivate var chinese: String {
        switch self {
        case .unexpected: "字符不该在此处"
        case .endOfText: "没有写完"
        case .trailing: "值之后还有内容"
        case .duplicateName: "同一个键出现两次"
        case .notInteger: "数不是 64 位整数"
        case .badEscape: "转义不对"
        case .badUnicode: "不是合法的 UTF-8"
        case .tooDeep: "嵌套过深"
        }
    }
}
