import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport

/// A wire that answers by a script and remembers what was asked.
final class ScriptedWire: HubWire {
    private let script: Mutex<[Result<HTTPResponse, WireError>]>
    private let seen = Mutex<[HTTPRequest]>([])

    init(_ script: [Result<HTTPResponse, WireError>]) {
        self.script = Mutex(script)
    }

    var requests: [HTTPRequest] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(WireError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw .broken(detail: "the script is over") }
        return try next.get()
    }
}

/// A hub's keys, and what it says with them.
struct HubFixture: Sendable {
    static let hub = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b1")
    static let site = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")
    static let organisation = "91330106MA00000003"
    static let now = Instant(milliseconds: 1_795_420_800_000)

    let authority: CertificateAuthority
    let receiptKey = Ed25519PrivateKey.generate()
    var keys: HubKeys { HubKeys(hub: Self.hub, first: .ed25519(receiptKey.publicKey)) }

    init() throws {
        authority = try CertificateAuthority.create(
            name: "测试平台",
            at: Self.now.seconds,
            years: 10,
            serial: [1]
        )
    }

    /// An op of the site.
    static func op(_ seq: Int64) -> WireOp {
        let header = OpHeader(
            site: site,
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq) << 16),
            claimedAt: now,
            aggregate: site,
            kind: .change,
            batch: nil
        )
        let seal = OpSealer().seal(
            header,
            body: Array("{}".utf8),
            salt: [UInt8](repeating: 1, count: OpSeal.saltLength),
            after: OpSeal.origin
        )
        return WireOp(header: header, body: Array("{}".utf8), seal: seal)
    }

    /// What the hub states on receiving an op.
    func statement(
        _ op: WireOp,
        hub: RecordID = HubFixture.hub,
        hash: [UInt8]? = nil
    ) -> ReceiptStatement {
        ReceiptStatement(
            hub: hub,
            op: op.header.id,
            hash: hash ?? op.seal.hash,
            aggregate: op.header.aggregate,
            epoch: 1,
            seq: op.header.seq,
            receivedAt: Self.now
        )
    }

    /// Receipts over statements, with this key or another.
    func receipts(
        _ statements: [ReceiptStatement],
        by key: (any StatementSigner)? = nil
    ) -> [Receipt] {
        let key: any StatementSigner = key ?? receiptKey
        let tree = MerkleTree(leaves: statements.map(\.json.canonical), of: key.suite)
        let root = ReceiptRoot.sign(tree, hub: Self.hub, with: key)
        return statements.enumerated().map { index, statement in
            Receipt(statement: statement, root: root, position: index, path: tree.path(to: index))
        }
    }

    /// The honest answer to a batch.
    func answer(_ ops: [WireOp]) -> PushAnswer {
        let receipts = receipts(ops.map { statement($0) })
        return PushAnswer(outcomes: receipts.map { .received($0, []) }, time: Self.now)
    }

    /// A batch of the site.
    static func batch(_ ops: [WireOp]) -> PushBatch {
        PushBatch.sign(ops, of: site, for: hub, with: .generate())
    }

    /// What the hub makes of a request; each part can be another.
    func grant(
        _ request: EnrolmentRequest,
        to site: RecordID? = nil,
        name: String? = nil,
        organisation: String? = nil,
        certificateRequest: String? = nil,
        by issuer: CertificateAuthority? = nil,
        ca: Certificate? = nil,
        keys: HubKeys? = nil
    ) throws -> EnrolmentAnswer {
        let certificate = try (issuer ?? authority).issueClient(
            for: CertificateRequest(pem: certificateRequest ?? request.certificateRequest),
            commonName: name ?? request.site.description,
            organisation: organisation ?? request.organisation,
            unit: request.party.rawValue,
            serial: [2],
            from: Self.now.seconds,
            until: Self.now.seconds + 90 * 86_400
        )
        return EnrolmentAnswer(
            site: site ?? request.site,
            certificate: certificate.pem,
            ca: (ca ?? authority.certificate).pem,
            hub: Self.hub,
            city: "测试市",
            keys: keys ?? self.keys,
            epoch: 1,
            certificateExpires: Self.now,
            time: Self.now
        )
    }

    /// The certificate of a site for 90 days from a moment.
    func certificate(
        for request: String,
        from: Instant,
        to site: RecordID,
        by issuer: CertificateAuthority? = nil
    ) throws -> Certificate {
        try (issuer ?? authority).issueClient(
            for: CertificateRequest(pem: request),
            commonName: site.description,
            organisation: Self.organisation,
            unit: "user-unit",
            serial: [3],
            from: from.seconds,
            until: from.seconds + 90 * 86_400
        )
    }

    /// The hub's answer to a request for the next certificate.
    func renewed(
        _ request: RenewalRequest,
        of site: RecordID,
        at now: Instant = HubFixture.now,
        by issuer: CertificateAuthority? = nil,
        name: RecordID? = nil,
        certificateRequest: String? = nil
    ) throws -> RenewalAnswer {
        let certificate = try certificate(
            for: certificateRequest ?? request.certificateRequest,
            from: now,
            to: name ?? site,
            by: issuer
        )
        return RenewalAnswer(
            site: site,
            certificate: certificate.pem,
            certificateExpires: now,
            time: now
        )
    }

    /// What a member knows of this hub.
    func membership() -> Membership {
        Membership(
            url: "https://127.0.0.1:1",
            hub: Self.hub,
            city: "测试市",
            ca: authority.certificate.pem,
            keys: keys,
            certificate: authority.certificate.pem,
            epoch: 1,
            joinedAt: Self.now,
            certificateExpires: Self.now
        )
    }
}
