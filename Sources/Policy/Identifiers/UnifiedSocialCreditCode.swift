/// 统一社会信用代码, GB 32100-2015: 18 characters, the last one a check character.
package enum UnifiedSocialCreditCode {
    /// The value of a character is its place. I, O, S, V and Z are left out as too easily misread.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    /// 3 to the power of the place, modulo 31.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    /// The region of the registering authority: digits only.
    private static let regionPlaces = 2..<8

    /// Checks shape and check character. The first two places may be letters: such prefixes exist.
    package static func check(_ code: String) -> IdentifierCheck {
        let characters = Array(code.utf8)
        let values = characters.compactMap { alphabet.firstIndex(of: $0) }
        guard characters.count == 18, values.count == 18,
            values[regionPlaces].allSatisfy({ $0 < 10 })
        else { return .wrongShape }
        // The outer modulo matters: a sum divisible by 31 gives 0, not a 32nd character.
        let expected = (31 - weightedSum(values, weights) % 31) % 31
        return .wellShaped(checkDigit: values[17] == expected)
    }
}
