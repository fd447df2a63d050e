import Signing
import SyncCore

/// The certificates with which sites call.
enum SiteCertificate {
    private static let days: Int64 = 90
    /// Certificates begin a little early, for clocks that do not quite agree.
    private static let earlySeconds: Int64 = 300

    /// Certifies the key of a request. Whose it is says the hub, not the request.
    static func issue(
        for request: String,
        site: RecordID,
        organisation: String,
        party: Party,
        by authority: CertificateAuthority,
        at now: Instant
    ) throws(Problem) -> Certificate {
        var random = SystemRandomNumberGenerator()
        do throws(SigningError) {
            return try authority.issueClient(
                for: CertificateRequest(pem: request),
                commonName: site.description,
                organisation: organisation,
                unit: party.rawValue,
                serial: HubHome.serial(using: &random),
                from: now.seconds - earlySeconds,
                until: now.seconds + days * 24 * 3600
            )
        } catch {
            throw Problem(
                422,
                "bad-certificate-request",
                "the certificate request cannot be granted",
                detail: error.description
            )
        }
    }
}

extension Certificate {
    /// When it ends.
    var expires: Instant { Instant(milliseconds: notAfter * 1000) }
}
