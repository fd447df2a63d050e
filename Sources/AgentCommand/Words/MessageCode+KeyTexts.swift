import Terminal

extension MessageCode {
    /// Texts about the keys by which the hub signs.
    var keyTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .keysUnproven:
            (
                ("平台的新签名密钥没有旧密钥作证", "a new key of the hub is not introduced by the one before"),
                (
                    "什么都没有采用; 请平台运行 jiliang-hub key list 核对密钥 ID",
                    "nothing was taken; have the hub's operator compare the key IDs of jiliang-hub key list"
                )
            )
        case .keysForked:
            (
                ("平台给同一把旧密钥立了两把不同的新密钥", "the hub has introduced two keys in the place of one"),
                (
                    "什么都没有采用; 平台须说明, 确认后用新令牌 jiliang enroll --again --token-file 文件",
                    "nothing was taken; the hub's operator has to explain; then join again with a new token: jiliang enroll --again --token-file FILE"
                )
            )
        case .keysShrunk:
            (
                ("平台缺少本站已知的签名密钥", "the hub lacks a key by which it has signed"),
                (
                    "平台可能由换密钥之前的备份恢复, 请其换上新的 receipt-key.hex; 已丢失的, 用新令牌 jiliang enroll --again --token-file 文件",
                    "it was perhaps put back from a backup of before: its operator takes the newer receipt-key.hex; if that is lost, join again with a new token: jiliang enroll --again --token-file FILE"
                )
            )
        case .keyEnded:
            (
                ("平台用已停用的密钥签名", "the hub signs with a key that it has replaced"),
                (
                    "什么都没有采用; 平台可能由旧备份恢复, 请其换上新的 receipt-key.hex",
                    "nothing was taken; the hub was perhaps put back from a backup: its operator takes the newer receipt-key.hex"
                )
            )
        case .suiteUnknown:
            (
                ("签名所用的算法本程序不认识", "signed in a way that this program does not know"),
                (
                    "升级 jiliang; 什么都没有采用, 修改留在本机",
                    "upgrade jiliang; nothing was taken, changes stay here"
                )
            )
        default:
            (
                ("平台用其密钥清单以外的密钥签名", "the hub signs with a key that is not in its list"),
                (
                    "什么都没有采用; 再 jiliang sync, 仍如此请联系平台",
                    "nothing was taken; jiliang sync again, then ask the hub's operator"
                )
            )
        }
    }
}
