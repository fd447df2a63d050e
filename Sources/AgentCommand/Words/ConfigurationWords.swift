import Policy
import SyncAgent
import Terminal

/// How problems of a configuration are told.
enum ConfigurationWords {
    static func code(_ problem: ConfigurationProblem) -> MessageCode {
        switch problem.reason {
        case .syntax: .configurationSyntax
        case .unknownKey: .unknownSetting
        case .badValue: .badSetting
        case .unreadable: .configurationUnreadable
        }
    }

    /// One line: where, and what.
    static func line(_ problem: ConfigurationProblem, in language: Language) -> String {
        let place = problem.line > 0 ? ":\(problem.line):\(problem.column)" : ""
        return "\(problem.source)\(place)  \(code(problem).rawValue)  \(text(problem, language))"
    }

    private static func text(_ problem: ConfigurationProblem, _ language: Language) -> String {
        let isChinese = language == .chinese
        switch problem.reason {
        case .syntax(let detail):
            return isChinese ? "不是合法的 TOML: \(detail)" : "not valid TOML: \(detail)"
        case .unknownKey(let key, let nearest):
            let meant = nearest.map { isChinese ? ", 是否想写 `\($0)`" : ", do you mean `\($0)`" }
            return (isChinese ? "没有配置项 `\(key)`" : "no setting `\(key)`") + (meant ?? "")
        case .badValue(let key, let value, let expected):
            return isChinese
                ? "\(key) = `\(value)` 不合法, 应为 \(expected)"
                : "\(key) = `\(value)` does not fit, it is one like \(expected)"
        case .unreadable(let errno):
            return isChinese
                ? "读不出来: \(systemText(errno))" : "cannot be read: \(systemText(errno))"
        }
    }
}
