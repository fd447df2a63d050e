import Policy
package import SyncCore

extension Explanation {
    /// The shape of `json`; another shape is another number.
    static let format: Int64 = 1

    /// The explanation as one object in no language: reasons are codes with their values, only the law
    /// speaks in its own words.
    package var json: JSONValue {
        [
            "format": .integer(Self.format),
            "day": .string(day.description),
            "facts": factsJSON,
            "conclusion": conclusion.json,
            "findings": .array(findings.map(\.json)),
            "next": next?.json ?? .null,
            "parameters": .object(
                parameters.map { use in
                    JSONValue.Member(
                        use.name,
                        [
                            "value": .string(use.value),
                            "from": .string(use.from.description),
                        ]
                    )
                }
            ),
            "rulePack": rulePackJSON,
            "calendar": .string(calendar),
        ]
    }

    /// The facts, as a line of `policy evaluate`.
    var factsJSON: JSONValue {
        switch facts {
        case .instrument(let facts): facts.json(id: id)
        case .subject(let facts): facts.json(id: id)
        }
    }

    var rulePackJSON: JSONValue {
        [
            "version": .string(rulePack.version),
            "status": .string(rulePack.status.rawValue),
            "digest": .string(rulePackDigest),
        ]
    }
}

extension Explanation.Conclusion {
    fileprivate var json: JSONValue {
        switch self {
        case .instrument(let conclusion):
            [
                "color": .string(conclusion.color.rawValue),
                "violations": .texts(conclusion.violations.map(\.rawValue)),
                "daysLeft": .number(conclusion.daysLeft),
            ]
        case .subject(let conclusion):
            [
                "score": .integer(Int64(conclusion.decision.score)),
                "byScore": .string(conclusion.decision.byScore.rawValue),
                "direct": .text(conclusion.decision.direct),
                "grade": .string(conclusion.decision.grade.rawValue),
                "needsConfirmation": .bool(conclusion.decision.needsConfirmation),
            ]
        }
    }
}

extension ExplainedFinding {
    fileprivate var json: JSONValue {
        [
            "fact": .text(fact),
            "value": .string(finding.value),
            "provision": .string(finding.provision.label),
            "text": .string(finding.provision.text),
            "law": [
                "title": .string(finding.provision.law.title),
                "number": .string(finding.provision.law.number),
            ],
            "because": finding.because.json,
            "parameters": .array(
                finding.parameters.map {
                    [
                        "name": .string($0.name),
                        "value": .string($0.value),
                        "from": .string($0.from.description),
                    ]
                }
            ),
        ]
    }
}

extension NextStep {
    var json: JSONValue {
        [
            "act": .string(act.rawValue),
            "by": .text(by?.description),
            "applyBy": .text(applyBy?.description),
            "provisional": .bool(isProvisional),
            "provisions": .texts(provisions.map(\.label)),
        ]
    }
}
