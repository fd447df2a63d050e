/// What one kind of fact counts for.
package struct CreditItem: Hashable, Sendable {
    package let code: String
    /// 守信 or 不良; never `direct`, which the measures themselves lay down.
    package let creditClass: CreditClass
    package let name: String
    /// What one fact adds; negative for a deduction.
    package let points: Int
    /// The most that all facts of this code add or deduct together.
    package let cap: Int?
    /// An administrative penalty, which counts only once it is final.
    package let isPenalty: Bool
    /// The first and the last day of this entry; without them it is in force as long as the pack.
    package let validFrom: Day?
    package let validUntil: Day?

    /// Every code that a fact may have. Another one in a pack is a typing error: no form, no feed and
    /// no other pack would know it.
    package static let codes =
        (1...7).map { "S0\($0)" } + (1...8).map { "N0\($0)" } + (10...13).map { "N\($0)" }

    /// The same for a message.
    static let codesText = "S01–S07 N01–N08 N10–N13"

    /// What a code points to by its first letter.
    static func creditClass(of code: String) -> CreditClass {
        code.hasPrefix("S") ? .good : .bad
    }

    /// Whether this entry governs a day.
    package func isInForce(on day: Day) -> Bool {
        validFrom.map { $0 <= day } ?? true && validUntil.map { day <= $0 } ?? true
    }

    /// Whether some day is governed by both.
    func overlaps(_ other: CreditItem) -> Bool {
        func endsBefore(_ left: CreditItem, _ right: CreditItem) -> Bool {
            guard let end = left.validUntil, let start = right.validFrom else { return false }
            return end < start
        }
        return !endsBefore(self, other) && !endsBefore(other, self)
    }
}
