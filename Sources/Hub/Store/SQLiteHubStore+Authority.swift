import GRDB
import Signing
import Storage
package import SyncCore

extension SQLiteHubStore {
    package func filings(waitingOnly: Bool) async throws -> [HubFiling] {
        try await read { database in
            let row = try PreparedStatement(
                """
                SELECT line, owner FROM record
                WHERE kind = 'instrument' AND state IS NOT NULL AND line IS NOT NULL
                    AND (state = 'filed' OR NOT ?)
                ORDER BY id
                """,
                in: database
            )
            defer { row.reset() }
            row.bind(1, waitingOnly ? 1 : 0)
            var filings: [HubFiling] = []
            while try row.step() {
                if let filing = try Self.filing(row) { filings.append(filing) }
            }
            return filings
        }
    }

    private static func filing(_ row: PreparedStatement) throws -> HubFiling? {
        let record = try RecordRows.record(row)
        let state = record.values[InstrumentField.filing.rawValue]
        guard let state = state.flatMap(FilingState.init(rawValue:)) else { return nil }
        return HubFiling(
            instrument: record.id,
            organisation: row.text(1) ?? "",
            name: record.values[InstrumentField.name.rawValue],
            model: record.values[InstrumentField.model.rawValue],
            serial: record.values[InstrumentField.serial.rawValue],
            state: state
        )
    }

    package func applications() async throws -> [HubApplication] {
        try await read { database in
            let row = try PreparedStatement(
                """
                SELECT line, owner, aggregate, EXISTS (
                    SELECT * FROM reader
                    WHERE reader.aggregate = record.aggregate AND reader.organisation = body
                )
                FROM record WHERE kind = 'application' AND line IS NOT NULL ORDER BY id
                """,
                in: database
            )
            defer { row.reset() }
            var applications: [HubApplication] = []
            while try row.step() { applications.append(try Self.application(row)) }
            return applications
        }
    }

    private static func application(_ row: PreparedStatement) throws -> HubApplication {
        let record = try RecordRows.record(row)
        let state = record.values[ApplicationField.state.rawValue]
        return HubApplication(
            id: record.id,
            instrument: RecordID(trusted: row.text(2) ?? ""),
            organisation: row.text(1) ?? "",
            body: record.values[ApplicationField.body.rawValue],
            state: state.flatMap(ApplicationState.init(rawValue:)) ?? .applied,
            appliedOn: record.values[ApplicationField.appliedOn.rawValue],
            isAssigned: row.integer(3) == 1
        )
    }

    // MARK: Acts

    /// All or nothing: an act on what nobody has registered, or one that the merge would
    /// not let stand, throws and leaves nothing behind.
    package func act(_ drafts: [AuthorityDraft], at now: Instant) async throws -> AcceptedBatch {
        let accepted = try await writeAggregates { database, cache in
            try self.write(drafts, at: now, in: database, &cache)
        }
        if drafts.contains(where: \.erases) { await finishErasure() }
        return accepted
    }

    /// Writes ops of the authority in a transaction that is open.
    func write(
        _ drafts: [AuthorityDraft],
        at now: Instant,
        in database: Database,
        _ cache: inout AggregateCache
    ) throws -> AcceptedBatch {
        // The authority has no code of its own at a hub; the author of each act is named in it.
        let organisation = Party.authority.rawValue
        let sender = Sender(site: hub, organisation: organisation, party: .authority)
        var intake = try Intake(
            database,
            hub: hub,
            keys: keyring.keys,
            sender: sender,
            cache: &cache,
            at: now
        )
        let ops = try Self.sealed(
            drafts,
            by: hub,
            base: intake.head.seq,
            salt: salt,
            at: now,
            in: database
        )
        let verdicts = try intake.judge(ops.map(IncomingOp.init))
        try Self.requireEffect(verdicts, intake, drafts)
        let accepted = try intake.write(verdicts, signedBy: keyring.key, answeredAt: now)
        cache = intake.cacheAfterwards()
        return accepted
    }

    /// The authority's ops are chained like those of a site: the hub is one, and every recovery from a
    /// backup begins another life of it.
    private static func sealed(
        _ drafts: [AuthorityDraft],
        by hub: RecordID,
        base: Int64,
        salt: () -> [UInt8],
        at now: Instant,
        in database: Database
    ) throws -> [WireOp] {
        var (seq, previous, time) = try chain(of: hub, in: database)
        // Numbered like the epochs, which also say by which numbers `base` counts.
        let incarnation = try EpochRows.current(database).epoch
        let sealer = OpSealer()
        return drafts.map { draft in
            seq += 1
            time = time.next(at: now)
            let header = OpHeader(
                site: hub,
                incarnation: incarnation,
                seq: seq,
                time: time,
                claimedAt: now,
                aggregate: draft.aggregate,
                kind: draft.kind,
                batch: nil,
                base: base,
                baseEpoch: incarnation
            )
            let body = OpBody(author: draft.author, reason: draft.reason, patches: draft.patches)
            let seal = sealer.seal(header, body: body.canonical, salt: salt(), after: previous)
            previous = seal.hash
            return WireOp(header: header, body: body.canonical, seal: seal)
        }
    }

    /// Number, hash and time of the hub's own newest op.
    private static func chain(
        of hub: RecordID,
        in database: Database
    ) throws -> (seq: Int64, hash: [UInt8], time: HybridTime) {
        let row = try PreparedStatement(
            """
            SELECT op_seq, hash, time FROM log WHERE site = ?
            ORDER BY incarnation DESC, op_seq DESC LIMIT 1
            """,
            in: database
        )
        defer { row.reset() }
        row.bind(1, hub.description)
        guard try row.step() else { return (0, OpSeal.origin, HybridTime(bits: 0)) }
        let time = HybridTime(bits: UInt64(bitPattern: row.integer(2)))
        return (row.integer(0), row.blob(1), time)
    }

    private static func requireEffect(
        _ verdicts: [Intake.Verdict],
        _ intake: Intake,
        _ drafts: [AuthorityDraft]
    ) throws {
        for (verdict, draft) in zip(verdicts, drafts) {
            guard case .entry(let position) = verdict else {
                throw HubError.unknownRecord(draft.aggregate.description)
            }
            let lost = intake.entries[position].notes.first {
                $0.outcome == .forbidden || $0.outcome == .superseded
            }
            if let lost { throw HubError.notPossible("\(lost.field): \(lost.rule.rawValue)") }
        }
    }
}

extension AuthorityDraft {
    /// Whether words have to go from every file.
    fileprivate var erases: Bool {
        kind == .withdraw && patches.contains(where: \.kind.isErasedWhenWithdrawn)
    }
}
