import SyncAgent
import SyncCore
import Terminal

extension Failure {
    /// Why joining a hub came to nothing. Here the hub is needed: nothing can be queued.
    static func enrolment(_ fault: HubFault, at address: HubAddress) -> Failure {
        switch fault {
        case .refused(let problem) where problem.status < 500: refused(problem)
        default: .needed(fault, at: address.description)
        }
    }

    private static func refused(_ problem: Problem) -> Failure {
        let told = problem.detail ?? problem.title
        switch problem.code {
        case "token-used":
            let known = problem.detail.map { " (\($0))" } ?? ""
            return Failure(
                .tokenUsed,
                .notPermitted,
                "令牌已用过\(known)",
                "the token has been used\(known)"
            )
        case "token-unknown", "token-expired", "token-other-organisation", "token-other-role":
            return Failure(
                .tokenRefused,
                .notPermitted,
                "令牌不能用: \(problem.code)",
                "the token is not accepted: \(told)"
            )
        default:
            return Failure(
                .hubRefused,
                problem.status == 401 || problem.status == 403 ? .notPermitted : .failed,
                "平台拒绝登记: \(problem.code): \(told)",
                "the hub refuses to enrol: \(problem.code): \(told)"
            )
        }
    }

    static func badHubAddress(_ text: String) -> Failure {
        Failure(
            .badHubAddress,
            .usage,
            "`\(text)` 不是平台地址",
            "`\(text)` is no address of a hub"
        )
    }

    static func badPin(_ text: String) -> Failure {
        Failure(.badPin, .usage, "`\(text)` 不是证书指纹", "`\(text)` is no pin of an authority")
    }

    static func notGiven(_ name: String) -> Failure {
        Failure(.usage, .usage, "没有给出 \(name)", "no \(name) was given")
    }

    static func notWithRenew(_ name: String) -> Failure {
        Failure(.usage, .usage, "--renew 不用 \(name)", "--renew goes without \(name)")
    }

    static var notTheHub: Failure {
        Failure(
            .notTheHub,
            .notPermitted,
            "指纹不是本站登记的平台的",
            "the pin is not that of the hub that this site has joined"
        )
    }

    static func noToken(_ path: String) -> Failure {
        Failure(.noToken, .badData, "`\(path)` 里没有令牌", "`\(path)` holds no token")
    }

    static func alreadyJoined(_ url: String) -> Failure {
        Failure(
            .alreadyJoined,
            .cannotCreate,
            "本站已登记到 \(url)",
            "this site has already joined \(url)"
        )
    }

    /// The keys of a site that has joined are not where they belong.
    static func keys(_ error: SiteKeys.KeysError) -> Failure {
        switch error {
        case .missing(let path):
            Failure(.keysMissing, .configuration, "`\(path)` 里没有密钥", "no keys in `\(path)`")
        case .damaged(let path):
            Failure(.keysMissing, .configuration, "`\(path)` 不是密钥", "`\(path)` is no key")
        case .unreadable(let path, let errno): .unreadable(path, errno: errno)
        case .cannotWrite(let path, let errno): .cannotWrite(path, errno: errno)
        }
    }

    static func loan(_ error: LoanError, home: String) -> Failure {
        switch error {
        case .busy, .refused:
            Failure(
                .locked,
                .failed,
                "另一个 jiliang 正在使用 `\(home)`",
                "another jiliang has `\(home)` open"
            )
        }
    }

    static func lender(_ error: StoreLender.LenderError, home: String) -> Failure {
        switch error {
        case .otherDaemon: .loan(.busy, home: home)
        case .cannotListen(let path, let detail):
            Failure(
                .cannotCreate,
                .cannotCreate,
                "无法在 `\(path)` 接听命令: \(detail)",
                "cannot listen for commands at `\(path)`: \(detail)"
            )
        }
    }
}
