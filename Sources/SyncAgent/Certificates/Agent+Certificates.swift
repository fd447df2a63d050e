import LocalStore
import SyncCore

// Certificate files go beside everything else: one at a time, the most urgent first, each when the op that names it
// has had its chance to go before. They never hold up an op, and no op holds them up.

/// What a running agent knows of the files on their way.
struct CertificateLane {
    var isBusy = false
    var isPausing = false
    var backoff = Backoff()
    /// Files that cannot be brought from here; looked at again by the next agent.
    var setAside: Set<String> = []
    /// What came while the store was lent.
    var arrived: [(file: WaitingCertificate, outcome: CertificateUpload.Outcome)] = []
}

extension Agent {
    // MARK: A round

    /// Brings all files that wait, after everything else; what keeps one back is the round's fault, where it has none
    /// yet.
    func bringCertificates() async throws {
        guard let blobs, let store, pushes else { return }
        let waiting = try store.waitingCertificates()
        for file in waiting where report.fault == nil && !Task.isCancelled {
            let outcome = await CertificateUpload(file, of: joined, to: blobs).run()
            try keep(outcome, of: file)
        }
        report.certificatesWaiting = try self.store?.waitingCertificates().count ?? 0
        if report.certificatesWaiting > 0, report.upToDate != nil { report.upToDate = false }
    }

    /// Keeps what has become of a file.
    private func keep(_ outcome: CertificateUpload.Outcome, of file: WaitingCertificate) throws {
        switch outcome {
        case .received(let receipt):
            try store?.keep(receipt)
            report.certificates += 1
        case .notHere, .damaged:
            certificates.setAside.insert(file.digest)
            report.certificatesMissing.append(file.digest)
        case .failed(let fault): report.fault = report.fault ?? fault
        }
    }

    // MARK: A daemon

    /// Begins with the next file, unless one is on its way.
    func bringNextCertificate(
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws {
        guard keepsColors, let blobs, !certificates.isBusy, !certificates.isPausing, let store
        else { return }
        let next = try store.waitingCertificates().first {
            !certificates.setAside.contains($0.digest)
        }
        guard let file = next else { return }
        certificates.isBusy = true
        let upload = CertificateUpload(file, of: joined, to: blobs)
        group.addTask { .certificate(file, await upload.run()) }
    }

    /// Takes what has become of a file; waits for the store where that is lent.
    func noteCertificate(
        _ file: WaitingCertificate,
        _ outcome: CertificateUpload.Outcome,
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws {
        certificates.isBusy = false
        guard store != nil else {
            certificates.arrived.append((file, outcome))
            return
        }
        if case .failed(let fault) = outcome {
            onFault(fault)
            certificates.isPausing = true
            let pause = certificates.backoff.next(
                atLeast: fault.retryAfterMilliseconds,
                using: &random
            )
            group.addTask {
                try? await Task.sleep(for: .milliseconds(pause))
                return .certificateCheck
            }
            return
        }
        certificates.backoff.reset()
        try keep(outcome, of: file)
        try bringNextCertificate(in: &group)
    }

    /// Takes what came while the store was lent, and goes on.
    func keepArrivedCertificates(
        in group: inout ThrowingTaskGroup<Arrival, any Error>
    ) throws {
        let arrived = certificates.arrived
        certificates.arrived = []
        for (file, outcome) in arrived { try noteCertificate(file, outcome, in: &group) }
        try bringNextCertificate(in: &group)
    }
}
