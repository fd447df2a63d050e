/// Grades user units one after the other, fact by fact, without explaining: the fast way through many.
/// `CreditRules` draws its conclusions through it too, so the two cannot differ.
///
/// The facts of one unit are added in their order; `finish` gives its grade and makes room for the next.
/// A fact costs no memory.
package struct CreditTally {
    private let rules: CreditRules
    /// The points of each item before its cap.
    private var sums: [Int]
    /// The kind of the first fact that is a ground of 直接判定.
    private var direct: CreditKind?

    /// An empty tally for the day of the rules.
    package init(by rules: CreditRules) {
        self.rules = rules
        sums = [Int](repeating: 0, count: rules.pack.items.count)
    }

    /// Adds a fact of the present unit, and says whether it counts.
    @discardableResult
    package mutating func add(_ entry: CreditEntry) -> CreditStanding {
        let standing = rules.standing(of: entry)
        guard case .counts(let position, _) = standing else { return standing }
        if let position { sums[position] += rules.pack.items[position].points }
        if direct == nil, rules.ground(of: entry.kind) != nil { direct = entry.kind }
        return standing
    }

    /// The grade of the present unit; the next fact begins another.
    package mutating func finish() -> CreditDecision {
        defer {
            for index in sums.indices { sums[index] = 0 }
            direct = nil
        }
        return rules.decision(sums: sums, direct: direct)
    }
}

/// Finds what codes mean by their bytes: each code of the pack is looked up once, when this is made.
package struct CreditCodes {
    private let rules: CreditRules
    private let words: [UInt64]
    private let kinds: [CreditKind]
    /// Moves the bits that decide to the lowest place.
    private let shift: UInt64

    /// The codes that the rules know.
    package init(of rules: CreditRules) {
        let codes = rules.pack.items.map(\.code) + DirectGround.allCases.map(\.rawValue)
        var bits: UInt64 = 4
        while 1 << bits < codes.count * 4 { bits += 1 }
        var words = [UInt64](repeating: 0, count: 1 << bits)
        var kinds = [CreditKind](repeating: .unknown, count: 1 << bits)
        for code in codes {
            var code = code
            guard let word = code.withUTF8(Self.word) else { continue }
            var slot = Self.slot(of: word, shift: 64 - bits)
            while words[slot] != 0, words[slot] != word { slot = (slot + 1) % words.count }
            words[slot] = word
            kinds[slot] = rules.kind(of: code)
        }
        self.rules = rules
        self.words = words
        self.kinds = kinds
        shift = 64 - bits
    }

    /// What a code means.
    package func kind(of code: UnsafeBufferPointer<UInt8>) -> CreditKind {
        guard let word = Self.word(code) else {
            return rules.kind(of: String(decoding: code, as: UTF8.self))
        }
        var slot = Self.slot(of: word, shift: shift)
        while words[slot] != 0 {
            if words[slot] == word { return kinds[slot] }
            slot = (slot + 1) % words.count
        }
        return .unknown
    }

    /// A short code with its length as one number, never 0; `nil` for a longer one, and for none.
    private static func word(_ code: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard (1...7).contains(code.count) else { return nil }
        return code.reduce(UInt64(code.count)) { $0 << 8 | UInt64($1) }
    }

    private static func slot(of word: UInt64, shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}
