/// The outcome of 四（一） for one instrument, before it is explained. Days are the end of the term.
package enum WarningDecision: Hashable, Sendable {
    case scrapped
    case notCompulsory
    /// Not in use, and no term has passed that would have to be mentioned.
    case idle
    /// Not in use, and its term is over.
    case expiredIdle(Day)
    /// Failed or cancelled.
    case rejected(VerificationFacts)
    /// In use without a pass, or without one since a repair.
    case unverified(repairedOn: Day?, isRed: Bool)
    case expired(Day)
    case yellow(Day)
    case green(Day)
    case valid(Day)
    /// Passed, with no end stated.
    case unlimited(verifiedOn: Day)

    /// The colour that is shown.
    package var color: WarningColor {
        @inline(__always) get {
            switch self {
            case .rejected, .expired, .unverified(_, isRed: true): .red
            case .yellow: .yellow
            case .green: .green
            case .scrapped, .notCompulsory, .idle, .expiredIdle, .unverified, .valid, .unlimited:
                .none
            }
        }
    }

    /// What is amiss beside the colour.
    package var violations: ViolationSet {
        switch self {
        case .unverified(_, isRed: false): .unverifiedInUse
        case .expiredIdle: .expiredIdle
        default: []
        }
    }
}
