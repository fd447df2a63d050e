/// Who writes, in the eyes of the law: what a site or the hub acts as.
package enum Party: String, CaseIterable, Sendable {
    /// 使用单位.
    case userUnit = "user-unit"
    /// 检定机构.
    case verificationBody = "verification-body"
    /// 市场监督管理部门, acting at the hub.
    case authority
}
