import Explanations
import SyncCore
import Terminal

extension Failure {
    static var nothingToExplain: Failure {
        Failure(
            .usage,
            .usage,
            "explain 要说明什么: ID、统一社会信用代码或消息代码",
            "explain needs an id, a unit or a message code"
        )
    }

    static var replayAlone: Failure {
        Failure(
            .usage,
            .usage,
            "--replay 只带一个文件",
            "--replay takes a file and nothing else"
        )
    }

    static var fieldWithoutFile: Failure {
        Failure(
            .usage,
            .usage,
            "--out 用于器具或单位, 不用于字段",
            "--out is for an instrument or a unit, not for a field"
        )
    }

    /// A unit whose facts this site does not have.
    static func otherUnit(_ code: String) -> Failure {
        Failure(
            .otherUnit,
            .badData,
            "`\(code)` 不是本单位, 这里没有它的信用信息",
            "`\(code)` is not this site's unit; its facts are not here"
        )
    }

    /// A verification body, which has no grade.
    static func notGraded(_ code: String) -> Failure {
        Failure(
            .notGraded,
            .badData,
            "`\(code)` 是检定机构, 不评信用等级",
            "`\(code)` is a verification body, which is not graded"
        )
    }

    static func replay(_ error: Replay.ReplayError, _ path: String) -> Failure {
        switch error {
        case .notJSON(let error):
            Failure(
                .notAnExplanation,
                .badData,
                "`\(path)` 不是说明文件: 第 \(error.offset) 字节",
                "`\(path)` is no explanation: byte \(error.offset), \(error.reason.rawValue)"
            )
        case .notAnExplanation(let member):
            Failure(
                .notAnExplanation,
                .badData,
                "`\(path)` 不是说明文件: `\(member)`",
                "`\(path)` is no explanation: `\(member)`"
            )
        case .packNotHeld(let version, let digest):
            Failure(
                .packNotHeld,
                .badData,
                "这里没有 `\(path)` 所依据的评分标准 \(version) (\(digest))",
                "the rule pack \(version) (\(digest)) of `\(path)` is not held here"
            )
        case .otherDigest(let stated, let found):
            Failure(
                .explanationAltered,
                .failed,
                "`\(path)` 写的摘要值是 \(stated), 内容的是 \(found)",
                "`\(path)` states the digest \(stated), its content has \(found)"
            )
        }
    }

    static func explanationDiffers(_ path: String) -> Failure {
        Failure(
            .explanationDiffers,
            .failed,
            "按现行规则, `\(path)` 得不出原来的结论",
            "by today's rules `\(path)` does not come out as it was"
        )
    }
}
