import Hub
import SyncCore
import Terminal

extension Failure {
    /// Why a calendar or a rule pack is not given to the sites.
    static func document(_ error: HubError) -> Failure {
        switch error {
        case .olderDocument(let version):
            Failure(
                .olderDocument,
                .badData,
                "比在用的旧 (\(version)), 没有下发",
                "older than what is in force (\(version)); not given"
            )
        case .versionTaken(let version):
            Failure(
                .versionTaken,
                .badData,
                "版本 `\(version)` 已有, 内容不同",
                "the version `\(version)` is there, with another text"
            )
        case .daysChange(let days):
            Failure(
                .daysChange,
                .badData,
                "已公布的日期有变动, 没有下发: \(days)",
                "days that were announced change; not given: \(days)"
            )
        case .badDocument(let detail):
            Failure(.badDocument, .badData, "文件不能用: \(detail)", "cannot use it: \(detail)")
        default:
            Failure(
                .documentTooLarge,
                .badData,
                "文件过大, 上限约 \(PushBatch.bodyMax) 字节",
                "the file is too large; the limit is about \(PushBatch.bodyMax) bytes"
            )
        }
    }

    /// The faults of a file, in the language of the screen.
    static func badDocument(_ path: String, _ detail: String) -> Failure {
        Failure(
            .badDocument,
            .badData,
            "`\(path)` 不能用: \(detail)",
            "cannot use `\(path)`: \(detail)"
        )
    }

    static func documentNotText(_ path: String) -> Failure {
        Failure(
            .badDocument,
            .badData,
            "`\(path)` 不能用: 不是 UTF-8",
            "cannot use `\(path)`: it is not UTF-8"
        )
    }

    static func documentUnreadable(_ path: String, errno code: Int32) -> Failure {
        Failure(
            .documentUnreadable,
            .badData,
            "读不出 `\(path)`: \(systemText(code))",
            "cannot read `\(path)`: \(systemText(code))"
        )
    }
}
