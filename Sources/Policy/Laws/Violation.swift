/// What is unlawful or amiss about an instrument without being one of the three colours.
package enum Violation: String, CaseIterable, Sendable {
    /// In use without having passed a verification.
    case unverifiedInUse = "unverified_in_use"
    /// Out of use with its validity over: it needs a pass before it is used again.
    case expiredIdle = "expired_idle"
    /// Not filed (未备案) with the authority.
    case unfiled
}

/// The violations of one instrument, in a byte.
package struct ViolationSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let unverifiedInUse = ViolationSet(rawValue: 1)
    package static let expiredIdle = ViolationSet(rawValue: 2)
    package static let unfiled = ViolationSet(rawValue: 4)

    /// The members, in the order of `Violation`.
    package var violations: [Violation] {
        Violation.allCases.filter { contains(ViolationSet($0)) }
    }

    /// The set of one.
    package init(_ violation: Violation) {
        switch violation {
        case .unverifiedInUse: self = .unverifiedInUse
        case .expiredIdle: self = .expiredIdle
        case .unfiled: self = .unfiled
        }
    }
}
