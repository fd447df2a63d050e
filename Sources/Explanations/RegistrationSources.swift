package import Policy
package import SyncCore

/// The registrations that a conclusion about one instrument rests on.
package struct RegistrationSources: Hashable, Sendable {
    /// Those for which the one that is judged stands.
    package let absorbed: [RecordID]
    /// Where the verification that counts on the day was written; `nil` where none does.
    package let verification: RecordID?

    package init(absorbed: [RecordID], verification: RecordID?) {
        self.absorbed = absorbed
        self.verification = verification
    }

    /// From the records that `InstrumentFacts` is made of.
    package init(_ records: [CanonicalRecord], absorbed: [RecordID], on day: Day) {
        let latest = InstrumentFacts(records)?.latestVerification(on: day)
        self.init(
            absorbed: absorbed,
            verification: latest.flatMap { records.countingVerifications[$0].record.instrument }
        )
    }

    /// What `explain --json` says of them.
    package var members: [JSONValue.Member] {
        [
            JSONValue.Member("mergedFrom", .texts(absorbed.map(\.description))),
            JSONValue.Member("verificationFrom", .text(verification?.description)),
        ]
    }

    /// A line for what the instrument owes to other registrations; none where it owes nothing.
    package func lines(in language: Language) -> [String] {
        guard let verification, absorbed.contains(verification) else { return [] }
        return [
            language == .chinese
                ? "现行检定来自合并的登记 \(verification)"
                : "the verification that counts is from the merged registration \(verification)"
        ]
    }
}
