import Terminal

extension MessageCode {
    /// Texts of what stands between a site and its hub.
    var networkTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .hubStalled:
            (
                ("与平台的连接停住, 收发都没有进展", "the connection to the hub stands still"),
                (
                    "稍后再试; 线路确实很慢时调大 hub.stall_timeout; 修改留在本机",
                    "try again later, or raise hub.stall_timeout on a very slow line; changes stay here"
                )
            )
        case .redirected:
            (
                ("对方把请求转向别处", "the answer sends the site elsewhere"),
                (
                    "先完成上网认证, 或请网络管理员放行平台地址; 修改留在本机",
                    "sign in to the network, or have the hub let through; changes stay here"
                )
            )
        case .proxyPassword:
            (
                (
                    "代理要求用户名和密码, 或不接受给出的",
                    "the proxy wants a user and a password, or does not accept them"
                ),
                (
                    "核对 proxy.url 中的用户、proxy.password_file 和 proxy.authentication; 修改留在本机",
                    "compare the user in proxy.url, proxy.password_file and proxy.authentication; changes stay here"
                )
            )
        case .proxyRefused:
            (
                ("代理不放行到平台的连接", "the proxy does not let the connection to the hub through"),
                (
                    "请网络管理员放行平台地址, 或写入 proxy.no_proxy 直连; 修改留在本机",
                    "have the hub let through, or reach it directly by proxy.no_proxy; changes stay here"
                )
            )
        case .proxySettings:
            (
                ("代理设置不能用", "the settings of the proxy cannot be used"),
                (
                    "按提示改 proxy 各项, 再 jiliang doctor net",
                    "mend the settings under proxy, then jiliang doctor net"
                )
            )
        case .clockOff:
            (
                ("本机时钟与平台相差太多", "the clock of this machine is too far from the hub's"),
                (
                    "校准本机时间 (timedatectl set-ntp true), 再试",
                    "set the clock of this machine (timedatectl set-ntp true), then try again"
                )
            )
        default: nil
        }
    }
}
