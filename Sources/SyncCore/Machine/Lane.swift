/// The queue in which an op waits for the hub. A lower one never makes a higher one wait for more than the
/// batches that are on their way.
package enum Lane: Int, CaseIterable, Sendable {
    /// What the law sets days for, or lets days run from: results and steps of a verification,
    /// applications, filings.
    case legal
    /// What a person has changed by hand.
    case interactive
    /// What an import has brought or taken back.
    case bulk

    /// The lane of an op by what it says. Nothing is taken back but imports.
    package init(_ kind: OpKind, batch: RecordID?, body: OpBody?) {
        if batch != nil || kind == .withdraw {
            self = .bulk
        } else if body?.patches.contains(where: \.isLegal) == true {
            self = .legal
        } else {
            self = .interactive
        }
    }

    package var name: String {
        switch self {
        case .legal: "legal"
        case .interactive: "interactive"
        case .bulk: "bulk"
        }
    }
}

/// The days of a verification that an op reports to the hub: by them runs the clock that only the hub's receipt
/// stops (二（四）).
package struct ReportedDays: Hashable, Sendable {
    /// The issue of the certificate, or the end of the job.
    package let completedOn: String
    package let testedOn: String?

    package init(completedOn: String, testedOn: String?) {
        self.completedOn = completedOn
        self.testedOn = testedOn
    }

    /// What the law counts from in an op; `nil` where no clock runs for it. An application or a filing starts
    /// clocks, but meets none.
    package init?(_ body: OpBody?) {
        let days = body?.patches.compactMap { $0.reportedDays } ?? []
        guard let days = days.min(by: { $0.completedOn < $1.completedOn }) else { return nil }
        self = days
    }
}

extension Patch {
    fileprivate var isLegal: Bool {
        switch kind {
        case .application: true
        case .verification: value(VerificationField.declared) != "true"
        case .instrument: value(InstrumentField.filing) != nil
        case .creditFact, .policyDocument: false
        }
    }

    fileprivate var reportedDays: ReportedDays? {
        switch kind {
        case .verification where isLegal:
            value(VerificationField.issuedOn).map {
                ReportedDays(completedOn: $0, testedOn: value(VerificationField.verifiedOn))
            }
        case .application:
            value(ApplicationField.completedOn).map {
                ReportedDays(completedOn: $0, testedOn: value(ApplicationField.testedOn))
            }
        default: nil
        }
    }
}
