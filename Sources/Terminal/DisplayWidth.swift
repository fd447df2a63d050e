extension String {
    /// How many columns a terminal uses for this text.
    ///
    /// Chinese characters and full-width forms take two, combining marks none (Unicode Standard
    /// Annex 11). Characters of ambiguous width count as one; tables avoid them.
    package var displayWidth: Int {
        unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }

    /// This text with blanks behind it, so that it fills so many columns.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }

    /// This text, cut with `..` where it is wider than so many columns.
    package func shortened(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var used = 0
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard used + scalar.displayWidth <= width - 2 else { break }
            used += scalar.displayWidth
            kept.append(scalar)
        }
        return String(kept) + ".."
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        switch value {
        case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F, 0xFEFF: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
