import Policy
import Testing

extension LawAccount {
    /// What is wrong with an account: a quotation that does not stand where its label says, a passage
    /// that is both decided and not, a paragraph that nothing accounts for.
    var faults: [String] {
        let text = LawSections(of: text)
        let quotations =
            implemented.map { Quotation($0.provision.label, $0.provision.text, decides: true) }
            + notModelled.map { Quotation($0.label, $0.text, decides: false) }
        let bySection = Dictionary(grouping: quotations) {
            text.section(of: $0.label, in: law)?.heading
        }
        return (bySection[nil] ?? []).map { "\($0.label): no such section" }
            + text.sections.flatMap { $0.faults(under: bySection[$0.heading] ?? []) }
    }

    /// The same account of another wording.
    func with(text: String) -> LawAccount {
        LawAccount(law, text: text, implemented: implemented, notModelled: notModelled)
    }
}

/// What either list of an account quotes.
private struct Quotation {
    let label: String
    let text: String
    let decides: Bool

    init(_ label: String, _ text: String, decides: Bool) {
        self.label = label
        self.text = text
        self.decides = decides
    }
}

extension LawSections.Section {
    fileprivate func faults(under quotations: [Quotation]) -> [String] {
        let missing = quotations.filter { quotation in
            !paragraphs.contains { $0.contains(quotation.text) }
        }
        let decided = quotations.filter(\.decides).map(\.text)
        let listed = quotations.filter { !$0.decides }.map(\.text)
        return missing.map { "\($0.label): not in the text: \($0.text)" }
            + paragraphs.flatMap { paragraph in
                let rest = Coverage(of: paragraph, by: decided + listed).rest
                let isBoth = Coverage(of: paragraph, by: decided)
                    .overlaps(Coverage(of: paragraph, by: listed))
                return [
                    rest.isEmpty ? nil : "\(heading): not accounted for: \(rest)",
                    isBoth ? "\(heading): decided, and listed as deciding nothing" : nil,
                ].compactMap(\.self)
            }
    }
}

extension LawAccount: CustomTestStringConvertible {
    package var testDescription: String { law.title }
}
