import Hub
import Signing
import SyncAgent
import SyncCore
import TestSupport

/// A site that only pushes, through the agent's own wire, and keeps what it was told.
struct StormSite: Sendable {
    let id: RecordID
    let organisation: String
    let signingKey = Ed25519PrivateKey.generate()
    let tlsKey = P256PrivateKey.generate()
    private(set) var certificate = ""
    private var ids = RecordIDGenerator()
    private var random: SeededGenerator
    private var seq: Int64 = 0
    private var previous = OpSeal.origin
    private var instruments: [RecordID] = []

    init(_ number: Int, seed: UInt64, at now: Instant) {
        random = SeededGenerator(seed: seed &+ UInt64(1 + number))
        id = ids.next(at: now, using: &random)
        organisation = "91330106MA00000" + String(100 + number)
    }

    /// Joins by the hub's store, before the hub is started.
    mutating func join(_ home: HubHome, _ store: SQLiteHubStore, at now: Instant) async throws {
        let request = try CertificateRequest.make(
            key: tlsKey,
            commonName: "storm",
            organisation: "",
            unit: ""
        )
        let given = try home.authority.issueClient(
            for: CertificateRequest(pem: request),
            commonName: id.description,
            organisation: organisation,
            unit: Party.userUnit.rawValue,
            serial: [1] + (0..<15).map { _ in UInt8.random(in: 0...255, using: &random) },
            from: now.seconds - 3600,
            until: now.seconds + 86_400
        )
        certificate = given.pem
        let token = SHA256().digest(Array(id.description.utf8))
        try await store.add(
            HubOrganisation(code: organisation, name: "示例", party: .userUnit, region: nil)
        )
        try await store.add(
            EnrolmentToken(
                digest: token,
                organisation: organisation,
                party: .userUnit,
                uses: 1,
                expires: now.adding(milliseconds: 86_400_000)
            )
        )
        let member = HubSite(
            id: id,
            organisation: organisation,
            party: .userUnit,
            name: "示例",
            incarnation: 1,
            signingKey: signingKey.publicKey.raw,
            certificateFingerprint: given.fingerprint,
            certificateExpires: Instant(milliseconds: given.notAfter * 1000),
            enrolledAt: now
        )
        let use = TokenUse(
            token: token,
            key: given.publicKeyPin,
            certificate: given.der,
            at: now,
            address: nil
        )
        _ = try await store.enrol(member, using: use)
    }

    /// Registrations of some instruments, and changes of some that it has registered before.
    private mutating func nextBatch(for hub: RecordID, at now: Instant) -> PushBatch {
        let ops = (1...Int.random(in: 1...5, using: &random)).map { _ in
            let known = instruments.randomElement(using: &random)
            guard let known, Bool.random(using: &random) else {
                let new = ids.next(at: now, using: &random)
                instruments.append(new)
                let fields = [
                    Patch.Field("regime", "periodic"), Patch.Field("serial", "S\(seq)"),
                    Patch.Field("status", "in_use"),
                ]
                return op(.register, new, fields, at: now)
            }
            return op(.change, known, [Patch.Field("location", "\(seq) 号仓")], at: now)
        }
        return PushBatch.sign(ops, of: id, for: hub, with: signingKey)
    }

    private mutating func op(
        _ kind: OpKind,
        _ instrument: RecordID,
        _ fields: [Patch.Field],
        at now: Instant
    ) -> WireOp {
        seq += 1
        let header = OpHeader(
            site: id,
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq)).next(at: now),
            claimedAt: now,
            aggregate: instrument,
            kind: kind,
            batch: nil
        )
        let patch = Patch(.instrument, instrument, fields)
        let body = OpBody(author: "storm", patches: [patch]).canonical
        let salt = (0..<OpSeal.saltLength).map { _ in UInt8.random(in: 0...255, using: &random) }
        let seal = OpSealer().seal(header, body: body, salt: salt, after: previous)
        previous = seal.hash
        return WireOp(header: header, body: body, seal: seal)
    }

    // MARK: Pushing

    /// What it was told.
    struct Told: Sendable {
        var receipts: [OpID: Receipt] = [:]
        var busy = 0
        var lost = 0
        /// Receipts that were others when the same batch came again.
        var changed = 0
    }

    /// Pushes batches one after another, each until it is acknowledged, and some once more after that.
    mutating func push(
        _ count: Int,
        to hub: RecordID,
        by client: WireHubClient,
        at now: Instant
    ) async throws -> Told {
        var told = Told()
        for _ in 0..<count {
            let batch = nextBatch(for: hub, at: now)
            let answer = try await acknowledged(batch, by: client, &told)
            for (op, outcome) in zip(batch.ops, answer.outcomes) {
                guard case .received(let receipt, _) = outcome else {
                    throw TownError("refused: \(outcome)")
                }
                told.receipts[op.header.id] = receipt
            }
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            let again = try await acknowledged(batch, by: client, &told)
            if again.outcomes != answer.outcomes { told.changed += 1 }
        }
        return told
    }

    private func acknowledged(
        _ batch: PushBatch,
        by client: WireHubClient,
        _ told: inout Told
    ) async throws -> PushAnswer {
        let deadline = ContinuousClock.now + .seconds(240)
        while true {
            do throws(HubFault) { return try await client.push(batch) } catch {
                switch error {
                case .busy: told.busy += 1
                case .unreachable, .cut, .garbled, .stalled: told.lost += 1
                default: throw error
                }
                guard ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
