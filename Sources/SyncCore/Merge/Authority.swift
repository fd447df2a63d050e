/// Which party owns which field: the policy data of the merge (measures 二（三）, 二（四）, 三（三）;
/// only the body writes results, only the user unit its status and place, only the authority files).
package enum Authority {
    /// Names this table in explanations; a change of the table is a new version.
    package static let version = "authority-3"

    /// The rule of a field; `nil` for a name that no table knows.
    package static func rule(for kind: RecordKind, _ field: String) -> FieldRule? {
        switch kind {
        case .instrument: InstrumentField(rawValue: field).map(rule)
        case .verification: VerificationField(rawValue: field).map(rule)
        case .application: ApplicationField(rawValue: field).map(rule)
        case .creditFact: CreditFactField(rawValue: field).map(rule)
        case .policyDocument:
            PolicyDocumentField(rawValue: field).map { _ in FieldRule(.once, [.authority: 1]) }
        }
    }

    private static func rule(_ field: InstrumentField) -> FieldRule {
        switch field {
        case .serial, .name, .model, .manufacturer, .range, .accuracy, .category, .subcategory,
            .origin, .compulsory, .regime:
            nameplate
        case .location, .region, .quantity, .purpose, .delivery, .repairedOn, .parent: place
        case .status: useStatus
        case .filing: filing
        // Its acts are one after the other: each of them has seen the one before.
        case .mergedInto, .mergeEvidence: FieldRule(.soft, [.authority: 1])
        }
    }

    /// Only the authority says what is in a credit file; what was determined is written once, what
    /// happens to it later is not.
    private static func rule(_ field: CreditFactField) -> FieldRule {
        switch field {
        case .subject, .reference, .code, .class, .determinedOn:
            FieldRule(.once, [.authority: 1])
        case .procedure, .final, .repairedOn, .retainUntil: FieldRule(.soft, [.authority: 1])
        }
    }

    /// A result is written once. Which correction follows it is for the body that wrote both.
    private static func rule(_ field: VerificationField) -> FieldRule {
        field == .correctedBy
            ? FieldRule(.agreed, [.verificationBody: 1], isSignificant: true)
            : FieldRule(.once, [.verificationBody: 1, .userUnit: 1])
    }

    private static func rule(_ field: ApplicationField) -> FieldRule {
        switch field {
        case .body: FieldRule(.sticky, [.authority: 2, .userUnit: 1], isSignificant: true)
        case .reason, .windowFrom, .windowTo, .appliedOn: FieldRule(.once, [.userUnit: 1])
        case .state: job
        case .acceptedOn, .scheduledOn, .testedOn, .completedOn:
            FieldRule(.soft, [.verificationBody: 1], isSignificant: true)
        }
    }

    /// What is engraved on the instrument: who has verified it knows best.
    private static let nameplate = FieldRule(
        .sticky,
        [.verificationBody: 3, .authority: 2, .userUnit: 1],
        isSignificant: true
    )

    /// Where it stands and what for: the user unit knows best.
    private static let place = FieldRule(
        .soft,
        [.userUnit: 2, .verificationBody: 1],
        isSignificant: true
    )

    /// The words of `UseStatus`, which belongs to Policy.
    static let useStatuses: Set = ["in_use", "standby", "stopped", "repairing", "scrapped"]

    private static let useStatus = FieldRule(
        .stateMachine(
            Transitions(
                next: everyStepBut("scrapped", among: useStatuses),
                terminal: ["scrapped"]
            )
        ),
        [.authority: 2, .userUnit: 1]
    )

    private static let filing = FieldRule(
        .stateMachine(
            Transitions(
                next: [
                    "filed": ["registered", "returned"],
                    "returned": ["filed"],
                    "registered": ["filed", "returned"],
                ],
                terminal: []
            )
        ),
        [.authority: 1, .userUnit: 1]
    )

    private static let job = FieldRule(
        .stateMachine(
            Transitions(
                next: [
                    "applied": ["accepted", "returned", "withdrawn"],
                    "accepted": ["scheduled", "completed", "returned", "withdrawn"],
                    "scheduled": ["scheduled", "completed", "returned", "withdrawn"],
                ],
                terminal: []
            )
        ),
        [.verificationBody: 1, .userUnit: 1]
    )

    private static func everyStepBut(
        _ final: String,
        among states: Set<String>
    ) -> [String: Set<String>] {
        var next: [String: Set<String>] = [:]
        for state in states where state != final { next[state] = states.subtracting([state]) }
        return next
    }

    /// Whether a party may bring a state about, where the table's ranks alone do not say.
    package static func mayReach(
        _ state: String?,
        of kind: RecordKind,
        _ field: String,
        as party: Party
    ) -> Bool {
        switch (kind, field) {
        case (.instrument, InstrumentField.filing.rawValue):
            (party == .userUnit) == (state == FilingState.filed.rawValue)
        case (.application, ApplicationField.state.rawValue):
            (party == .userUnit)
                == (state == ApplicationState.applied.rawValue
                    || state == ApplicationState.withdrawn.rawValue)
        default: true
        }
    }
}
