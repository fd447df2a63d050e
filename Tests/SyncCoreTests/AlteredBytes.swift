import TestSupport

extension [UInt8] {
    /// Replaces, puts in or takes out one letter somewhere, of those that JSON is made of.
    mutating func alter(using random: inout SeededGenerator) {
        let place = Int.random(in: indices, using: &random)
        let letters = Array(#"0123456789af"{}[],:\ n-"#.utf8)
        let letter = letters.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: self[place] = letter
        case 1: insert(letter, at: place)
        default: remove(at: place)
        }
    }
}
