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
        default: nil
        }
    }
}
