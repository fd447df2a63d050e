package import Policy
package import SyncCore

// What settled records say, as the rules want to hear it. The hub asks here; a site's tables give the
// same, which a test compares.

extension InstrumentFacts {
    /// The facts about an instrument from the records of its aggregate, in the order in which they were
    /// made: of two verifications with the same day the later one counts, and what was corrected does not.
    /// `nil` where no instrument is among them.
    package init?(_ records: [CanonicalRecord]) {
        guard let root = records.first(where: { $0.kind == .instrument }), root.isComplete else {
            return nil
        }
        func value(_ field: InstrumentField) -> String? { root.values[field.rawValue] }
        self.init(
            status: value(.status).flatMap(UseStatus.init(rawValue:)) ?? .inUse,
            isCompulsory: value(.compulsory) != "false",
            regime: value(.regime).flatMap(VerificationRegime.init(rawValue:)) ?? .periodic,
            verifications: records.countingVerifications.map(\.facts),
            repairedOn: value(.repairedOn).flatMap(Day.init(_:))
        )
    }
}

extension [CanonicalRecord] {
    /// The verifications that count, in the order of the records, each with what the rules hear of it.
    var countingVerifications: [(record: CanonicalRecord, facts: VerificationFacts)] {
        let effective = effectiveVerifications
        return filter { effective.contains($0.id) }.compactMap { record in
            VerificationFacts(record).map { (record, $0) }
        }
    }
}

extension VerificationFacts {
    /// The facts about a verification; `nil` for a record of another kind, and for one that no table
    /// shows.
    fileprivate init?(_ record: CanonicalRecord) {
        func value(_ field: VerificationField) -> String? { record.values[field.rawValue] }
        guard record.kind == .verification, record.isComplete,
            let on = value(.verifiedOn).flatMap(Day.init(_:)),
            let result = value(.result).flatMap(VerificationResult.init(rawValue:))
        else { return nil }
        self.init(
            on: on,
            result: result,
            validUntil: value(.validUntil).flatMap(Day.init(_:)),
            isDeclared: value(.declared) == "true"
        )
    }
}
