/// Why a fact does not count on a day. Of several reasons the first in this order is given.
package enum CreditExclusion: Hashable, Sendable {
    /// The pack has no item of this code.
    case unknownCode
    /// The pack has an item of this code, but none for the day.
    case itemNotInForce
    /// Determined after the day.
    case notDetermined(on: Day)
    /// Repaired, and not used any more.
    case repaired(on: Day)
    /// 保存和披露期限 is over.
    case retentionOver(Day)
    /// Older than 近5年; the last day on which it counted.
    case windowOver(Day)
    /// 最长公示期 is over, where that ends use; the last day on which it counted.
    case publicationOver(Day)
    /// Under an objection, where that suspends it.
    case disputed
    /// A penalty under 简易程序.
    case summaryProcedure
    /// A penalty that can still be contested, or of which that is not known.
    case notFinal

    /// The passage that leaves the fact out.
    package var provision: Provision {
        switch self {
        case .unknownCode, .itemNotInForce: CreditMeasures2021.creditScore
        case .notDetermined: CreditMeasures2021.dynamicEvaluation
        case .repaired: CreditMeasures2021.creditRepair
        case .retentionOver: CreditMeasures2021.retention
        case .windowOver: CreditMeasures2021.scoringWindow
        case .publicationOver: CreditRepairMeasures2026.effect
        case .disputed: CreditInformationRegulation2017.objection
        case .summaryProcedure, .notFinal: CreditInformationRegulation2017.finalPenalties
        }
    }

    /// The reason for someone who knows the law and has never seen this program.
    package func text(in language: Language) -> String {
        switch (self, language) {
        case (.unknownCode, .chinese): "评分标准中没有这一项"
        case (.unknownCode, .english): "the rule pack has no such item"
        case (.itemNotInForce, .chinese): "评分标准的这一项当日不适用"
        case (.itemNotInForce, .english): "the rule pack has no such item for the day"
        case (.notDetermined(let day), .chinese): "\(day) 才认定"
        case (.notDetermined(let day), .english): "determined only on \(day)"
        case (.repaired(let day), .chinese): "\(day) 已修复，不再使用"
        case (.repaired(let day), .english): "repaired on \(day) and used no more"
        case (.retentionOver(let day), .chinese): "保存和披露期限已于 \(day) 届满"
        case (.retentionOver(let day), .english): "kept until \(day)"
        case (.windowOver(let day), .chinese): "已超出近 5 年，计至 \(day)"
        case (.windowOver(let day), .english):
            "older than the years that count; counted until \(day)"
        case (.publicationOver(let day), .chinese): "最长公示期已于 \(day) 届满"
        case (.publicationOver(let day), .english): "published until \(day)"
        case (.disputed, .chinese): "有异议，处理期间暂不计入"
        case (.disputed, .english): "under an objection and suspended until it is decided"
        case (.summaryProcedure, .chinese): "适用简易程序作出的处罚"
        case (.summaryProcedure, .english): "a penalty under summary procedure"
        case (.notFinal, .chinese): "处罚尚未终局，或不知是否终局"
        case (.notFinal, .english): "the penalty is not known to be final"
        }
    }
}
