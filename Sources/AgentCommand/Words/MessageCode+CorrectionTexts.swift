import Terminal

extension MessageCode {
    /// The texts of corrections of results; `nil` for other codes.
    var correctionTexts: (meaning: Pair, repair: Pair)? {
        switch self {
        case .unknownResultRecord:
            (
                ("没有这份检定结果", "no such result"),
                (
                    "用证书编号, 或 jiliang history 中的检定 ID",
                    "use the certificate's number, or the id in jiliang history"
                )
            )
        case .ambiguousResult:
            (
                ("有几份检定结果符合", "several results match"),
                ("改用完整的检定 ID", "use the full id of the result")
            )
        case .resultNotYours:
            (
                ("不是本机构出具的检定结果", "another body has issued the result"),
                ("由出具机构更正", "the body that issued it corrects it")
            )
        case .resultNotEffective:
            (
                ("这份结果已被更正, 或未生效", "the result was corrected, or does not count"),
                (
                    "更正现行有效的那份; 两份更正并存时先 jiliang conflicts",
                    "correct the one that counts; of two corrections decide first: jiliang conflicts"
                )
            )
        case .nothingToCorrect:
            (
                ("与原结果相同, 没有可更正的", "it says what the old result says"),
                ("核对结果文件", "compare the file")
            )
        default: nil
        }
    }
}
