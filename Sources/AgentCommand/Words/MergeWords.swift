import Policy
import SyncCore
import Terminal

/// Each rule of the merge in a sentence; docs/merge.md prints the same.
enum MergeWords {
    static func sentence(_ rule: MergeRule, in language: Language) -> String {
        let pair = pair(rule)
        return language == .chinese ? pair.chinese : pair.english
    }

    /// Every rule with its sentences, for docs/merge.md.
    static var allRules: [(name: String, chinese: String, english: String)] {
        MergeRule.allCases.map { ($0.rawValue, pair($0).chinese, pair($0).english) }
    }

    private static func pair(_ rule: MergeRule) -> (chinese: String, english: String) {
        switch rule {
        case .plain: ("没有其他主张", "nobody claims anything else")
        case .seen:
            ("看过各方主张的人已作决定", "somebody who had seen every claim has decided")
        case .rank:
            ("依法对该字段更有权的一方为准", "the party with more right to the field decides")
        case .latestOfRank:
            (
                "双方权限相同: 暂以较晚的一方为准, 须由人决定",
                "equal rights: the later claim stands until a person decides"
            )
        case .hubOrder:
            (
                "状态以先到平台者为准: 后到者修改时不知道当时的状态",
                "of a state, the first to reach the hub decides; the other did not know it"
            )
        case .transition:
            ("不允许从当前状态这样变更", "the present state does not allow this step")
        case .terminal:
            (
                "终态优先: 不论是否知道当前状态",
                "a final state wins, whether or not its author knew the present one"
            )
        case .notYours: ("不是本单位的器具, 也没有委托", "the instrument is not theirs, and nobody asked them")
        case .mayNotWrite: ("这一方无权写这个字段", "this party may not write this field")
        case .writtenOnce: ("只写一次的记录不能再改", "what is written once does not change")
        case .bodyDecides:
            ("以检定机构的检定为准, 自报的仅供参考", "the verification body decides; what is declared only informs")
        case .correction:
            (
                "更正只能针对本机构出具的检定, 且不能循环",
                "a correction names a result of its own body, and never leads back to itself"
            )
        case .twoCorrections:
            (
                "同一检定有两份更正: 由人决定之前以原检定为准",
                "two corrections of one result: the result counts until a person decides"
            )
        case .withdrawn: ("器具登记已撤回", "the registration was taken back")
        case .reliedOn: ("已有其他单位据此办理, 不能撤回", "others have built on it, so it stays")
        case .unknownField: ("没有这个字段", "no such field")
        case .unknownRecord: ("没有这条记录", "no such record")
        case .refused: ("平台没有收下, 只留在本站点", "not taken by the hub, kept at this site only")
        }
    }

    /// What became of a value, in a word or two.
    static func outcome(_ outcome: FieldOutcome.Kind, in language: Language) -> String {
        switch (outcome, language) {
        case (.applied, .chinese): "采用"
        case (.merged, .chinese): "采用, 另有主张"
        case (.superseded, .chinese): "未采用"
        case (.forbidden, .chinese): "无权"
        case (.proposal, .chinese): "仅作建议"
        case (.needsHuman, .chinese): "需人工决定"
        case (.noop, .chinese): "无变化"
        case (.applied, .english): "applied"
        case (.merged, .english): "applied beside another"
        case (.superseded, .english): "superseded"
        case (.forbidden, .english): "not permitted"
        case (.proposal, .english): "only proposed"
        case (.needsHuman, .english): "needs a person"
        case (.noop, .english): "no change"
        }
    }
}
