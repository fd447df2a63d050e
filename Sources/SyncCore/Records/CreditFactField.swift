/// The fields of a fact in a credit file (信用信息), by the name that they have in ops.
package enum CreditFactField: String, CaseIterable, Sendable {
    /// 统一社会信用代码 of the user unit that the fact is about.
    case subject
    /// The name that the authority gave the fact; unique among those of its subject.
    case reference
    /// The item of the rule pack, or the ground of 直接判定.
    case code
    /// `good`, `bad` or `direct`.
    case `class`
    /// 认定之日.
    case determinedOn
    /// `ordinary` or `summary`, of a penalty.
    case procedure
    /// Whether a penalty can no longer be contested.
    case final
    /// The day from which the fact is repaired.
    case repairedOn
    /// The last day on which it may be kept, where that is not the law's own term.
    case retainUntil
}

/// The fields of signed data that the authority gives to all sites.
package enum PolicyDocumentField: String, CaseIterable, Sendable {
    /// What it is: `PolicyDocument.Kind`.
    case document
    case version
    /// Counts the documents of a kind at the hub: 1, 2, 3 … A site never goes back.
    case number
    /// The whole text.
    case text
    /// The hub's signature, in hexadecimal, behind the name of its key and a colon.
    case signature
}
