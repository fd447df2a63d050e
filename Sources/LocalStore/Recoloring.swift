package import Policy
package import SyncCore

/// What bringing the stored colours up to a day came to.
package struct Recoloring: Hashable, Sendable {
    /// The day that the stored colours are true for now.
    package let day: Day
    /// How many instruments went from which colour, none where they had not been judged, to which.
    package internal(set) var moves: [Move: Int] = [:]
    /// How many of them have which violation now.
    package internal(set) var violations: [Violation: Int] = [:]

    /// From a colour to a colour. They are equal where only the violations differ.
    package struct Move: Hashable, Sendable {
        package let from: WarningColor?
        package let to: WarningColor

        /// A move from a colour, or from none yet.
        package init(from: WarningColor?, to: WarningColor) {
            self.from = from
            self.to = to
        }
    }

    init(day: Day) {
        self.day = day
    }

    /// How many instruments have got another colour or other violations.
    package var count: Int { moves.values.reduce(0, +) }
}

/// One instrument with another colour, or other violations, than were stored.
package struct ColorChange: Hashable, Sendable {
    package let id: RecordID
    package let move: Recoloring.Move
    package let violations: [Violation]
}

/// Which instruments are to be judged again.
package enum RecolorScope: Sendable {
    case all
    /// Those that nobody has judged; all, where the others were judged for another day.
    case unjudged
}
