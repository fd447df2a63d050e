package import LocalStore
package import Policy
package import SyncCore

/// Takes a verification body's result: the verification and the end of the job, in one op.
package enum ResultEntry {
    /// A result that was taken, or would be.
    package struct Outcome: Sendable {
        package let verification: RecordID
        package let instrument: RecordID
        package let remarks: [ResultRemark]
        package let clock: LegalClock?
        package let certificate: BlobReference?
    }

    /// Adds a result to a job. The certificate file is kept, durably, before the op that names it.
    ///
    /// - Throws: `ResultRefusal`, `VerificationError.unknownJob`, `StoreError`.
    package static func add(
        _ json: [UInt8],
        certificate: [UInt8]?,
        to job: RecordID,
        in store: Store,
        by author: Author,
        judging engine: PolicyEngine,
        random: inout some RandomNumberGenerator
    ) throws -> Outcome {
        let file = Result { () throws(ResultRefusal) in try ResultFile(json: json) }
        return try store.write(at: author.now, random: &random) { writer in
            guard let application = try writer.application(job) else {
                throw VerificationError.unknownJob(job)
            }
            let result = try checked(file, for: application, on: author.day, writer)
            let blob = try certificate.map {
                author.isDryRun ? BlobReference(of: $0) : try store.keepBlob($0)
            }
            let id = writer.newID()
            let patches = [
                Patch(.verification, id, result.fields(job.description, blob, writer.site)),
                Patch(.application, job, application.completion(by: result)),
            ]
            try writer.append(
                author.change(patches.filter { !$0.fields.isEmpty }, of: application.instrument)
            )
            let outcome = Outcome(
                verification: id,
                instrument: application.instrument,
                remarks: result.remarks(by: engine),
                clock: engine.uploadClock(
                    testedOn: result.testedOn,
                    completedOn: result.issuedOn
                ),
                certificate: blob
            )
            return (outcome, author.writeOutcome)
        }
    }

    /// The result, where neither the file nor the job speaks against it.
    private static func checked(
        _ file: Result<ResultFile, ResultRefusal>,
        for application: ApplicationRecord,
        on today: Day,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws -> ResultFile {
        var faults: [ResultFault] = []
        if let fault = try fault(of: application, writer) { faults.append(fault) }
        switch file {
        case .failure(let refusal): throw ResultRefusal(faults + refusal.faults)
        case .success(let result):
            faults += try result.faults(on: today, correcting: nil, writer)
            guard faults.isEmpty else { throw ResultRefusal(faults) }
            return result
        }
    }

    private static func fault(
        of application: ApplicationRecord,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws -> ResultFault? {
        guard application.asks(writer.site) else { return .jobNotYours }
        let hasResult = try writer.aggregate(application.instrument).records.contains {
            $0.kind == .verification
                && $0[VerificationField.application] == application.id.description
        }
        if hasResult { return .resultThere }
        switch application.state {
        case .applied, nil: return .jobNotAccepted
        case .returned: return .jobClosed(.returned)
        case .withdrawn: return .jobClosed(.withdrawn)
        case .accepted, .scheduled, .completed: return nil
        }
    }
}

extension ApplicationRecord {
    /// The fields that end the job; none that stand there already.
    fileprivate func completion(by result: ResultFile) -> [Patch.Field] {
        let values: [(ApplicationField, String)] = [
            (.completedOn, result.issuedOn.description),
            (.state, ApplicationState.completed.rawValue),
            (.testedOn, result.testedOn.description),
        ]
        return values.filter { self[$0.0] != $0.1 }.map { Patch.Field($0.0.rawValue, $0.1) }
    }
}

extension ResultFile {
    /// What speaks against the result in this store; a correction may keep the number of its predecessor.
    func faults(
        on today: Day,
        correcting number: String?,
        _ writer: StoreWriter<some RandomNumberGenerator>
    ) throws -> [ResultFault] {
        var faults: [ResultFault] = []
        if certificateNumber != number,
            try writer.hasCertificate(certificateNumber, of: writer.site.organisation)
        {
            faults.append(.numberTaken(certificateNumber))
        }
        let last = max(testedOn, issuedOn)
        if last > today { faults.append(.dayAhead(last)) }
        return faults
    }

    /// The fields of the verification.
    func fields(
        _ job: String?,
        _ certificate: BlobReference?,
        _ site: Site
    ) -> [Patch.Field] {
        let values: [(VerificationField, String?)] = [
            (.verifiedOn, testedOn.description),
            (.issuedOn, issuedOn.description),
            (.validUntil, validUntil?.description),
            (.result, result.rawValue),
            (.certificateNumber, certificateNumber),
            (.verificationBody, site.name),
            (.inspector, inspector),
            (.verifier, verifier),
            (.approver, approver),
            (.regulation, regulation),
            (.application, job),
            (.certificateDigest, certificate?.digest),
            (.certificateSize, certificate.map { String($0.size) }),
        ]
        return values.compactMap { field, value in
            value.map { Patch.Field(field.rawValue, $0) }
        }
    }

    /// What is odd about the result.
    func remarks(by engine: PolicyEngine) -> [ResultRemark] {
        var remarks: [ResultRemark] = []
        if [inspector, verifier].contains(approver) {
            remarks.append(.approverIsAnother(approver))
        }
        if engine.isIssuedLate(testedOn: testedOn, issuedOn: issuedOn) {
            remarks.append(.issuedLate(tested: testedOn, issued: issuedOn))
        }
        return remarks
    }
}
