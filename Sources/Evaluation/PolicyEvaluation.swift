package import Policy
package import SyncCore

/// Answers the questions of `policy evaluate` for one day; knows no store and no clock.
package struct PolicyEvaluation: Sendable {
    private let engine: PolicyEngine
    private let warningRules: WarningRules
    private let creditRules: CreditRules
    private let language: Language
    private let explains: Bool
    private let day: Day

    /// Everything that depends on the day only is worked out once. With `explains`, every answer
    /// carries its findings.
    package init(
        engine: PolicyEngine,
        on day: Day,
        language: Language,
        explains: Bool = false
    ) {
        self.engine = engine
        self.language = language
        self.explains = explains
        self.day = day
        warningRules = engine.warningRules(on: day)
        creditRules = engine.creditRules(on: day)
    }

    /// The answer to one line.
    package func answer(to line: [UInt8]) throws(EvaluationError) -> JSONValue {
        switch try EvaluationQuestion(line: line, pack: creditRules.pack) {
        case .instrument(let id, let facts):
            explained(answer(id, engine.conclusion(for: facts, by: warningRules))) {
                engine.findings(for: facts, on: day)
            }
        case .subject(let id, let facts):
            explained(answer(id, creditRules.conclusion(for: facts))) {
                engine.findings(for: facts, on: day)
            }
        case .clock(let id, let kind, let start):
            explained(try answer(id, kind, start)) { engine.findings(for: kind, from: start) }
        }
    }

    private func explained(
        _ answer: JSONValue,
        _ findings: () -> [ExplainedFinding]
    ) -> JSONValue {
        guard explains, case .object(let members) = answer else { return answer }
        let list = findings().map { FindingJSON.value($0, in: language) }
        return .object(members + [JSONValue.Member("findings", .array(list))])
    }

    private func answer(_ id: String, _ conclusion: InstrumentConclusion) -> JSONValue {
        [
            "id": .string(id),
            "color": .string(conclusion.color.rawValue),
            "violations": .texts(conclusion.violations.map(\.rawValue)),
            "daysLeft": .number(conclusion.daysLeft),
            "provisions": .texts(conclusion.provisions),
            "because": .string(conclusion.because.text(in: language)),
        ]
    }

    private func answer(_ id: String, _ conclusion: CreditConclusion) -> JSONValue {
        let decision = conclusion.decision
        return [
            "id": .string(id),
            "score": .integer(Int64(decision.score)),
            "byScore": .string(decision.byScore.rawValue),
            "direct": .text(decision.direct),
            "grade": .string(decision.grade.rawValue),
            "needsConfirmation": .bool(decision.needsConfirmation),
            "counted": .texts(conclusion.counted.map(\.fact)),
            "excluded": .array(
                conclusion.excluded.map { excluded in
                    [
                        "fact": .string(excluded.fact),
                        "because": .string(excluded.because.text(in: language)),
                        "provision": .string(excluded.provision.label),
                    ]
                }
            ),
            "provisions": .texts(conclusion.provisions.map(\.label)),
            "rulePack": .string(conclusion.rulePack),
        ]
    }

    private func answer(
        _ id: String,
        _ kind: ClockKind,
        _ start: Day
    ) throws(EvaluationError) -> JSONValue {
        guard let clock = engine.clock(kind, from: start) else {
            throw .outsideCalendar(start.description)
        }
        return [
            "id": .string(id),
            "due": .string(clock.due.due.description),
            "dueAt": .string(clock.due.dueAt),
            "provisional": .bool(clock.due.isProvisional),
            "provision": .string(clock.provision.label),
        ]
    }
}
