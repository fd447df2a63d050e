import SyncCore

/// Whether every value of an aggregate is of somebody who may say it. Written down a second time, on
/// purpose not by the table that the merge uses.
struct AuthorityCheck {
    private let state: AggregateState
    /// The bodies that applications have named so far.
    private let asked: Set<String>

    init(_ state: AggregateState, asked: Set<String>) {
        self.state = state
        self.asked = asked
    }

    func run() throws {
        for record in state.records {
            for field in record.kind.fieldNames {
                guard let claim = record.claims(on: field).first else { continue }
                guard isAllowed(claim, on: record, field) else {
                    throw Violation(
                        .authority,
                        "\(record.kind) \(record.id) \(field) = \(claim.value ?? "nothing") "
                            + "by \(claim.party) \(claim.organisation)"
                    )
                }
            }
        }
    }

    private func isAllowed(_ claim: Claim, on record: MergedRecord, _ field: String) -> Bool {
        let isOwner = claim.organisation == state.owner
        let isAuthority = claim.party == .authority
        let isAsked =
            claim.party == .verificationBody && asked.contains(claim.organisation)
        switch record.kind {
        case .creditFact, .policyDocument: return isAuthority
        case .instrument:
            switch InstrumentField(rawValue: field) {
            case .status: return isOwner || isAuthority
            case .mergedInto, .mergeEvidence: return isAuthority
            case .filing: return claim.value == "filed" ? isOwner : isAuthority
            case .location, .region, .quantity, .purpose, .delivery, .repairedOn, .parent:
                return isOwner || isAsked
            default: return isOwner || isAsked || isAuthority
            }
        case .verification:
            return record[VerificationField.declared] == "true"
                ? isOwner : claim.party == .verificationBody
        case .application:
            switch ApplicationField(rawValue: field) {
            case .body: return isOwner || isAuthority
            case .reason, .windowFrom, .windowTo, .appliedOn: return isOwner
            case .state:
                return ["applied", "withdrawn"].contains(claim.value)
                    ? isOwner : claim.party == .verificationBody
            default: return claim.party == .verificationBody
            }
        }
    }
}
