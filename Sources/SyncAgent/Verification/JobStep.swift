package import LocalStore
package import Policy
package import SyncCore

/// A step of a verification body in a job.
package enum JobStep: Sendable {
    case accept
    /// Sends the application back; the reason stands in the op.
    case giveBack
    case schedule(on: Day)
    /// `issuedOn` is the day of the certificate, which completes a verification; the day of the test
    /// where none is given.
    case complete(testedOn: Day, issuedOn: Day?)

    /// Takes the step in jobs: in all of them, or in none.
    ///
    /// - Throws: `VerificationError`, `StoreError`.
    package func take(
        in jobs: [RecordID],
        of store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws {
        if case .complete(let tested, let issued?) = self, issued < tested {
            throw VerificationError.issuedBeforeTested(tested: tested, issued: issued)
        }
        try store.write(at: author.now, random: &random) { writer in
            for id in jobs {
                guard let job = try writer.application(id) else {
                    throw VerificationError.unknownJob(id)
                }
                guard job.asks(writer.site) else { throw VerificationError.jobNotYours(id) }
                let from = job.state ?? .withdrawn
                guard job.allows(state, at: author.now) else {
                    throw VerificationError.stepNotAllowed(id, from: from, to: state)
                }
                let patch = Patch(.application, id, fields(on: author.day))
                try writer.append(author.change([patch], of: job.instrument))
            }
            return ((), author.writeOutcome)
        }
    }

    private var state: ApplicationState {
        switch self {
        case .accept: .accepted
        case .giveBack: .returned
        case .schedule: .scheduled
        case .complete: .completed
        }
    }

    private func fields(on today: Day) -> [Patch.Field] {
        func field(_ name: ApplicationField, _ value: String) -> Patch.Field {
            Patch.Field(name.rawValue, value)
        }
        let state = field(.state, state.rawValue)
        return switch self {
        case .accept: [field(.acceptedOn, today.description), state]
        case .giveBack: [state]
        case .schedule(let day): [field(.scheduledOn, day.description), state]
        case .complete(let tested, let issued):
            [
                field(.completedOn, (issued ?? tested).description), state,
                field(.testedOn, tested.description),
            ]
        }
    }
}

extension ApplicationRecord {
    /// Whether the application asks the organisation of a site, as a verification body.
    package func asks(_ site: Site) -> Bool {
        site.role == .verificationBody && self[.body] == site.organisation
    }

    /// Whether the table by which the hub decides lets the job go on to a state.
    func allows(_ next: ApplicationState, at now: Instant) -> Bool {
        let authority = Authority.inForce(at: now)
        let rule = authority.rule(for: .application, ApplicationField.state.rawValue)
        guard let state, case .stateMachine(let transitions)? = rule?.mode else { return false }
        return transitions.allows(state.rawValue, next.rawValue)
    }
}
