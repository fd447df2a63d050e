import Evaluation
package import Policy
package import SyncCore

extension Explanation {
    /// The answer of `explain --json`, at a site and at the hub, with more members after it.
    package func answer(
        in language: Language,
        with more: [JSONValue.Member] = []
    ) -> JSONValue {
        let answer: [(String, JSONValue)] = [
            ("conclusion", .string(conclusion.text(in: language))),
            ("asOf", .string(day.description)),
            ("day", .string(day.description)),
            ("digest", .string(digest)),
            ("findings", .array(findings.map { FindingJSON.value($0, in: language) })),
            ("next", next?.json ?? .null),
            ("facts", factsJSON),
            ("rulePack", rulePackJSON),
            ("calendar", .string(calendar)),
        ]
        return .object(answer.map { JSONValue.Member($0.0, $0.1) } + more)
    }
}
