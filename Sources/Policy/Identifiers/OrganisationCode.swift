/// 组织机构代码, GB 11714-1997: eight characters and a check character, written without a hyphen as
/// they stand in places 9 to 17 of the unified code.
package enum OrganisationCode {
    private static let weights = [3, 7, 9, 10, 5, 8, 4, 2]

    /// Checks shape and check character.
    package static func check(_ code: String) -> IdentifierCheck {
        let characters = Array(code.utf8)
        let values = characters.prefix(8).compactMap(\.alphanumericValue)
        guard characters.count == 9, values.count == 8,
            characters[8] == UInt8(ascii: "X") || characters[8].digitValue != nil
        else { return .wrongShape }
        let expected: UInt8 =
            switch 11 - weightedSum(values, weights) % 11 {
            case 10: UInt8(ascii: "X")
            case 11: UInt8(ascii: "0")
            case let digit: UInt8(ascii: "0") + UInt8(digit)
            }
        return .wellShaped(checkDigit: characters[8] == expected)
    }
}
