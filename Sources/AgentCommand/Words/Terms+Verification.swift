import Policy
import SyncCore
import Terminal

/// The terms of what no ledger has: filing, applications, and what a body's verification says.
extension Terms {
    /// A term in both languages.
    typealias Term = (chinese: String, english: String)

    static let fieldNames: [String: Term] = [
        InstrumentField.filing.rawValue: ("备案", "filing"),
        InstrumentField.mergedInto.rawValue: ("合并登记到", "merged into"),
        InstrumentField.mergeEvidence.rawValue: ("合并依据", "evidence of the merge"),
        VerificationField.declared.rawValue: ("自报", "declared"),
        VerificationField.application.rawValue: ("所属申请", "application"),
        VerificationField.issuedOn.rawValue: ("出具证书日期", "issued on"),
        VerificationField.inspector.rawValue: ("检定员", "inspector"),
        VerificationField.verifier.rawValue: ("核验员", "verifier"),
        VerificationField.approver.rawValue: ("批准人", "approver"),
        VerificationField.regulation.rawValue: ("检定依据", "regulation"),
        VerificationField.certificateDigest.rawValue: ("电子证书摘要", "certificate digest"),
        VerificationField.certificateSize.rawValue: ("电子证书字节数", "certificate size"),
        VerificationField.supersedes.rawValue: ("更正对象", "corrects"),
        VerificationField.correctedBy.rawValue: ("被更正为", "corrected by"),
        ApplicationField.body.rawValue: ("受理机构", "body asked"),
        ApplicationField.reason.rawValue: ("申请原因", "reason for application"),
        ApplicationField.windowFrom.rawValue: ("期望起始日", "wished from"),
        ApplicationField.windowTo.rawValue: ("期望截止日", "wished until"),
        ApplicationField.appliedOn.rawValue: ("申请日期", "applied on"),
        ApplicationField.state.rawValue: ("申请状态", "state of application"),
        ApplicationField.acceptedOn.rawValue: ("受理日期", "accepted on"),
        ApplicationField.scheduledOn.rawValue: ("安排日期", "scheduled on"),
        ApplicationField.testedOn.rawValue: ("检测日期", "tested on"),
        ApplicationField.completedOn.rawValue: ("完成日期", "completed on"),
    ]

    static let valueWords: [String: [String: Term]] = [
        InstrumentField.filing.rawValue: [
            FilingState.filed.rawValue: ("已报待核", "filed"),
            FilingState.registered.rawValue: ("已备案", "registered"),
            FilingState.returned.rawValue: ("退回", "returned"),
        ],
        VerificationField.declared.rawValue: ["true": ("是", "yes"), "false": ("否", "no")],
        ApplicationField.reason.rawValue: [
            "new": ("新购置", "new"),
            "repaired": ("维修后", "repaired"),
            "expiring": ("即将到期", "expiring"),
        ],
        ApplicationField.state.rawValue: [
            ApplicationState.applied.rawValue: ("已申请", "applied"),
            ApplicationState.accepted.rawValue: ("已受理", "accepted"),
            ApplicationState.returned.rawValue: ("已退回", "returned"),
            ApplicationState.scheduled.rawValue: ("已安排", "scheduled"),
            ApplicationState.completed.rawValue: ("已完成", "completed"),
            ApplicationState.withdrawn.rawValue: ("已撤回", "withdrawn"),
        ],
    ]

    /// Who writes, in the eyes of the law.
    static func party(_ party: Party, in language: Language) -> String {
        switch (party, language) {
        case (.userUnit, .chinese): "使用单位"
        case (.verificationBody, .chinese): "检定机构"
        case (.authority, .chinese): "市场监管部门"
        case (.userUnit, .english): "user unit"
        case (.verificationBody, .english): "verification body"
        case (.authority, .english): "authority"
        }
    }
}
