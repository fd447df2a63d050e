import Hummingbird
import Logging
import Signing
import SyncCore

/// `POST /v1/enroll`: a one-time token and a certificate request make a site a member. A site that is a
/// member already gets a new certificate in the same way.
enum EnrolRoute {
    private static let bytesMax = 16 * 1024

    static func route(_ surroundings: Surroundings) -> Route {
        .addressed(.post, "/v1/enroll") { request, address in
            let json = try await request.json(upTo: bytesMax)
            guard let wish = EnrolmentRequest(json: json), wish.incarnation > 0,
                EnrolmentRequest.isName(wish.name)
            else {
                throw Problem(422, "bad-enrolment", "the request to join is not well formed")
            }
            let now = surroundings.clock()
            return .json(try await enrol(wish, from: address, surroundings, at: now).json)
        }
    }

    private static func enrol(
        _ wish: EnrolmentRequest,
        from address: String?,
        _ surroundings: Surroundings,
        at now: Instant
    ) async throws -> EnrolmentAnswer {
        guard (try? Ed25519PublicKey(raw: wish.signingKey)) != nil else {
            throw Problem(422, "bad-signing-key", "the signing key is no Ed25519 key")
        }
        let home = surroundings.home
        let certificate = try SiteCertificate.issue(
            for: wish.certificateRequest,
            site: wish.site,
            organisation: wish.organisation,
            party: wish.party,
            by: home.authority,
            at: now
        )
        let site = HubSite(
            id: wish.site,
            organisation: wish.organisation,
            party: wish.party,
            name: wish.name,
            incarnation: wish.incarnation,
            signingKey: wish.signingKey,
            certificateFingerprint: certificate.fingerprint,
            certificateExpires: certificate.expires,
            enrolledAt: now
        )
        // Looked up by its digest, so no comparison can tell how much of a guess was right.
        let use = TokenUse(
            token: SHA256().digest(Array(wish.token.utf8)),
            key: certificate.publicKeyPin,
            certificate: certificate.der,
            at: now,
            address: address
        )
        let given = try Certificate(der: await surroundings.store.enrol(site, using: use))
        surroundings.logger.notice(
            "site joined",
            metadata: ["site": "\(site.id)", "organisation": "\(site.organisation)"]
        )
        return EnrolmentAnswer(
            site: site.id,
            certificate: given.pem,
            ca: home.authority.certificate.pem,
            hub: home.hub,
            city: home.city,
            keys: home.keyring.keys,
            epoch: try await surroundings.store.head().epoch,
            certificateExpires: given.expires,
            time: now
        )
    }
}
