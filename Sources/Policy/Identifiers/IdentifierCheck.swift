/// What can be said about an identifier by looking at it.
///
/// Both answers are advice, never a ground to refuse: codes that fail their check character are in
/// lawful use.
package struct IdentifierCheck: Hashable, Sendable {
    /// The characters are such as the standard allows in their places.
    package let shape: Bool
    /// The check character agrees with the rest; never without the shape.
    package let checkDigit: Bool

    /// The answer for a code that does not look like one.
    static let wrongShape = IdentifierCheck(shape: false, checkDigit: false)

    /// The answer for a code of the right shape.
    static func wellShaped(checkDigit: Bool) -> IdentifierCheck {
        IdentifierCheck(shape: true, checkDigit: checkDigit)
    }
}

/// The sum of values times weights, which all check characters here start from.
func weightedSum(_ values: some Sequence<Int>, _ weights: [Int]) -> Int {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
}

extension UInt8 {
    /// The value of an ASCII digit.
    var digitValue: Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int(self - UInt8(ascii: "0")) : nil
    }

    /// 0–9 for the digits, 10–35 for A–Z.
    var alphanumericValue: Int? {
        if let digitValue { return digitValue }
        return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            ? Int(self - UInt8(ascii: "A")) + 10 : nil
    }
}
