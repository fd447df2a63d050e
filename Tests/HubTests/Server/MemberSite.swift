import Signing
import SyncCore
import TestSupport
import Testing

/// A site with its keys, before and after it has joined.
struct MemberSite: Sendable {
    var ops: HubTestSite
    private(set) var tlsKey = P256PrivateKey.generate()
    let signingKey = Ed25519PrivateKey.generate()
    var answer: EnrolmentAnswer?

    init(_ number: Int, of organisation: String, _ party: Party) {
        ops = HubTestSite(number, of: organisation, party)
    }

    func enrolment(token: String, request: String? = nil) throws -> EnrolmentRequest {
        EnrolmentRequest(
            token: token,
            certificateRequest: try request
                ?? CertificateRequest.make(
                    key: tlsKey,
                    commonName: "whoever",
                    organisation: "",
                    unit: ""
                ),
            signingKey: signingKey.publicKey.raw,
            site: ops.id,
            incarnation: 1,
            organisation: ops.organisation,
            party: ops.party,
            name: "示例站点"
        )
    }

    /// The site as a member, with the certificate that the hub has given.
    func enrolled(at hub: RunningHub, token: String) async throws -> MemberSite {
        let body = try enrolment(token: token).json.canonical
        let reply = try await hub.call("POST", "/v1/enroll", body: body)
        #expect(reply.status == 200, "\(reply)")
        var site = self
        let answer: EnrolmentAnswer = try #require(EnrolmentAnswer(json: reply.json))
        site.answer = answer
        return site
    }

    /// The same member with another certificate.
    func showing(_ certificate: String) -> MemberSite { with(tlsKey, certificate) }

    /// The site with another key and its certificate.
    func with(_ key: P256PrivateKey, _ certificate: String) -> MemberSite {
        var site = self
        site.tlsKey = key
        site.answer = answer.map {
            EnrolmentAnswer(
                site: $0.site,
                certificate: certificate,
                ca: $0.ca,
                hub: $0.hub,
                city: $0.city,
                keys: $0.keys,
                epoch: $0.epoch,
                certificateExpires: $0.certificateExpires,
                time: $0.time
            )
        }
        return site
    }

    /// A signed batch of ops.
    func batch(_ batch: [WireOp], for hub: RecordID) -> PushBatch {
        PushBatch.sign(batch, of: ops.id, for: hub, with: signingKey)
    }

    /// The arguments by which curl shows the certificate.
    func arguments(in hub: RunningHub) throws -> [String] {
        let name = answer.map { String($0.certificate.hashValue) } ?? "none"
        let certificate = try hub.folder.write(
            "\(name).pem",
            Array((answer?.certificate ?? "").utf8)
        )
        let key = try hub.folder.write("\(name)-key.pem", Array(tlsKey.pem.utf8))
        return ["--cert", certificate, "--key", key]
    }
}
