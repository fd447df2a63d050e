import FaultyDisk
import Hub
import Signing
import SyncCore
import TestSupport

/// A hub's store in a folder of its own, with organisations and sites that have joined.
final class HubStoreFixture: Sendable {
    static let now = Instant(milliseconds: 1_795_420_800_000)
    static let enterprise = "91330106MA00000003"
    static let stranger = "91330106MA00000011"
    static let body = "12330000470000001X"
    static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000ff")

    let folder: TemporaryFolder
    let receiptKey: Ed25519PrivateKey
    let store: SQLiteHubStore
    /// The disk under the store, where it can fail.
    let disk: FaultyDisk?

    init(knowsBody: Bool = true, onFaultyDisk: Bool = false) async throws {
        folder = try TemporaryFolder(isInMemory: onFaultyDisk)
        disk = onFaultyDisk ? try FaultyDisk(at: folder.path) : nil
        receiptKey = try Ed25519PrivateKey(raw: [UInt8](repeating: 7, count: 32))
        store = try SQLiteHubStore(folder: folder.path, hub: Self.hub, receiptKey: receiptKey)
        try await store.add(Self.organisation(Self.enterprise, .userUnit))
        try await store.add(Self.organisation(Self.stranger, .userUnit))
        if knowsBody { try await store.add(Self.organisation(Self.body, .verificationBody)) }
    }

    /// The next certificate of a site, by an authority that nobody knows.
    static func renewal(
        of site: RecordID,
        former: String = "ab"
    ) throws -> CertificateRenewal {
        let authority = try CertificateAuthority.create(
            name: "x",
            at: now.seconds,
            years: 1,
            serial: [1]
        )
        let certificate = try authority.issueClient(
            for: CertificateRequest(
                pem: CertificateRequest.make(
                    key: .generate(),
                    commonName: "x",
                    organisation: "",
                    unit: ""
                )
            ),
            commonName: site.description,
            organisation: enterprise,
            unit: "user-unit",
            serial: [2],
            from: now.seconds,
            until: now.seconds + 90 * 86_400
        )
        return CertificateRenewal(
            site: site,
            former: former,
            certificate: certificate
        )
    }

    static func organisation(_ code: String, _ party: Party) -> HubOrganisation {
        HubOrganisation(code: code, name: "示例单位", party: party, region: "330106")
    }

    /// Pushes ops of a site as one batch.
    func push(
        _ ops: [WireOp],
        of site: HubTestSite,
        showing own: [OwnPlace] = [],
        at now: Instant = HubStoreFixture.now
    ) async throws -> AcceptedBatch {
        let batch = PushBatch(site: site.id, hub: Self.hub, own: own, ops: ops, signature: [])
        return try await store.accept(batch, from: site.member, at: now)
    }

    /// Everything a site may read from the start, in pages of a size.
    func feed(of site: HubTestSite, limit: Int = 1000) async throws -> [FeedFrame] {
        var cursor = Cursor.start(epoch: try await store.head().epoch)
        var frames: [FeedFrame] = []
        while true {
            let page = try await store.page(
                for: site.member,
                after: cursor,
                having: .everything,
                limit: limit
            )
            frames += page.frames
            cursor = page.cursor
            if page.isLast { return frames }
        }
    }

    /// The lines of an export.
    func lines(of organisation: String?) async throws -> [String] {
        let lines = Lines()
        try await store.forEachRecord(of: organisation) { record in
            lines.append(record.json.canonicalText)
        }
        return lines.all
    }
}

/// A site that makes ops and seals them into its chain.
struct HubTestSite {
    let id: RecordID
    let organisation: String
    let party: Party
    /// How far the site has read.
    var base: Int64?
    var now = HubStoreFixture.now
    private var seq: Int64 = 0
    private var previous = OpSeal.origin
    private var time = HybridTime(bits: 0)

    init(_ number: Int, of organisation: String, _ party: Party = .userUnit) {
        self.id = Self.record(900 + number)
        self.organisation = organisation
        self.party = party
    }

    var member: HubSite { member(fingerprint: "ab") }

