/// What the code of a fact means to the rules of a day.
package enum CreditKind: Hashable, Sendable {
    /// A ground of 直接判定 that is no item of a pack.
    case ground(DirectGround)
    /// The position of an item of the pack.
    case item(Int)
    /// The pack has items of the code, but none for the day.
    case notInForce
    case unknown
}

/// A fact as far as the grade depends on it, without names: a few bytes, for grading many.
package struct CreditEntry: Hashable, Sendable {
    package var kind: CreditKind
    package var determinedOn: Day
    package var procedure: PenaltyProcedure?
    package var isFinal: Bool?
    package var repairedOn: Day?
    package var retainUntil: Day?
    package var isDisputed: Bool
    package var gravity: Gravity?
    /// 守信信息, which is never published for a term.
    package var isGood: Bool

    package init(
        kind: CreditKind,
        determinedOn: Day,
        procedure: PenaltyProcedure? = nil,
        isFinal: Bool? = nil,
        repairedOn: Day? = nil,
        retainUntil: Day? = nil,
        isDisputed: Bool = false,
        gravity: Gravity? = nil,
        isGood: Bool = false
    ) {
        self.kind = kind
        self.determinedOn = determinedOn
        self.procedure = procedure
        self.isFinal = isFinal
        self.repairedOn = repairedOn
        self.retainUntil = retainUntil
        self.isDisputed = isDisputed
        self.gravity = gravity
        self.isGood = isGood
    }

    /// A fact whose code was looked up.
    init(_ fact: CreditFact, as kind: CreditKind) {
        self.init(
            kind: kind,
            determinedOn: fact.determinedOn,
            procedure: fact.procedure,
            isFinal: fact.isFinal,
            repairedOn: fact.repairedOn,
            retainUntil: fact.retainUntil,
            isDisputed: fact.isDisputed,
            gravity: fact.gravity,
            isGood: fact.creditClass == .good
        )
    }
}

extension CreditRules {
    /// What a code means; a ground of 直接判定 is one whatever the pack says.
    package func kind(of code: String) -> CreditKind {
        if let ground = DirectGround(rawValue: code) { return .ground(ground) }
        if let position = positions[code] { return .item(position) }
        return pack.knows(code) ? .notInForce : .unknown
    }

    /// The code of a kind.
    func code(of kind: CreditKind) -> String? {
        switch kind {
        case .ground(let ground): ground.rawValue
        case .item(let position): pack.items[position].code
        case .notInForce, .unknown: nil
        }
    }
}

extension PenaltyProcedure {
    /// The procedure of a word, for readers that never build a `String`.
    package init?(ascii word: UnsafeBufferPointer<UInt8>) {
        // Most facts are no penalties.
        guard !word.isEmpty,
            let found = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(word) })
        else { return nil }
        self = found
    }
}
