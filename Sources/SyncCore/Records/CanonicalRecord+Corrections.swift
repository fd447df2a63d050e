extension [CanonicalRecord] {
    /// The verifications of one instrument that count: of a chain of corrections the last link that is
    /// decided. A correction whose predecessor is not here, or goes on counting, does not count.
    ///
    /// Hub, tables and the facts for the rules all ask here, so they cannot differ.
    package var effectiveVerifications: Set<RecordID> {
        let verifications = Dictionary(
            filter { $0.kind == .verification }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        func isInChain(_ record: CanonicalRecord) -> Bool {
            guard let named = record.values[VerificationField.supersedes.rawValue] else {
                return true
            }
            guard let before = RecordID(named).flatMap({ verifications[$0] }),
                before.values[VerificationField.correctedBy.rawValue] == record.id.description
            else { return false }
            return isInChain(before)
        }
        let counting = verifications.values.filter { record in
            record.values[VerificationField.correctedBy.rawValue] == nil && isInChain(record)
        }
        return Set(counting.map(\.id))
    }
}
