package import Policy
package import SyncCore

/// One instrument as the tables hold it, with the verifications that count in the order of their
/// recording: what was corrected is left out.
package struct InstrumentRecord: Sendable {
    package let id: RecordID
    private let values: [String?]
    package let verifications: [VerificationRecord]

    init(id: RecordID, values: [String?], verifications: [VerificationRecord]) {
        self.id = id
        self.values = values
        self.verifications = verifications
    }

    /// The text of a field; `compulsory` reads `true` or `false`.
    package subscript(field: InstrumentField) -> String? {
        values[field.index]
    }

    package var status: UseStatus {
        self[.status].flatMap(UseStatus.init(rawValue:)) ?? .inUse
    }

    package var regime: VerificationRegime {
        self[.regime].flatMap(VerificationRegime.init(rawValue:)) ?? .periodic
    }

    package var isCompulsory: Bool {
        self[.compulsory] != "false"
    }

    /// What the rules look at.
    package var facts: InstrumentFacts {
        InstrumentFacts(
            status: status,
            isCompulsory: isCompulsory,
            regime: regime,
            verifications: verifications.map(\.facts),
            repairedOn: self[.repairedOn].flatMap(Day.init(_:))
        )
    }
}

/// One verification as the tables hold it.
package struct VerificationRecord: Hashable, Sendable {
    package let id: RecordID
    package let instrument: RecordID
    package let on: Day
    package let validUntil: Day?
    package let result: VerificationResult
    package let certificateNumber: String?
    package let body: String?
    package let isDeclared: Bool

    var facts: VerificationFacts {
        VerificationFacts(
            on: on,
            result: result,
            validUntil: validUntil,
            isDeclared: isDeclared
        )
    }
}

extension InstrumentField {
    /// The position in `allCases`.
    var index: Int {
        Self.indices[self] ?? 0
    }

    private static let indices = Dictionary(
        allCases.enumerated().map { ($0.element, $0.offset) },
        uniquingKeysWith: { first, _ in first }
    )
}
