import Terminal

extension MessageCode {
    /// Texts of what happens between a site and its hub.
    var hubTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .badHubAddress:
            (
                ("平台地址写法不对", "the address of the hub is not written as it must be"),
                ("写作 https://主机:端口", "write https://HOST:PORT")
            )
        case .badPin:
            (
                ("证书指纹写法不对", "the pin is not written as it must be"),
                (
                    "写作 sha256: 加 64 位十六进制, 由平台给出",
                    "write sha256: and 64 digits; the hub's operator has it"
                )
            )
        case .hubUnreachable:
            (
                ("连不上平台", "the hub cannot be reached"),
                ("检查网络; 修改留在本机, 不会丢", "check the network; changes stay here and are not lost")
            )
        case .otherAuthority:
            (
                ("平台证书指纹不符", "another authority vouches for the hub than the pin names"),
                (
                    "可能有公司 TLS 审查代理, 请网络管理员放行; 或向平台核对指纹. 绝不会自动信任",
                    "a proxy may open TLS: have the hub let through, or compare the pin; it is never trusted"
                )
            )
        case .hubUntrusted:
            (
                ("对方不是本站登记的平台", "the other side is not the hub that this site has joined"),
                (
                    "先核对本机时间, 再检查是否有代理拦截; 平台换了证书请联系平台",
                    "compare the clock of this machine, look for a proxy in between, or ask the hub's operator"
                )
            )
        case .tokenRefused:
            (
                ("令牌不能用", "the token is not accepted"),
                (
                    "核对单位、身份和有效期, 或向平台重新申请",
                    "compare organisation, role and end, or ask for a new one"
                )
            )
        case .tokenUsed:
            (
                ("令牌已用过", "the token has been used"),
                ("向平台重新申请; 密钥已保留, 再登记一次即可", "ask for a new one; the keys were kept, enrol again")
            )
        case .noToken:
            (
                ("没有读到令牌", "no token was read"),
                (
                    "令牌放进文件, 或用 --token-file - 从标准输入给, 或作为 systemd 凭据 jiliang-token",
                    "put it into a file, use --token-file -, or the systemd credential jiliang-token"
                )
            )
        case .notJoined:
            (
                ("本站还没有登记到平台", "this site has not joined a hub"),
                (
                    "jiliang enroll https://主机:端口 --ca-pin sha256:指纹 --token-file 文件",
                    "jiliang enroll https://HOST:PORT --ca-pin sha256:HEX --token-file FILE"
                )
            )
        default: conversationTexts
        }
    }

    private var conversationTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .alreadyJoined:
            (
                ("本站已登记到平台", "this site has joined a hub already"),
                (
                    "续期: jiliang enroll --renew; 证书已过期或被注销: 加 --again 和新令牌",
                    "for the next certificate jiliang enroll --renew; once expired or revoked --again with a new token"
                )
            )
        case .identityRefused:
            (
                ("平台不认本站的证书", "the hub does not accept this site's certificate"),
                ("联系平台: 证书可能过期或被撤销; 修改留在本机", "ask the hub's operator; changes stay here")
            )
        case .hubGarbled:
            (
                ("答复不像平台", "the answer is not that of a hub"),
                ("检查地址和代理; 没有保存任何内容", "check address and proxy; nothing of it was kept")
            )
        case .hubBusy:
            (
                ("平台正忙或出错", "the hub is busy, or failed"),
                ("稍后再试; 修改留在本机", "try again later; changes stay here")
            )
        case .otherHistory:
            (
                ("平台的记录与本站读过的不是同一份", "the hub's log is not the one that this site has read"),
                (
                    "请平台运行 jiliang-hub recover (平台可能从备份恢复过); 修改留在本机",
                    "have the hub's operator run jiliang-hub recover, it was perhaps restored; changes stay here"
                )
            )
        case .hubRefused:
            (
                ("平台拒绝了请求", "the hub refuses the request"),
                ("按平台给出的代码处理", "see the code that the hub gives")
            )
        case .keysMissing:
            (
                ("本站的密钥不在或损坏", "the keys of this site are missing or damaged"),
                (
                    "从备份恢复 keys 目录; 只缺 certificate.key 时用新令牌 jiliang enroll --again --token-file 文件",
                    "restore the folder keys from a backup; without certificate.key only: jiliang enroll --again --token-file FILE"
                )
            )
        case .notAReceipt:
            (
                ("文件不是收据", "the file is no receipt"),
                (
                    "用 jiliang receipts --out 目录 写出的文件",
                    "take a file that jiliang receipts --out made"
                )
            )
        case .badKey:
            (
                ("不是平台公钥", "that is no key of a hub"),
                (
                    "PEM 或 64 位 (SM2: 130 位) 十六进制; 见 receipts --out 中的 hub-key.pem",
                    "PEM or 64 digits (SM2: 130), as hub-key.pem beside receipts"
                )
            )
        case .documentRefused:
            (
                ("平台送来的一份政策数据没有采用", "a document of the hub is not used"),
                (
                    "沿用上一份有效的; 运行 jiliang doctor, 仍如此请联系平台",
                    "the last good one stays; jiliang doctor, then ask the hub's operator"
                )
            )
        case .hubMovedOn:
            (
                ("平台又有新内容, 没有比较", "the hub has something new; nothing was compared"),
                ("先 jiliang sync, 再试一次", "jiliang sync first, then try again")
            )
        case .replicaDiffers:
            (
                ("本站点的表与平台不同", "the tables of this site differ from the hub"),
                ("jiliang prove-equal --repair", "jiliang prove-equal --repair")
            )
        case .otherRanks:
            (
                ("平台和本站按不同的权属表合并", "the hub and this site merge by different ranks"),
                (
                    "升级版本较旧的一方; 修改都在, 升级后再 jiliang prove-equal",
                    "upgrade the older of both; nothing is lost, jiliang prove-equal afterwards"
                )
            )
        case .ranksNotCompared:
            (
                (
                    "平台和本站按不同的权属表合并, 没有比较",
                    "the hub and this site merge by different ranks; nothing was compared"
                ),
                ("升级版本较旧的一方, 再试一次", "upgrade the older of both, then try again")
            )
        case .changesLost:
            (
                (
                    "平台从备份恢复时丢失了其他方的一些修改, 还没有人重送",
                    "the hub has lost changes of others when it was restored, nobody has sent them again yet"
                ),
                (
                    "请其他站点各运行一次 jiliang sync; 本站留有副本 (replica.db 的 hub_log_lost)",
                    "have the other sites run jiliang sync; this site keeps copies (hub_log_lost in replica.db)"
                )
            )
        default:
            (
                ("平台不收一些修改", "the hub does not take some changes"),
                (
                    "它们留在本机, 不再送出; jiliang status 列出哪些和原因",
                    "they stay here and are not sent again; jiliang status lists them"
                )
            )
        }
    }
}
