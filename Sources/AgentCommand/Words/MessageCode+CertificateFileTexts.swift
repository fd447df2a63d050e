import Terminal

extension MessageCode {
    /// Texts of what concerns certificate files; `nil` for any other code.
    var certificateFileTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .certificateMissing:
            (
                (
                    "检定结果所列的证书文件不在本机, 或已损坏, 送不出去",
                    "certificate files that results name are not here, or are damaged, and cannot be sent"
                ),
                (
                    "在登记结果的那台机器上 jiliang sync; 文件已丢失的, 用 jiliang result correct 附上证书",
                    "jiliang sync on the machine that recorded the result; for a lost file, jiliang result correct with the certificate"
                )
            )
        case .certificateNotThere:
            (
                ("平台上还没有这份证书文件", "the hub has no such certificate file yet"),
                ("等检定机构送达后再试", "try again once the verification body has sent it")
            )
        case .noCertificateFile:
            (
                ("这项检定结果没有附证书文件", "the result names no certificate file"),
                ("向检定机构索取", "ask the verification body for it")
            )
        default: nil
        }
    }
}
