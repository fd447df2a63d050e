import Hub
import Signing
import SyncCore
import TestSupport

extension HubTestSite {
    mutating func register(
        _ instrument: RecordID,
        words: String,
        by author: String
    ) -> WireOp {
        let values = ["regime": "periodic", "serial": "secret serial \(words)", "status": "in_use"]
        let body = OpBody(author: author, patches: [.instrument(instrument, values)])
        return op(.register, instrument, body: body.canonical)
    }
}

extension MemberSite {
    /// The same site and key with a certificate that another hub's authority has issued.
    func impersonated(at hub: RunningHub) throws -> MemberSite {
        let other = try RunningHub.makeHome(hub.folder.file("other"))
        let now = RunningHub.now().seconds
        let certificate = try other.authority.issueClient(
            for: CertificateRequest(pem: enrolment(token: "").certificateRequest),
            commonName: ops.id.description,
            organisation: ops.organisation,
            unit: ops.party.rawValue,
            serial: [1],
            from: now - 60,
            until: now + 3600
        )
        return showing(certificate.pem)
    }
}
