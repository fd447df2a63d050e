package import Policy
package import SyncCore

/// A finding as JSON: what `explain` and `policy evaluate --explain` print.
package enum FindingJSON {
    /// One finding; of several facts it names the one it is about.
    package static func value(_ explained: ExplainedFinding, in language: Language) -> JSONValue {
        let finding = explained.finding
        return [
            "fact": .text(explained.fact),
            "value": .string(finding.value),
            "provision": .string(finding.provision.label),
            "text": .string(finding.provision.text),
            "law": .string("\(finding.provision.law.title) \(finding.provision.law.number)"),
            "because": .string(finding.because.text(in: language)),
            "parameters": .array(finding.parameters.map(value)),
        ]
    }

    private static func value(_ parameter: ParameterUse) -> JSONValue {
        [
            "name": .string(parameter.name),
            "value": .string(parameter.value),
            "from": .string(parameter.from.description),
        ]
    }
}
