import NIOSSL
import Signing
import SyncCore

/// A site that has joined, as a client that does nothing but push: what it sends is made and signed before the clock
/// starts, so that a machine with two cores measures its hub.
struct LoadSite: Sendable {
    let id: RecordID
    let organisation: String
    let signingKey = Ed25519PrivateKey.generate()
    let tlsKey = P256PrivateKey.generate()
    private(set) var certificate = ""
    private var newIDs = RecordIDGenerator()
    private var seq: Int64 = 0
    private var previous = OpSeal.origin
    private var time = HybridTime(bits: 0)
    private var registered: [RecordID] = []

    init(_ number: Int, at now: Instant) {
        var random = SystemRandomNumberGenerator()
        id = newIDs.next(at: now, using: &random)
        let digits = String(number)
        organisation = "913301060" + String(repeating: "0", count: 9 - digits.count) + digits
    }

    func certified(by certificate: String) -> LoadSite {
        var site = self
        site.certificate = certificate
        return site
    }

    /// How a client without a certificate speaks to the hub of an authority.
    static func strangerTLS(trusting authority: String) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        let roots = try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8))
        tls.trustRoots = .certificates(roots)
        return tls
    }

    /// How the site proves itself on a connection.
    func tls(trusting authority: String) throws -> NIOSSLContext {
        var tls = try Self.strangerTLS(trusting: authority)
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        tls.certificateChain = chain.map { .certificate($0) }
        tls.privateKey = .privateKey(
            try NIOSSLPrivateKey(bytes: Array(tlsKey.pem.utf8), format: .pem)
        )
        return try NIOSSLContext(configuration: tls)
    }

    // MARK: What it says

    /// The next batch: registrations, and the time after that a change of each of these.
    mutating func batch(of count: Int, for hub: RecordID, at now: Instant) -> LoadRequest {
        var random = SystemRandomNumberGenerator()
        let isChange = !registered.isEmpty
        let ids =
            isChange
            ? registered : (0..<count).map { _ in newIDs.next(at: now, using: &random) }
        registered = isChange ? [] : ids
        let ops = ids.map { id in
            op(isChange ? .change : .register, id, isChange ? Self.change : Self.ledger(seq), now)
        }
        let batch = PushBatch.sign(ops, of: self.id, for: hub, with: signingKey)
        return LoadRequest(batch)
    }

    private mutating func op(
        _ kind: OpKind,
        _ id: RecordID,
        _ fields: [Patch.Field],
        _ now: Instant
    ) -> WireOp {
        seq += 1
        time = time.next(at: now)
        let header = OpHeader(
            site: self.id,
            incarnation: 1,
            seq: seq,
            time: time,
            claimedAt: now,
            aggregate: id,
            kind: kind,
            batch: nil
        )
        let body = OpBody(author: "bench", patches: [Patch(.instrument, id, fields)]).canonical
        let salt = (0..<OpSeal.saltLength).map { _ in UInt8.random(in: 0...255) }
        let seal = OpSealer().seal(header, body: body, salt: salt, after: previous)
        previous = seal.hash
        return WireOp(header: header, body: body, seal: seal)
    }

    private static func ledger(_ number: Int64) -> [Patch.Field] {
        [
            .init("accuracy", "1.6 级"), .init("category", "压力"), .init("compulsory", "true"),
            .init("location", "一车间 3 号釜"), .init("manufacturer", "上海自动化仪表四厂"),
            .init("model", "Y-100"), .init("name", "弹簧管式一般压力表"),
            .init("purpose", "安全防护"), .init("range", "(0~1.6)MPa"), .init("regime", "periodic"),
            .init("serial", "L\(number)"), .init("status", "in_use"),
        ]
    }

    private static let change: [Patch.Field] = [
        .init("location", "二车间 1 号釜"), .init("status", "standby"),
    ]
}
