/// Column headers as they are compared: what people vary without meaning anything is gone.
enum HeaderText {
    /// Blanks, line breaks, `*` and `_` out; half width; lower case; a final remark in brackets,
    /// such as （必填）, dropped.
    static func normalised(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isPassedOver(scalar) {
            scalars.append(folded(scalar))
        }
        return withoutRemark(String(scalars).lowercased())
    }

    private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{A0}", "\u{3000}", "\u{FEFF}", "\u{200B}", "*", "_": true
        default: false
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }

    private static let brackets: [(opening: Character, closing: Character)] = [
        ("(", ")"), ("[", "]"), ("【", "】"), ("〔", "〕"),
    ]

    private static func withoutRemark(_ text: String) -> String {
        for (opening, closing) in brackets where text.last == closing {
            guard let start = text.lastIndex(of: opening), start > text.startIndex else { break }
            return String(text[..<start])
        }
        return text
    }
}
