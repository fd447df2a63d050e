package import LocalStore
package import Policy
package import SyncCore

/// A verification body puts a result of its own right: by another one that names it, since what was
/// reported stays (`AggregateState+Verifications`).
package enum ResultCorrection {
    /// A correction that was taken, or would be.
    package struct Outcome: Sendable {
        package let verification: RecordID
        package let predecessor: RecordID
        package let instrument: RecordID
        /// What the correction says otherwise, by the name of the field.
        package let changes: [Change]
        /// The colour on the author's day, as the tables had it and as they will.
        package let colorBefore: WarningColor
        package let color: WarningColor
        /// Another correction of the result has not known of this one, so that a person has to decide.
        package let isOneOfTwo: Bool
        package let remarks: [ResultRemark]
        package let certificate: BlobReference?
    }

    /// A value that a correction changes.
    package struct Change: Hashable, Sendable {
        package let field: String
        package let from: String?
        package let to: String?
    }

    /// Corrects a result by the content of a RESULT.json. The certificate file is kept, durably, before
    /// the op that names it.
    ///
    /// - Throws: `ResultRefusal`, `VerificationError`, `StoreError`.
    package static func correct(
        _ id: RecordID,
        by json: [UInt8],
        certificate: [UInt8]?,
        in store: Store,
        by author: Author,
        judging engine: PolicyEngine,
        random: inout some RandomNumberGenerator
    ) throws -> Outcome {
        let result = try ResultFile(json: json)
        return try store.write(at: author.now, random: &random) { writer in
            let (known, instrument) = try correctable(id, writer)
            let number = known.value(.certificateNumber)
            let faults = try result.faults(on: author.day, correcting: number, writer)
            guard faults.isEmpty else { throw ResultRefusal(faults) }
            let blob = try certificate.map {
                author.isDryRun ? BlobReference(of: $0) : try store.keepBlob($0)
            }
            let fields = result.fields(known.value(.application), blob, writer.site)
            let changes = changes(from: known, to: fields)
            guard !changes.isEmpty else { throw VerificationError.nothingToCorrect(id) }
            let before = try judged(instrument, author, writer, engine)
            let new = writer.newID()
            let link = Patch.Field(VerificationField.supersedes.rawValue, id.description)
            let patch = Patch(.verification, new, fields + [link])
            try writer.append(author.change([patch], of: instrument))
            let outcome = Outcome(
                verification: new,
                predecessor: id,
                instrument: instrument,
                changes: changes,
                colorBefore: before,
                color: try judged(instrument, author, writer, engine),
                isOneOfTwo: try writer.verification(id)?.value(.correctedBy) == nil,
                remarks: result.remarks(by: engine),
                certificate: blob
            )
            return (outcome, author.writeOutcome)
        }
    }

    /// The result and its instrument, where this site may correct it.
    private static func correctable(
        _ id: RecordID,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws -> (CanonicalRecord, RecordID) {
        guard let known = try writer.verification(id), let instrument = known.instrument else {
            throw VerificationError.unknownResult(id)
        }
        let state = try writer.aggregate(instrument)
        guard
            let record = state.records.first(where: { $0.id == id }),
            record.isResult(of: writer.site.organisation)
        else { throw VerificationError.resultNotYours(id) }
        guard state.canonicalRecords(of: instrument).effectiveVerifications.contains(id) else {
            throw VerificationError.resultNotEffective(id)
        }
        return (known, instrument)
    }

    /// What no file says: the body's name is as the site has it now, the rest is the chain's.
    private static let unsaid: Set<VerificationField> = [
        .verificationBody, .declared, .supersedes, .correctedBy,
    ]

    private static func changes(
        from known: CanonicalRecord,
        to fields: [Patch.Field]
    ) -> [Change] {
        VerificationField.allCases.compactMap { field in
            let (from, to) = (
                known.value(field), fields.first { $0.name == field.rawValue }?.value
            )
            guard from != to, !unsaid.contains(field) else { return nil }
            return Change(field: field.rawValue, from: from, to: to)
        }
    }

    private static func judged(
        _ instrument: RecordID,
        _ author: Author,
        _ writer: StoreWriter<some RandomNumberGenerator>,
        _ engine: PolicyEngine
    ) throws -> WarningColor {
        guard let record = try writer.instrument(instrument) else { return .none }
        return engine.conclusion(for: record.facts, on: author.day).color
    }
}

extension CanonicalRecord {
    fileprivate func value(_ field: VerificationField) -> String? { values[field.rawValue] }
}
