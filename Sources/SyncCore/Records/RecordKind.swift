/// The kinds of record that a site keeps, in the order of their names.
package enum RecordKind: String, CaseIterable, Sendable {
    /// 申请检定.
    case application
    /// 信用信息.
    case creditFact = "credit_fact"
    /// 计量器具.
    case instrument
    /// 评分标准 or working calendar, signed by the hub.
    case policyDocument = "policy_document"
    /// 检定.
    case verification

    /// Whether a record of this kind is an aggregate of its own, under its own id; the others hang on
    /// an instrument.
    package var isRoot: Bool {
        switch self {
        case .creditFact, .instrument, .policyDocument: true
        case .application, .verification: false
        }
    }

    /// Whether the canonical export has it: what concerns one organisation, not what all are given.
    package var isExported: Bool { self != .policyDocument }

    /// Whether a record that is taken back goes for good, its values in the log included: bad
    /// information must be deleted when its term is over (measures 三（二）).
    package var isErasedWhenWithdrawn: Bool { self == .creditFact }

    /// Fields that are left out of a canonical record while they are empty: they came later and are rare, and
    /// so every record without them is the bytes that it always was.
    var sparseNames: Set<String> {
        self == .instrument
            ? [InstrumentField.mergedInto.rawValue, InstrumentField.mergeEvidence.rawValue] : []
    }

    /// The names of the fields that a record of this kind can have.
    package var fieldNames: [String] {
        switch self {
        case .application: Self.applicationNames
        case .creditFact: Self.creditFactNames
        case .instrument: Self.instrumentNames
        case .policyDocument: Self.policyDocumentNames
        case .verification: Self.verificationNames
        }
    }

    private static let applicationNames = ApplicationField.allCases.map(\.rawValue)
    private static let creditFactNames = CreditFactField.allCases.map(\.rawValue)
    private static let instrumentNames = InstrumentField.allCases.map(\.rawValue)
    private static let policyDocumentNames = PolicyDocumentField.allCases.map(\.rawValue)
    private static let verificationNames = VerificationField.allCases.map(\.rawValue)
}
