import Terminal

extension HubMessageCode {
    var mergeTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .otherOwner:
            (
                ("两条登记属于不同单位, 不能合并", "the two registrations are of two organisations"),
                ("只合并同一单位的重复登记", "only registrations of one organisation are merged")
            )
        case .otherSerial:
            (
                ("两条登记的出厂编号不同", "the two registrations have two serial numbers"),
                ("编号写错的, 先由单位更正", "where one is a slip, the unit puts it right first")
            )
        case .alreadyMerged:
            (
                ("该登记已合并到另一条", "the registration is merged into another one already"),
                (
                    "合并留用的那一条, 或先撤销合并",
                    "merge the one that it was merged into, or split it first"
                )
            )
        default:
            (
                ("该登记没有被合并", "the registration is merged into no other"),
                (
                    "jiliang-hub duplicate list --merged 列出合并",
                    "jiliang-hub duplicate list --merged lists the merges"
                )
            )
        }
    }
}
