import Policy
import SyncCore

/// Why a command ends without having done what was asked, as it is told to the user.
struct Failure: Error {
    let code: MessageCode
    let status: ExitStatus
    private let chinese: String
    private let english: String

    /// A failure in both languages: lower case, no full stop, user input in backticks.
    init(_ code: MessageCode, _ status: ExitStatus, _ chinese: String, _ english: String) {
        self.code = code
        self.status = status
        self.chinese = chinese
        self.english = english
    }

    func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    /// The lines for standard error, the hint below the sentence.
    func lines(in language: Language) -> [String] {
        ["\(code.rawValue) \(text(in: language))"] + ["      " + code.repair(in: language)]
    }

    /// The object that ends standard error under `--json`.
    func json(in language: Language) -> JSONValue {
        [
            "error": [
                "code": .string(code.rawValue),
                "message": .string(text(in: language)),
                "hint": .string(code.repair(in: language)),
            ]
        ]
    }

    /// The command has done its work, and only the last of what it printed did not arrive.
    static func lastOutputLost(errno: Int32) -> Failure {
        Failure(
            .outputLost,
            .inputOutput,
            "命令已经完成, 只是结果没能写出: \(systemText(errno))",
            "the command is done, only its output was lost: \(systemText(errno))"
        )
    }

    /// What was printed did not arrive.
    static func outputLost(errno: Int32) -> Failure {
        Failure(
            .outputLost,
            .inputOutput,
            "无法写出结果: \(systemText(errno))",
            "cannot write the output: \(systemText(errno))"
        )
    }
}
