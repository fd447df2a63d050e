import Hub
import LocalStore
import Signing
import SyncAgent
import SyncCore

/// What a hub can never take: programs that write on what is not theirs.
extension Town {
    /// An instrument with a verification, of an enterprise that never comes again.
    static let stranger = RecordID(trusted: "019ab000-0000-7000-8000-0000000000b1")
    private static let strangerVerification = RecordID(
        trusted: "019ab000-0000-7000-8000-0000000000b2"
    )

    /// The first entry of the log, so that every backup has it.
    func foundStranger() async throws {
        let organisation = "91330106MA0000009X"
        try await hub.store.add(
            HubOrganisation(
                code: organisation,
                name: "过客",
                party: .userUnit,
                region: "330106"
            )
        )
        let site = RecordID(trusted: "019ab000-0000-7000-8000-0000000000b0")
        let header = OpHeader(
            site: site,
            incarnation: 1,
            seq: 1,
            time: HybridTime(bits: 1),
            claimedAt: hubTime,
            aggregate: Self.stranger,
            kind: .register,
            batch: nil,
            base: nil
        )
        let body = OpBody(
            author: "过客",
            patches: [Self.instrument(Self.stranger), Self.verification]
        ).canonical
        let salt = [UInt8](repeating: 1, count: OpSeal.saltLength)
        let seal = OpSealer().seal(header, body: body, salt: salt, after: OpSeal.origin)
        let op = WireOp(header: header, body: body, seal: seal)
        let member = HubSite(
            id: site,
            organisation: organisation,
            party: .userUnit,
            name: "过客",
            incarnation: 1,
            signingKey: [],
            certificateFingerprint: "",
            certificateExpires: hubTime,
            enrolledAt: hubTime
        )
        let batch = PushBatch(site: site, hub: SimulatedHub.id, ops: [op], signature: [])
        _ = try await hub.store.accept(batch, from: member, at: hubTime)
        try witness.observe(hub.eyes, in: self)
    }

    private static func instrument(_ id: RecordID) -> Patch {
        let fields = [
            ("compulsory", "true"), ("manufacturer", "示例衡器一厂"), ("model", "ACS-30"),
            ("regime", "periodic"), ("serial", "7"), ("status", "in_use"),
        ]
        return Patch(.instrument, id, fields.map { Patch.Field($0.0, $0.1) })
    }

    private static var verification: Patch {
        let fields = [("declared", "true"), ("result", "pass"), ("verifiedOn", "2026-01-02")]
        return Patch(.verification, strangerVerification, fields.map { Patch.Field($0.0, $0.1) })
    }

    /// Registers another's instrument, writes another's record, or reports on what nobody has asked for.
    func overreach(at site: SimulatedSite, on own: RecordID) throws {
        guard let store = site.store else { return }
        let kind: OpKind
        let patches: [Patch]
        let isUnit = site.plan.role == .userUnit
        // A site's own tables would not take one record twice.
        let isThere = try site.eyes?.ids(.verification).contains(Self.strangerVerification)
        guard isThere == false else { return }
        if isUnit, site.people.happens(5_000), try store.instrument(Self.stranger) == nil {
            (kind, patches) = (.register, [Self.instrument(Self.stranger)])
        } else {
            (kind, patches) = (.change, [Self.verification])
        }
        let aggregate = kind == .register || !isUnit ? Self.stranger : own
        let author = author(at: site)
        try change(site) { store in
            try store.write(at: author.now, random: &site.random) { writer in
                let body = OpBody(author: author.name, reason: author.reason, patches: patches)
                try writer.append(OpDraft(aggregate: aggregate, kind: kind, body: body))
                return ((), .commit)
            }
        }
        note(site.name, "oversteps: \(kind) of \(patches[0].id) on \(aggregate)")
    }

    // MARK: What must come of it

    /// Lets a site keep an answer, and compares what it has of other records before and after. Refusals are
    /// few, so the process dies rather often between their two commits.
    func containing<Value>(
        _ refused: [Int64],
        at site: SimulatedSite,
        _ work: () throws -> Value
    ) throws -> Value {
        guard !refused.isEmpty, let eyes = site.eyes else { return try work() }
        site.wasRefused = true
        let aggregates = try eyes.aggregates(of: refused)
        let before = try eyes.tables(except: aggregates)
        let tables = DiskImage.taken(of: site.home + "/replica.db")
        let value = try work()
        defer {
            if (1...10).contains(where: { _ in weather.strikes(.overlayLost) }) {
                site.dyingTables = tables
            }
        }
        let after = try eyes.tables(except: aggregates)
        guard before == after else {
            throw Violation(
                .containment,
                "a refusal at \(site.name) changes others: \(Self.difference(after, before))"
            )
        }
        return value
    }

    /// After a start, nothing that was refused is in the tables. Where the disk has no room for a second
    /// fold just then, a later start looks.
    func checkRefusals(of site: SimulatedSite) throws {
        let report: IntegrityReport?
        do { report = try site.store?.checkIntegrity() } catch let error as StoreError
            where error.isOfDisk
        { return try checkRefusal(error, at: site) }
        site.wasRefused = false
        guard let report, !report.isSound else { return }
        throw Violation(.containment, "\(site.name) shows what was refused: \(report)")
    }
}

extension PushAnswer {
    /// The numbers of the ops that it refuses.
    var refusedOps: [Int64] {
        outcomes.compactMap { if case .refused(let seq, _, _) = $0 { seq } else { nil } }
    }
}
