/// 公民身份号码, GB 11643-1999: region, birthday, sequence and a check character.
///
/// The region is the one at the time of issue and is never checked: abolished codes stay with the
/// people who bear them. The number is personal information and must not reach a log.
package enum CitizenNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters = Array("10X98765432".utf8)
    /// Wider than `Day.supportedYears`: people are older than the records of their instruments.
    private static let birthYears = 1800...2199

    /// Checks shape, which includes a birthday that exists, and check character.
    package static func check(_ code: String) -> IdentifierCheck {
        let characters = Array(code.utf8)
        let digits = characters.prefix(17).compactMap(\.digitValue)
        guard characters.count == 18, digits.count == 17,
            characters[17] == UInt8(ascii: "X") || characters[17].digitValue != nil,
            isBirthday(digits[6..<14])
        else { return .wrongShape }
        let expected = checkCharacters[weightedSum(digits, weights) % 11]
        return .wellShaped(checkDigit: characters[17] == expected)
    }

    private static func isBirthday(_ digits: ArraySlice<Int>) -> Bool {
        let number = digits.reduce(0) { $0 * 10 + $1 }
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
        return birthYears.contains(year) && (1...12).contains(month)
            && (1...Day.length(ofMonth: month, in: year)).contains(day)
    }
}
