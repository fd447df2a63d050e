import Glibc
import SyncAgent
import Terminal

extension Failure {
    /// Settings of a proxy that cannot be used.
    static func proxy(_ problem: ProxyProblem) -> Failure {
        switch problem {
        case .unreadable(let path, let error): unreadablePassword(path, error)
        case .empty(let path):
            Failure(
                .proxySettings,
                .configuration,
                "代理密码文件 `\(path)` 第一行是空的",
                "the first line of `\(path)`, the password of the proxy, is empty"
            )
        case .noCredentials(let name):
            Failure(
                .proxySettings,
                .configuration,
                "没有 systemd 交来的凭据 `\(name)` (文件请写路径)",
                "systemd has handed over no credential `\(name)` (write a path for a file)"
            )
        case .unsupported(let method, let version):
            Failure(
                .proxySettings,
                .configuration,
                "本机的 libcurl 不支持代理认证 `\(method.rawValue)`: \(version)",
                "the libcurl of this machine has no `\(method.rawValue)` for proxies: \(version)"
            )
        }
    }

    private static func unreadablePassword(
        _ path: String,
        _ error: SiteKeys.KeysError
    ) -> Failure {
        let code = if case .unreadable(_, let errno) = error { errno } else { ENOENT }
        let reason = systemText(code)
        return Failure(
            .proxySettings,
            .configuration,
            "读不出代理密码文件 `\(path)`: \(reason)",
            "cannot read `\(path)`, the password of the proxy: \(reason)"
        )
    }
}
