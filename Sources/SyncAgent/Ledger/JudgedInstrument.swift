package import Documents
package import LocalStore
package import Policy
import SyncCore

/// An instrument with what the law says about it on a day.
package struct JudgedInstrument: Sendable {
    package let record: InstrumentRecord
    package let conclusion: InstrumentConclusion
    /// The conclusion where the registration stands for itself; one that was merged has none of its own.
    package var shown: InstrumentConclusion? { record.canonical == nil ? conclusion : nil }
    package var color: WarningColor { shown?.color ?? .none }
    /// The verification that counts: on the day asked for, or the latest recorded one.
    package let latest: VerificationRecord?

    /// Judges an instrument on a day. `asOf` is that day where a user asked for it; what is dated
    /// later is then left out of sight.
    package init(
        _ record: InstrumentRecord,
        on day: Day,
        asOf: Day?,
        by engine: PolicyEngine
    ) {
        self.record = record
        self.conclusion = engine.conclusion(for: record.facts, on: day)
        self.latest = record.latestVerification(on: asOf)
    }
}

extension InstrumentRecord {
    /// The verification that counts on a day; of all that are recorded, where no day is given.
    package func latestVerification(on day: Day?) -> VerificationRecord? {
        facts.latestVerification(on: day).map { verifications[$0] }
    }
}

extension InstrumentRecord {
    /// The record as the values of a ledger's row, its latest verification included.
    package var ledgerValues: [LedgerField: String] {
        var values: [LedgerField: String] = [:]
        for field in InstrumentField.allCases {
            guard let column = LedgerField(rawValue: field.rawValue) else { continue }
            values[column] = self[field]
        }
        guard let latest = latestVerification(on: nil) else { return values }
        values[.verifiedOn] = latest.on.description
        values[.validUntil] = latest.validUntil?.description
        values[.result] = latest.result.rawValue
        values[.certificateNumber] = latest.certificateNumber
        values[.verificationBody] = latest.body
        return values
    }
}
