/// A place where the text leaves a choice, and what this program makes of it.
package struct Reading: Hashable, Sendable {
    /// What the choice rests with.
    package enum Standing: Hashable, Sendable {
        /// It can be chosen otherwise, by these parameters.
        case parameters([String])
        /// Nothing can be chosen; the file in which it stands.
        case fixed(in: String)
        /// No rule of the program rests on it yet.
        case noRuleYet
    }

    /// 1 to 42, with 5a, 6a, 20a and 20b.
    package let number: String
    package let standing: Standing
    private let chineseQuestion: String
    private let englishQuestion: String
    private let chineseText: String
    private let englishText: String

    init(
        _ number: String,
        _ standing: Standing,
        question: (chinese: String, english: String),
        reading: (chinese: String, english: String)
    ) {
        self.number = number
        self.standing = standing
        chineseQuestion = question.chinese
        englishQuestion = question.english
        chineseText = reading.chinese
        englishText = reading.english
    }

    /// What the text leaves open.
    package func question(in language: Language) -> String {
        language == .chinese ? chineseQuestion : englishQuestion
    }

    /// How it is read.
    package func text(in language: Language) -> String {
        language == .chinese ? chineseText : englishText
    }

    /// Every reading, in the order of its number.
    package static let all = ofScores + ofInstruments + ofUploadsAndWindows + ofPenalties + ofActs
}
