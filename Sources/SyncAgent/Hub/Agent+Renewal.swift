import LocalStore
import SyncCore

// A certificate is renewed beside everything else. The former one stays good at the hub, so requests that are on
// their way need not be waited for.

extension Agent {
    /// Asks for the next certificate, where it is time for it. What goes wrong is tried again with the next
    /// round, by a daemon when it next looks at the day.
    func renewIfDue(in group: inout ThrowingTaskGroup<Arrival, any Error>) throws {
        guard !isRenewing, renewed == nil, let store,
            let life = CertificateLife(of: joined.membership),
            life.isRenewalDue(at: try store.hubNow(at: clock()))
        else { return }
        let renewal: Renewal
        do throws(SiteKeys.KeysError) {
            renewal = try Renewal(of: joined, home: home)
        } catch { return tell(.failure(.keys(error))) }
        isRenewing = true
        group.addTask { [hub] in
            do throws(HubFault) {
                return .renewal(.success(try await renewal.run(hub)), former: renewal.former)
            } catch { return .renewal(.failure(error), former: renewal.former) }
        }
    }

    /// Tells that the end of the certificate has come a step nearer. While the next one is asked for there is
    /// nothing to tell yet.
    func tellOfEnd() throws {
        guard !isRenewing, let store, let life = CertificateLife(of: joined.membership) else {
            return
        }
        let now = try store.hubNow(at: clock())
        let step = life.step(at: now)
        defer { toldStep = step }
        if let step, step != toldStep { onEnding(life, now) }
    }

    /// Keeps a new certificate, and speaks with it from now on.
    func keep(_ outcome: Result<Membership, HubFault>, insteadOf former: Membership) throws {
        switch outcome {
        case .failure(let fault):
            tell(.failure(.hub(fault)))
            try noteRevocation(by: fault)
            try tellOfEnd()
        case .success(let membership):
            tell(.success(membership.certificateExpires))
            renewed = (membership, former)
            _ = try adoptMembership()
        }
    }

    /// Takes the membership as the store has it, once it is at hand; `true` where it is another than before.
    ///
    /// A command that had the store may have renewed or joined again meanwhile. Then what has come here is not
    /// needed: for the same key the hub has given the same.
    func adoptMembership() throws -> Bool {
        guard let store else { return false }
        if let (membership, former) = renewed, let present = try store.membership(),
            present.with(former.keys) == former
        {
            try store.join(membership.with(present.keys))
        }
        renewed = nil
        try keepKeys()
        guard let now = try Joined(of: store), now.membership != joined.membership
        else { return false }
        joined = now
        receiptCheck = ReceiptCheck(keys: now.hubKeys)
        revokedAt = nil
        hub = settings.connect(now)
        return true
    }

    /// A refusal of the certificate by its cause, where the certificate has ended.
    func named(_ event: SyncMachine.Event) -> SyncMachine.Event {
        let end = joined.membership.certificateExpires
        guard clock() > end else { return event }
        switch event {
        case .pushFailed(let fault, let number) where fault.isAsOfExpired:
            return .pushFailed(.expired(at: end), number: number)
        case .pullFailed(let fault) where fault.isAsOfExpired:
            return .pullFailed(.expired(at: end))
        default: return event
        }
    }

    private func tell(_ outcome: Result<Instant, Renewal.Failure>) {
        report.renewal = outcome
        onRenewal(outcome)
    }
}
