import Signing
package import SyncCore

/// Does what an operator asks: the one path to the hub for every command. The server's socket and a
/// command that opens the store itself both end here.
package struct HubControl: Sendable {
    /// Takes one object of the answer.
    typealias Emit = @Sendable (JSONValue) throws -> Void

    let surroundings: Surroundings
    var store: any HubStore { surroundings.store }

    package init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Does it, and hands over the objects of the answer in order. Throws `HubError`; then nothing
    /// has changed.
    package func perform(
        _ request: ControlRequest,
        emit: @escaping @Sendable (JSONValue) throws -> Void
    ) async throws {
        switch request {
        case .addOrganisation(let organisation):
            try await store.add(organisation)
            try emit(organisation.json)
        case .organisations:
            for organisation in try await store.organisations() { try emit(organisation.json) }
        case .createToken(let organisation, let party, let uses, let seconds):
            try await createToken(organisation, party, uses: uses, seconds: seconds, emit)
        case .sites:
            for site in try await store.sites() { try emit(site.json) }
        case .revoke(let id): try await revoke(id, emit)
        case .filings(let waitingOnly):
            for filing in try await store.filings(waitingOnly: waitingOnly) {
                try emit(filing.json)
            }
        case .register(let ids, let author):
            try await answerFilings(ids, .registered, by: author, reason: nil, emit)
        case .giveBack(let ids, let reason, let author):
            try await answerFilings(ids, .returned, by: author, reason: reason, emit)
        case .applications:
            for application in try await store.applications() { try emit(application.json) }
        case .duplicate(let request): try await perform(request, emit)
        case .assign(let id, let body, let author):
            try await assign(id, to: body, by: author, emit)
        case .fact(let request): try await perform(request, emit)
        case .document(let request): try await perform(request, emit)
        case .explain(let request): try await explain(request, emit)
        case .key(let request): try await perform(request, emit)
        case .export(let organisation):
            try await store.forEachRecord(of: organisation) { try emit($0.json) }
        case .statistics: try emit(try await statistics().json)
        case .collectBlobs(let dryRun):
            for blob in try await surroundings.blobs.collect(dryRun: dryRun) {
                try emit(["digest": .string(blob.digest), "size": .integer(blob.size)])
            }
        case .doctor:
            var report = try await store.checkIntegrity()
            (report.blobs, report.damagedBlobs) = try await surroundings.blobs.check()
            (report.chunks, report.damagedChunks) = try await surroundings.snapshots.check()
            try emit(report.json)
        case .recover(dryRun: true): try emit(try await store.recoveryPlan().json)
        case .recover:
            try emit(try await store.recover(at: surroundings.clock()).json)
            try surroundings.home.forgetBackup()
            // They are of the former epoch.
            await surroundings.snapshots.discardAll()
        case .backUp(let folder):
            let backup = BackupWriter(
                home: surroundings.home,
                store: store,
                blobs: surroundings.blobs
            )
            let report = try await backup.write(to: folder, at: surroundings.clock()) { percent in
                try emit(["percent": .integer(Int64(percent))])
            }
            try emit(report.json)
        }
    }

    private func statistics() async throws -> HubStatistics {
        var statistics = try await store.statistics(at: surroundings.clock())
        statistics.writeAheadBytes = surroundings.home.databaseBytes.writeAhead
        return statistics
    }

    // MARK: Who may join

    private func createToken(
        _ organisation: String,
        _ party: Party,
        uses: Int,
        seconds: Int64,
        _ emit: Emit
    ) async throws {
        _ = try await known(organisation, as: party)
        var random = SystemRandomNumberGenerator()
        let token = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }.hex
        let now = surroundings.clock()
        let expires = Instant(milliseconds: now.milliseconds + seconds * 1000)
        try await store.add(
            EnrolmentToken(
                digest: SHA256().digest(Array(token.utf8)),
                organisation: organisation,
                party: party,
                uses: uses,
                expires: expires
            )
        )
        try emit([
            "token": .string(token),
            "caPin": .string(surroundings.home.caPin),
            "expires": .string(expires.text),
        ])
    }

    private func known(_ code: String, as party: Party) async throws -> HubOrganisation {
        let organisations = try await store.organisations()
        guard let organisation = organisations.first(where: { $0.code == code }) else {
            throw HubError.unknownOrganisation(code)
        }
        guard organisation.party == party else { throw HubError.otherRole(code) }
        return organisation
    }

    private func revoke(_ id: RecordID, _ emit: Emit) async throws {
        guard let known = try await store.site(id) else {
            throw HubError.unknownSite(id.description)
        }
        try await store.revoke(id, at: surroundings.clock())
        // It may be waiting at the feed.
        await surroundings.signal.tell([known.organisation])
        if let site = try await store.site(id) { try emit(site.json) }
    }

    // MARK: The authority's acts

    /// Registers or returns filings, all of them or none.
    private func answerFilings(
        _ ids: [RecordID],
        _ state: FilingState,
        by author: String,
        reason: String?,
        _ emit: Emit
    ) async throws {
        let filings = Dictionary(
            uniqueKeysWithValues: try await store.filings(waitingOnly: false).map {
                ($0.instrument, $0)
            }
        )
        for id in ids {
            guard let filing = filings[id] else {
                throw HubError.unknownRecord(id.description)
            }
            guard filing.state == .filed else { throw HubError.notPossible(id.description) }
        }
        let drafts = ids.map { id in
            AuthorityDraft(
                aggregate: id,
                patches: [Self.patch(.instrument, id, InstrumentField.filing, state.rawValue)],
                author: author,
                reason: reason
            )
        }
        try await act(drafts)
        for id in ids {
            try emit(["id": .string(id.description), "state": .string(state.rawValue)])
        }
    }

    private func assign(
        _ id: RecordID,
        to body: String,
        by author: String,
        _ emit: Emit
    ) async throws {
        let applications = try await store.applications()
        guard let application = applications.first(where: { $0.id == id }) else {
            throw HubError.unknownRecord(id.description)
        }
        guard application.state == .applied else { throw HubError.notPossible(id.description) }
        _ = try await known(body, as: .verificationBody)
        try await act([
            AuthorityDraft(
                aggregate: application.instrument,
                patches: [Self.patch(.application, id, ApplicationField.body, body)],
                author: author,
                reason: nil
            )
        ])
        try emit(["id": .string(id.description), "body": .string(body)])
    }

    private static func patch(
        _ kind: RecordKind,
        _ id: RecordID,
        _ field: some RawRepresentable<String>,
        _ value: String
    ) -> Patch {
        Patch(kind, id, [Patch.Field(field.rawValue, value)])
    }

    /// Writes what the authority does, and wakes whoever reads it.
    func act(_ drafts: [AuthorityDraft]) async throws {
        let accepted = try await store.act(drafts, at: surroundings.clock())
        await surroundings.signal.tell(accepted.readers)
        for case .refused(_, let code, let detail) in accepted.answer.outcomes {
            throw HubError.notPossible("\(code): \(detail)")
        }
    }
}
