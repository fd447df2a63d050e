import Policy

/// A legal text as it ships, cut into paragraphs under the headings that labels name.
struct LawSections {
    /// One article or numbered section.
    struct Section {
        /// For instance `第九条` or `四（一）`.
        let heading: String
        var paragraphs: [String] = []
    }

    /// In the order of the text.
    private(set) var sections: [Section]

    /// Every line that is not a heading is a paragraph. What stands between the title and the first
    /// heading is 引言; an extract (摘录) has only its own source there.
    init(of text: String) {
        sections = []
        var chapter = ""
        var isAccounted = true
        for line in Self.withoutComments(text).split(separator: "\n") {
            if line.hasPrefix("# ") {
                isAccounted = !line.hasSuffix("（摘录）")
                sections.append(Section(heading: "引言"))
            } else if line.hasPrefix("## ") {
                chapter = String(line.dropFirst(3).prefix(1))
                isAccounted = false
            } else if line.hasPrefix("### ") {
                isAccounted = true
                sections.append(Section(heading: Self.heading(line.dropFirst(4), in: chapter)))
            } else if line.hasPrefix("附件：") {
                sections.append(Section(heading: "附件", paragraphs: [String(line)]))
            } else if isAccounted {
                sections[sections.count - 1].paragraphs.append(String(line))
            }
        }
    }

    /// The section in which a passage of this label stands: that of the longest heading it begins with.
    func section(of label: String, in law: LegalText) -> Section? {
        sections.filter {
            label.hasPrefix($0.heading) || label.hasPrefix(law.shortTitle + $0.heading)
        }.max { $0.heading.count < $1.heading.count }
    }

    private static func heading(_ words: Substring, in chapter: String) -> String {
        guard words.hasPrefix("（"), let end = words.firstIndex(of: "）") else {
            return String(words)
        }
        return chapter + words[...end]
    }

    private static func withoutComments(_ text: String) -> String {
        var rest = text[...]
        var kept = ""
        while let start = rest.firstRange(of: "<!--"), let end = rest.firstRange(of: "-->") {
            kept += rest[..<start.lowerBound]
            rest = rest[end.upperBound...]
        }
        return kept + rest
    }
}

/// Which characters of a paragraph some quotations cover.
struct Coverage {
    private let characters: [Character]
    private(set) var isCovered: [Bool]

    init(of paragraph: String, by quotations: [String]) {
        characters = Array(paragraph)
        isCovered = [Bool](repeating: false, count: characters.count)
        for quotation in quotations {
            for range in paragraph.ranges(of: quotation) {
                let start = paragraph.distance(from: paragraph.startIndex, to: range.lowerBound)
                for offset in start..<start + quotation.count { isCovered[offset] = true }
            }
        }
    }

    /// The words that no quotation covers; marks between two quotations are not words.
    var rest: String {
        String(
            zip(characters, isCovered).filter { !$1 && ($0.isLetter || $0.isNumber) }.map(\.0)
        )
    }

    /// Whether some character is covered here and there.
    func overlaps(_ other: Coverage) -> Bool {
        zip(isCovered, other.isCovered).contains { $0 && $1 }
    }
}
