/// The reason for a conclusion in one case: the facts that decided it.
///
/// A reason is a value, not a sentence, so that it can be compared in tests and said in either
/// language.
package enum Because: Hashable, Sendable {
    /// Nothing is judged any more.
    case scrapped
    /// The colours concern compulsory verification only.
    case notCompulsory
    /// Not in use, and its term is not over: no colour, whatever its verifications amount to.
    case notInUse(UseStatus, Reliance)
    /// Verified since its first use or its last repair, with time left.
    case withinTerm(Term, months: Int)
    /// Passed, and no day is stated on which that ends.
    case noTerm(verifiedOn: Day)
    /// Passed, and good for as long as it measures correctly.
    case goodUntilInaccurate(verifiedOn: Day)
    /// The end of the term lies at most so many months ahead.
    case termEnding(Term, months: Int)
    /// The term is over.
    case termOver(Term, UseStatus)
    /// The latest verification was failed.
    case failed(on: Day, UseStatus)
    /// The certificate of the latest verification was cancelled.
    case cancelled(on: Day, UseStatus)
    /// In use without any verification by the day; the day of the first one after it.
    case neverVerified(firstOn: Day?)
    /// In use after a repair without a verification since.
    case notVerifiedSinceRepair(Day)

    /// The term ends within the days before which another verification has to be applied for.
    case applicationDue(Term, leadDays: Int)
    /// So many red instruments are in use.
    case redInstruments(Int)
    /// A user unit's grade, and whether a person has still to confirm it.
    case graded(CreditGrade, needsConfirmation: Bool)
    /// How long bad information is kept; the end is the law's or that of the record itself.
    case retention(RetentionStanding, end: Day, isGiven: Bool)
    /// What makes a score and a grade.
    case credit(CreditReason)
    /// What a repair depends on.
    case repair(RepairReason)
    /// A period of so many days or working days from the day after its start.
    case period(start: Day, count: String, isWorkingDays: Bool)

    /// What the verifications of an instrument that is not in use amount to.
    package enum Reliance: Hashable, Sendable {
        /// No verification by the day; the day of the first one after it.
        case unverified(firstOn: Day?)
        /// None since this repair.
        case notSinceRepair(Day)
        case failed(on: Day)
        case cancelled(on: Day)
        /// Passed, and good until this day.
        case passed(on: Day, until: Day?)

        /// Whether there is a pass to rely on.
        package var isPass: Bool {
            if case .passed = self { true } else { false }
        }
    }

    /// What ends, when, and how far away that is.
    package struct Term: Hashable, Sendable {
        /// What kind of end it is.
        package enum Kind: Hashable, Sendable {
            /// 检定有效期限.
            case validity
            /// 限期使用, 到期轮换.
            case rotation
        }

        package let kind: Kind
        package let end: Day
        /// Negative once the end has passed.
        package let daysLeft: Int

        /// A term as it stands on some day.
        package init(_ kind: Kind, until end: Day, daysLeft: Int) {
            self.kind = kind
            self.end = end
            self.daysLeft = daysLeft
        }
    }
}
