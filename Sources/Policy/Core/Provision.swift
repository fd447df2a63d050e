/// A passage of law, word for word: what a conclusion rests on, fit to be shown to anyone.
package struct Provision: Hashable, Sendable {
    /// Where the passage stands, for instance `四（一）黄色预警`.
    package let label: String
    /// The passage itself; a test compares it with the law's text.
    package let text: String
    /// The text of law it is taken from.
    package let law: LegalText

    /// A passage of some text of law.
    package init(_ label: String, _ text: String, of law: LegalText) {
        self.label = label
        self.text = text
        self.law = law
    }
}

/// A text of law, as one cites it.
package struct LegalText: Hashable, Sendable {
    /// Whether what we have of it is its wording.
    package enum Wording: Hashable, Sendable {
        case verbatim
        /// Only the gist is known; a passage begins with 要旨 and must not be shown as a quotation.
        case summary
    }

    package let title: String
    package let number: String
    package let wording: Wording

    /// A text of law under its title and number.
    package init(title: String, number: String, wording: Wording = .verbatim) {
        self.title = title
        self.number = number
        self.wording = wording
    }

    /// The title as labels begin with it: 计量法 for 中华人民共和国计量法.
    package var shortTitle: String {
        let country = "中华人民共和国"
        return title.hasPrefix(country) ? String(title.dropFirst(country.count)) : title
    }
}
