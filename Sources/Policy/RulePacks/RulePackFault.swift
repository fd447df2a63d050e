/// Why a rule pack cannot be used: every fault of the file.
package struct RulePackError: Error, Hashable, CustomStringConvertible {
    package let faults: [RulePackFault]

    /// For a log; people get `text(in:)`.
    package var description: String { "cannot use the rule pack: \(text(in: .english))" }

    /// Every fault with its place.
    package func text(in language: Language) -> String {
        faults.map { fault in
            (fault.path.isEmpty ? "" : "`\(fault.path)` ") + fault.text(in: language)
        }.joined(separator: "; ")
    }
}

/// One fault of a rule pack and its place in the file.
package struct RulePackFault: Hashable, Sendable {
    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        case notJSON(byte: Int)
        case duplicateKey
        case unknownKey
        case missing
        case wrongType(expected: ValueType)
        case fraction(String)
        case empty
        case notADay(String)
        case unknownWord(String, expected: [String])
        case laidDown(String)
        case unknownCode(String)
        case otherClass
        case overlaps(String)
        case differs(String)
        case endsBeforeItBegins
        case wrongSign
        case outOfRange(String)
        case lessThanPoints
        case penaltyOfGood
    }

    /// What a value has to be.
    package enum ValueType: Hashable, Sendable {
        case text
        case flag
        case list
        case object
        case wholeNumber
        case wholeNumberOrNull
    }

    /// For instance `items[3].points`; empty for the whole file.
    package let path: String
    package let kind: Kind

    /// A fault at a place.
    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// In the words of whoever edits the file.
    package func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private var chinese: String {
        switch kind {
        case .notJSON(let byte): "不是合法的 JSON, 第 \(byte) 字节"
        case .duplicateKey: "同一个键出现两次"
        case .unknownKey: "不认识的键"
        case .missing: "缺少"
        case .wrongType(let expected): "应为\(expected.chinese)"
        case .fraction(let literal): "\(literal) 不是整数, 或写法不对"
        case .empty: "是空的"
        case .notADay(let text): "`\(text)` 不是日期, 写作 YYYY-MM-DD"
        case .unknownWord(let text, let expected):
            "`\(text)` 不认识, 应为 \(expected.joined(separator: " "))"
        case .laidDown(let code): "`\(code)` 是办法本身规定的直接判定依据, 评分标准不能改"
        case .unknownCode(let code): "`\(code)` 不是评分项代码 (\(CreditItem.codesText))"
        case .otherClass: "与代码不符: S 为 good, N 为 bad"
        case .overlaps(let other): "与 \(other) 代码相同, 适用日期重叠"
        case .differs(let other): "与 \(other) 代码相同, 此项却不同"
        case .endsBeforeItBegins: "早于 validFrom"
        case .wrongSign: "正负号不对: 守信为正, 不良为负"
        case .outOfRange(let range): "超出范围 \(range)"
        case .lessThanPoints: "上限比一次的分值还小"
        case .penaltyOfGood: "守信信息不能是行政处罚"
        }
    }

    private var english: String {
        switch kind {
        case .notJSON(let byte): "not valid JSON, byte \(byte)"
        case .duplicateKey: "the key stands twice"
        case .unknownKey: "the key is not known"
        case .missing: "is missing"
        case .wrongType(let expected): "has to be \(expected.english)"
        case .fraction(let literal): "\(literal) is not a whole number as 12 is"
        case .empty: "is empty"
        case .notADay(let text): "`\(text)` is not a day, as in 2026-12-31"
        case .unknownWord(let text, let expected):
            "`\(text)` is not known, one of \(expected.joined(separator: " "))"
        case .laidDown(let code):
            "`\(code)` is a ground that the measures lay down; no pack can change it"
        case .unknownCode(let code): "`\(code)` is no code of an item (\(CreditItem.codesText))"
        case .otherClass: "does not fit the code: S is good, N is bad"
        case .overlaps(let other): "has the code of \(other), and their days overlap"
        case .differs(let other): "has the code of \(other), but differs in this"
        case .endsBeforeItBegins: "is before validFrom"
        case .wrongSign: "has the wrong sign: good adds, bad deducts"
        case .outOfRange(let range): "is outside \(range)"
        case .lessThanPoints: "is less than the points of one fact"
        case .penaltyOfGood: "a good item is no penalty"
        }
    }
}

extension RulePackFault.ValueType {
    fileprivate var chinese: String {
        switch self {
        case .text: "文字"
        case .flag: " true 或 false"
        case .list: "列表"
        case .object: "对象"
        case .wholeNumber: "整数, 不加引号"
        case .wholeNumberOrNull: "整数 (不加引号) 或 null"
        }
    }

    fileprivate var english: String {
        switch self {
        case .text: "a text"
        case .flag: "true or false"
        case .list: "a list"
        case .object: "an object"
        case .wholeNumber: "a whole number without quotes"
        case .wholeNumberOrNull: "a whole number without quotes, or null"
        }
    }
}
