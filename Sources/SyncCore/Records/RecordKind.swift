/// The kinds of record that a site keeps.
package enum RecordKind: String, CaseIterable, Sendable {
    /// 申请检定.
    case application
    /// 计量器具.
    case instrument
    /// 检定.
    case verification

    /// The names of the fields that a record of this kind can have.
    package var fieldNames: [String] {
        switch self {
        case .application: ApplicationField.allCases.map(\.rawValue)
        case .instrument: InstrumentField.allCases.map(\.rawValue)
        case .verification: VerificationField.allCases.map(\.rawValue)
        }
    }
}