    func member(fingerprint: String, key: UInt8 = 1) -> HubSite {
        HubSite(
            id: id,
            organisation: organisation,
            party: party,
            name: "示例站点",
            incarnation: 1,
            signingKey: [UInt8](repeating: key, count: 32),
            certificateFingerprint: fingerprint,
            certificateExpires: HubStoreFixture.now,
            enrolledAt: HubStoreFixture.now
        )
    }

    static func record(_ number: Int) -> RecordID {
        let digits = String(number)
        let zeros = String(repeating: "0", count: 12 - digits.count)
        return RecordID(trusted: "019ab000-0000-7000-8000-" + zeros + digits)
    }

    /// The next op of the site, with any body.
    mutating func op(_ kind: OpKind, _ aggregate: RecordID, body: [UInt8]) -> WireOp {
        seq += 1
        time = time.next(at: now)
        let header = OpHeader(
            site: id,
            incarnation: 1,
            seq: seq,
            time: time,
            claimedAt: now,
            aggregate: aggregate,
            kind: kind,
            batch: nil,
            base: base
        )
        let salt = [UInt8](repeating: UInt8(truncatingIfNeeded: seq), count: OpSeal.saltLength)
        let seal = OpSealer().seal(header, body: body, salt: salt, after: previous)
        previous = seal.hash
        return WireOp(header: header, body: body, seal: seal)
    }

    mutating func op(_ kind: OpKind, _ aggregate: RecordID, _ patches: [Patch]) -> WireOp {
        op(kind, aggregate, body: OpBody(author: "王会计", patches: patches).canonical)
    }

    mutating func register(_ instrument: RecordID, serial: String = "00123") -> WireOp {
        let values = ["regime": "periodic", "serial": serial, "status": "in_use"]
        return op(.register, instrument, [.instrument(instrument, values)])
    }

    mutating func change(_ instrument: RecordID, _ values: [String: String?]) -> WireOp {
        op(.change, instrument, [.instrument(instrument, values)])
    }

    /// Asks a body to verify an instrument.
    mutating func apply(
        _ application: RecordID,
        for instrument: RecordID,
        to body: String = HubStoreFixture.body
    ) -> WireOp {
        let values = ["appliedOn": "2026-11-23", "body": body, "state": "applied"]
        return op(.change, instrument, [.of(.application, application, values)])
    }
}

extension Patch {
    static func of(_ kind: RecordKind, _ id: RecordID, _ values: [String: String?]) -> Patch {
        Patch(kind, id, values.map { Field($0.key, $0.value) })
    }

    static func instrument(_ id: RecordID, _ values: [String: String?]) -> Patch {
        of(.instrument, id, values)
    }
}

extension AcceptedBatch {
    /// One word for each op, and the hub's number of those received.
    var summary: [String] {
        answer.outcomes.map { outcome in
            switch outcome {
            case .received(let receipt, _): "received \(receipt.statement.seq)"
            case .refused(_, let code, _): "refused \(code)"
            case .fork: "fork"
            }
        }
    }

    var receipts: [Receipt] {
        answer.outcomes.compactMap {
            if case .received(let receipt, _) = $0 { receipt } else { nil }
        }
    }

    /// The outcomes as they travel.
    var bytes: [UInt8] { JSONValue.array(answer.outcomes.map(\.json)).canonical }
}

extension FeedFrame {
    var stamp: OpStamp? {
        switch self {
        case .change(let op): op.stamp
        case .own(_, _, _, let stamp): stamp
        case .checkpoint: nil
        }
    }
}

extension OwnOps {
    /// What a site has that has lost nothing.
    static let everything = OwnOps(incarnation: 1, head: .max)
}

extension WireOp {
    /// The op as a batch shows that its site has it.
    var place: OwnPlace { OwnPlace(name: header.ownName, hash: seal.hash) }
}

extension HubStore {
    /// Uses a token up for a site, whose certificate is only a name here.
    @discardableResult
    func enrol(_ site: HubSite, tokenDigest: [UInt8], at now: Instant) async throws -> [UInt8] {
        let certificate = Array(site.certificateFingerprint.utf8)
        return try await enrol(
            site,
            using: TokenUse(
                token: tokenDigest,
                key: site.certificateFingerprint,
                certificate: certificate,
                at: now,
                address: "192.0.2.7"
            )
        )
    }
}
