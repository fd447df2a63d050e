/// What becomes of every passage of a legal text: which ones decide, where, and why the others do not.
///
/// A test walks over the text as it ships. Each paragraph has to be covered word for word by the two
/// lists together, and whatever a list quotes has to stand in the text.
package struct LawAccount: Sendable {
    package let law: LegalText
    /// The text as it ships: all of it, or the articles that are used (摘录).
    package let text: String
    package let implemented: [ImplementedProvision]
    package let notModelled: [UnmodelledPassage]

    /// An account as it is.
    package init(
        _ law: LegalText,
        text: String,
        implemented: [ImplementedProvision],
        notModelled: [UnmodelledPassage]
    ) {
        self.law = law
        self.text = text
        self.implemented = implemented
        self.notModelled = notModelled
    }

    /// The account of a text whose provisions stand above their rules.
    init(
        _ law: LegalText,
        text: String,
        implemented: [Provision],
        notModelled: [UnmodelledPassage]
    ) {
        let implemented = implemented.map { ImplementedProvision(provision: $0, rule: nil) }
        self.init(law, text: text, implemented: implemented, notModelled: notModelled)
    }

    /// The account of a text whose provisions are carried out elsewhere: each with the Swift name of
    /// what does it.
    init(
        _ law: LegalText,
        text: String,
        implemented: KeyValuePairs<Provision, String>,
        notModelled: [UnmodelledPassage] = []
    ) {
        let implemented = implemented.map { ImplementedProvision(provision: $0, rule: $1) }
        self.init(law, text: text, implemented: implemented, notModelled: notModelled)
    }
}

/// A provision that decides something.
package struct ImplementedProvision: Sendable {
    package let provision: Provision
    /// The Swift name of what carries it out; `nil` where that stands in the provision's own file.
    package let rule: String?
}

/// A passage that decides nothing here.
package struct UnmodelledPassage: Sendable {
    /// Where it stands, as the label of a provision says it.
    package let label: String
    /// The passage, word for word.
    package let text: String
    /// Why it decides nothing; Swift names in it stand between back quotes.
    package let reason: String
}

extension UnmodelledPassage {
    /// Passages of one section or article, each with its reason.
    static func passages(
        of label: String,
        _ reasons: KeyValuePairs<String, String>
    ) -> [UnmodelledPassage] {
        reasons.map { UnmodelledPassage(label: label, text: $0, reason: $1) }
    }
}
