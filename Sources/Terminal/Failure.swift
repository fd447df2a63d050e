package import Policy
package import SyncCore

/// The catalogue of a program's messages: each code with its meaning and repair.
package protocol MessageCatalogue: RawRepresentable<String>, CaseIterable {
    /// Meaning and repair in both languages.
    var texts: (meaning: Pair, repair: Pair) { get }
    /// A text in both languages.
    typealias Pair = (chinese: String, english: String)
}

extension MessageCatalogue {
    /// What the code means, without the particulars of one case.
    package func meaning(in language: Language) -> String {
        language == .chinese ? texts.meaning.chinese : texts.meaning.english
    }

    /// What to do about it.
    package func repair(in language: Language) -> String {
        language == .chinese ? texts.repair.chinese : texts.repair.english
    }
}

/// Why a command ends without having done what was asked, as it is told to the user.
package struct Failure: Error {
    private let code: any MessageCatalogue & Sendable
    package let status: ExitStatus
    private let chinese: String
    private let english: String

    /// A failure in both languages: lower case, no full stop, user input in backticks.
    package init(
        code: some MessageCatalogue & Sendable,
        status: ExitStatus,
        chinese: String,
        english: String
    ) {
        self.code = code
        self.status = status
        self.chinese = chinese
        self.english = english
    }

    package func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    /// Code and sentence on one line.
    package func line(in language: Language) -> String {
        "\(code.rawValue) \(text(in: language))"
    }

    /// The lines for standard error, the hint below the sentence.
    package func lines(in language: Language) -> [String] {
        [line(in: language)] + ["      " + code.repair(in: language)]
    }

    /// The object that ends standard error under `--json`.
    package func json(in language: Language) -> JSONValue {
        [
            "error": [
                "code": .string(code.rawValue),
                "message": .string(text(in: language)),
                "hint": .string(code.repair(in: language)),
            ]
        ]
    }

    /// Prints the failure to standard error in the form that was asked for.
    package func report(in language: Language, asJSON: Bool) {
        if asJSON {
            Screen.printError(json(in: language).orderedText)
        } else {
            lines(in: language).forEach(Screen.printError)
        }
    }
}
