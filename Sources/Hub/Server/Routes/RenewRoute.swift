import Hummingbird
import Logging
import Signing
import SyncCore

/// `POST /v1/renew`: a site gets its next certificate, for a key that it has just made.
///
/// The certificate with which it has asked stays good until its own end. Were it to end sooner, say with the first use
/// of the next one, then whoever still has it would be shut out: a site whose answer was lost, a daemon beside a
/// command that has renewed, a home that was put back from a copy. It was trusted for that long anyway. Who fears
/// for a key revokes the site and lets it join with a new token; that ends all of its certificates.
enum RenewRoute {
    private static let bytesMax = 64 * 1024

    static func route(_ surroundings: Surroundings) -> Route {
        .certified(.post, "/v1/renew") { request, site, shown in
            let json = try await request.json(upTo: bytesMax)
            guard let wish = RenewalRequest(json: json) else {
                throw Problem(422, "bad-renewal", "the request to renew is not well formed")
            }
            return .json(try await renew(wish, of: site, showing: shown, surroundings).json)
        }
    }

    private static func renew(
        _ wish: RenewalRequest,
        of site: HubSite,
        showing shown: Certificate,
        _ surroundings: Surroundings
    ) async throws -> RenewalAnswer {
        let now = surroundings.clock()
        let certificate = try SiteCertificate.issue(
            for: wish.certificateRequest,
            site: site.id,
            organisation: site.organisation,
            party: site.party,
            by: surroundings.home.authority,
            at: now
        )
        guard certificate.publicKeyPin != shown.publicKeyPin else {
            throw Problem(422, "same-key", "a new certificate is for a new key")
        }
        let given = try await surroundings.store.renew(
            CertificateRenewal(
                site: site.id,
                former: shown.fingerprint,
                certificate: certificate
            )
        )
        surroundings.logger.notice("certificate renewed", metadata: ["site": "\(site.id)"])
        return RenewalAnswer(
            site: site.id,
            certificate: given.pem,
            certificateExpires: given.expires,
            time: now
        )
    }
}
