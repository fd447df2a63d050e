/// How concurrent claims on one field are settled, and who may make any.
///
/// The table is `Authority`, read from authority.json; the modes are those of the design's merge (field ownership by law).
package struct FieldRule: Hashable, Sendable {
    package enum Mode: Hashable, Sendable {
        /// Rank always dominates: who has less only proposes, even having seen the value.
        case sticky
        /// Rank decides only between claims that did not know of each other.
        case soft
        /// As soft; but while claims differ none stands, not even for now.
        case agreed
        /// The hub's order decides; a claim made without knowing the present state loses.
        case stateMachine(Transitions)
        /// Written once, with the record.
        case once
    }

    package let mode: Mode
    /// The rank of each party that may write; higher is stronger.
    package let ranks: [Party: Int]
    /// Whether two claims of equal rank need a person.
    package let isSignificant: Bool

    package init(_ mode: Mode, _ ranks: [Party: Int], isSignificant: Bool = false) {
        self.mode = mode
        self.ranks = ranks
        self.isSignificant = isSignificant
    }

    /// Whether a party may write a value at all.
    package func admits(_ value: String?, from party: Party) -> Bool {
        guard ranks[party] != nil else { return false }
        guard case .stateMachine(let transitions) = mode else { return true }
        return value.flatMap { transitions.reachedBy[$0] }?.contains(party) ?? false
    }

    /// The party whose claims are strongest: the owner of the field.
    package var owner: Party {
        ranks.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .authority
    }
}

/// The steps that a state machine allows.
package struct Transitions: Hashable, Sendable {
    /// From a state to those that may follow.
    package let next: [String: Set<String>]
    /// States that end everything; they can be reached without knowing the present state.
    package let terminal: Set<String>
    /// Who may bring a state about, of those who have a rank.
    let reachedBy: [String: Set<Party>]

    package func allows(_ from: String, _ to: String) -> Bool {
        next[from]?.contains(to) ?? false
    }
}
