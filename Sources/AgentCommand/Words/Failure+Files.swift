import Glibc
import Terminal

extension Failure {
    static func unreadable(_ path: String, errno code: Int32) -> Failure {
        let isDenied = code == EACCES || code == EPERM
        return Failure(
            isDenied ? .notPermitted : .unreadableFile,
            isDenied ? .notPermitted : .badData,
            "读不出 `\(path)`: \(systemText(code))",
            "cannot read `\(path)`: \(systemText(code))"
        )
    }

    static func cannotWrite(_ path: String, errno code: Int32) -> Failure {
        let isFull = code == ENOSPC || code == EDQUOT
        let isDenied = code == EACCES || code == EPERM || code == EROFS
        return Failure(
            isFull ? .diskFull : isDenied ? .notPermitted : .cannotCreate,
            isFull ? .inputOutput : isDenied ? .notPermitted : .cannotCreate,
            "无法写 `\(path)`: \(systemText(code))",
            "cannot write `\(path)`: \(systemText(code))"
        )
    }

    static func notAReceipt(_ path: String) -> Failure {
        Failure(.notAReceipt, .badData, "`\(path)` 不是收据", "`\(path)` is no receipt")
    }

    static func badKey(_ path: String?) -> Failure {
        let name = path ?? "--key"
        return Failure(.badKey, .badData, "`\(name)` 不是平台公钥", "`\(name)` is no key of a hub")
    }
}
