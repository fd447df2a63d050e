import Terminal

extension MessageCode {
    /// Texts of what becomes of a site's certificate over the years; `nil` for any other code.
    var certificateTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .certificateEnding:
            (
                ("本站证书快到期, 还没有续期", "the certificate of this site ends soon and is not renewed"),
                (
                    "jiliang sync 会自动续期; 或 jiliang enroll --renew",
                    "jiliang sync renews it; or jiliang enroll --renew"
                )
            )
        case .certificateExpired:
            (
                ("本站证书已过期", "the certificate of this site has expired"),
                (
                    "向平台申请新令牌, 然后 jiliang enroll --again --token-file 文件; 站点和修改都保留",
                    "ask for a new token, then jiliang enroll --again --token-file FILE; site and changes stay"
                )
            )
        case .siteRevoked:
            (
                ("平台已注销本站", "the hub has revoked this site"),
                (
                    "向平台问明原因; 恢复时用新令牌: jiliang enroll --again --token-file 文件; 站点和修改都保留",
                    "ask the hub's operator why; with a new token jiliang enroll --again --token-file FILE, all is kept"
                )
            )
        case .renewalFailed:
            (
                ("本站证书没有续成", "the certificate of this site was not renewed"),
                (
                    "会自动再试; 现有证书照常使用, jiliang status 看还有几天",
                    "it is tried again; the present one goes on, jiliang status tells for how long"
                )
            )
        case .notTheHub:
            (
                ("那不是本站登记的平台", "that is not the hub that this site has joined"),
                (
                    "去掉 --ca-pin, 用登记时的指纹; 换平台要另建站点",
                    "leave --ca-pin out, the pin is known; another hub needs another site"
                )
            )
        default: nil
        }
    }
}
