package import Policy
package import SyncCore

/// One instrument as the tables hold it, with the verifications that count in the order of their
/// recording: what was corrected is left out. To one that stands for others belong their verifications too.
package struct InstrumentRecord: Sendable {
    package let id: RecordID
    private let values: [String?]
    package let verifications: [VerificationRecord]
    /// The registration that stands for this one; `nil` where it stands for itself.
    package let canonical: RecordID?
    /// Those for which this one stands, sorted.
    package let absorbed: [RecordID]

    init(
        id: RecordID,
        values: [String?],
        verifications: [VerificationRecord],
        canonical: RecordID?,
        absorbed: [RecordID]
    ) {
        self.id = id
        self.values = values
        self.verifications = verifications
        self.canonical = canonical
        self.absorbed = absorbed
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
    /// The registration in which it was written; not always the one that it counts for.
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
