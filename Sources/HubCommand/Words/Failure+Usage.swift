import Terminal

extension Failure {
    /// A command line that the parser could not understand, in its own words, which are English only.
    static func usage(_ detail: String) -> Failure {
        Failure(
            .usage,
            .usage,
            "命令写法不对: \(detail)",
            "cannot understand the command: \(detail)"
        )
    }

    static var argumentsNotText: Failure {
        Failure(.usage, .usage, "命令行里有不是 UTF-8 的文字", "an argument is not UTF-8")
    }

    static var emptyHome: Failure {
        Failure(.usage, .usage, "--home 是空的", "--home is empty")
    }

    static func badLanguage(_ text: String) -> Failure {
        badChoice(text, for: "--lang", expected: "zh en")
    }

    static func badOrganisation(_ text: String) -> Failure {
        Failure(
            .badOrganisation,
            .usage,
            "`\(text)` 不是统一社会信用代码",
            "`\(text)` is no unified social credit code"
        )
    }

    static func notLoopback(_ text: String, for option: String) -> Failure {
        Failure(
            .usage,
            .usage,
            "\(option) 只能在本机监听, 不能是 `\(text)`",
            "\(option) is for this machine only, not `\(text)`"
        )
    }

    /// A value where another is expected.
    static func badChoice(_ text: String, for name: String, expected: String) -> Failure {
        Failure(
            .usage,
            .usage,
            "\(name) 不能是 `\(text)`, 应如 \(expected)",
            "\(name) cannot be `\(text)`, it is as in \(expected)"
        )
    }
}
